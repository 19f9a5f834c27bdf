"""The register that goes with a story: customers, accounts, roster, waivers and meetings as CSV."""

from datetime import date
from typing import Any

from pipeline.sample.meetings import meetings
from pipeline.sample.story import Story
from pipeline.sample.tables import Table, from_rows
from pipeline.sample.timeline import utc_text
from pipeline.sample.waivers import waivers

BOOKS = ("customers", "accounts", "roster", "waivers", "meetings")
MONTHLY_FEE_EUR = "1000"


def register(story: Story, ticket_ids: Any, source: str, seed: int) -> dict[str, Table]:
    """The register's tables by name.

    `ticket_ids` are the exports' texts for tickets by position, `source` is what the workspace
    calls the source.
    """
    return {
        "customers": _customers(story),
        "accounts": from_rows(
            ("source", "account_id", "customer_id"),
            [
                (source, one.account_id, one.customer_id)
                for one in story.cast.accounts
                if one.customer_id is not None and one.customer_id != one.account_id
            ],
        ),
        "roster": from_rows(
            ("customer_id", "source", "agent_id", "valid_from", "valid_until"),
            [
                (one.customer_id, source, one.agent_id, _day(one.valid_from), _day(one.valid_until))
                for one in story.cast.roster
            ],
        ),
        "waivers": _waivers(story, ticket_ids, source),
        "meetings": _meetings(story, source, seed),
    }


def _customers(story: Story) -> Table:
    header = (
        "customer_id", "name", "plan", "add_on", "valid_from", "valid_until", "monthly_fee_eur",
        "language", "report_to",
    )  # fmt: skip
    rows = [
        (
            one.customer_id,
            one.name,
            one.plan,
            one.add_on,
            _day(one.valid_from),
            _day(one.valid_until),
            MONTHLY_FEE_EUR if one.add_on else "",
            one.language,
            one.report_to,
        )
        for one in story.cast.coverage
    ]
    return from_rows(header, rows)


def _waivers(story: Story, ticket_ids: Any, source: str) -> Table:
    header = ("response_id", "opened_at", "reason", "approved_by", "approved_on", "note")
    responses, rows = story.responses, []
    for one in waivers(story):
        ticket_id = ticket_ids[int(responses.ticket[one.response])].as_py()
        response_id = f"{source}:{ticket_id}:{int(responses.cycle[one.response]) + 1}"
        opened_at, approved_on = utc_text(one.opened_at), _day(one.approved_on)
        rows.append((response_id, opened_at, one.reason, one.approved_by, approved_on, ""))
    return from_rows(header, rows)


def _meetings(story: Story, source: str, seed: int) -> Table:
    header = (
        "meeting_id", "customer_id", "source", "agent_id", "kind", "booked_at", "scheduled_at",
        "held_at", "status",
    )  # fmt: skip
    rows = [
        (
            f"M-{number:04d}",
            one.customer_id,
            source,
            one.agent_id,
            one.kind,
            utc_text(one.booked_at),
            utc_text(one.scheduled_at),
            "" if one.held_at is None else utc_text(one.held_at),
            one.status,
        )
        for number, one in enumerate(meetings(story.cast, story.timeline, seed), start=1)
    ]
    return from_rows(header, rows)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
