"""The mail that says that a draft waits: to the dedicated agent, once for each draft."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import marts
from pipeline.mail.letter import Body, Letter
from pipeline.marts.provenance import run_of
from pipeline.marts.records import records
from pipeline.marts.reports import AgentAddress
from pipeline.reports.due.edition import Edition
from pipeline.reports.due.letters import Words
from pipeline.reports.due.wanted import Wanted
from pipeline.reports.notes import note_file
from pipeline.reports.render import file_safe
from pipeline.settings.addresses import each_once
from pipeline.settings.config import Config
from pipeline.settings.mail import Alerts


def agent_addresses(snapshot: Path, alerts: Alerts, wanted: Wanted) -> tuple[str, ...]:
    """Whom to ask: the customer's agents as of the snapshot, or the managers without any."""
    run = run_of(snapshot)
    today: date = run.as_of.astimezone(ZoneInfo(run.default_time_zone)).date()
    found = marts.dedicated_agent_addresses(
        marts.EVERYBODY, snapshot, wanted.customer_id or "", today
    )
    addresses = (
        alerts.address_of(each.source, each.agent_id, each.email)
        for each in records(found, AgentAddress)
    )
    return each_once([each for each in addresses if each]) or alerts.to


def draft_letter(edition: Edition, to: str, config: Config) -> Letter:
    """The letter to one address, in the language of the workspace, with the draft itself."""
    report = edition.content().model_copy(update={"language": config.language})
    words, wanted = Words(report), edition.wanted
    month, customer_id = f"{wanted.month:%Y-%m}", wanted.customer_id or ""
    link = words.link(config.mail)
    command = f"vip-sla report approve --month {month} --customer {customer_id}"
    file = note_file(Path("reports"), wanted.month, file_safe(customer_id)).as_posix()
    return Letter(
        key=f"draft/{edition.key}/{edition.digest}/{to.lower()}",
        to=to,
        subject=words.say("due_draft.subject"),
        body=Body(
            language=config.language,
            title=words.say("due_draft.title"),
            paragraphs=(
                words.say("due_draft.lead"),
                words.say("due_draft.note", file=file),
                words.say("due_draft.approve", command=command),
            ),
            link=replace(link, label=words.say("due_draft.dashboard")) if link else None,
            foot=words.say("due_draft.foot"),
        ),
        attachments=edition.attachments(),
    )
