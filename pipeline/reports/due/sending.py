"""One call of `vip-sla report due`, and a revision asked for.

What is due is made, then sent to each address by itself, the oldest month first. An edition is
done once everybody in report_to has it; until then every call goes on where the last one ended.
One that needs an approval is a draft first: the dedicated agent is told, and it waits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipeline.alone import Failed, alone
from pipeline.errors import MailError
from pipeline.mail.ledger import Ledger
from pipeline.mail.post import Delivery, Post
from pipeline.marts.provenance import run_of
from pipeline.reports.content import Report
from pipeline.reports.due.approval import Desk, is_outdated, is_waiting
from pipeline.reports.due.changes import Change, Difference, changed, differences
from pipeline.reports.due.drafts import agent_addresses, draft_letter
from pipeline.reports.due.edition import Edition, Renderer, newest_edition
from pipeline.reports.due.letters import letter
from pipeline.reports.due.making import Maker, Prepared
from pipeline.reports.due.wanted import Wanted, wanted_reports
from pipeline.reports.months import next_month
from pipeline.settings.addresses import each_once
from pipeline.settings.config import Config
from pipeline.settings.register import CustomerRow, Register
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Handled:
    """A report that was due and not yet done, and what came of it."""

    edition: Edition
    is_made_now: bool
    deliveries: tuple[Delivery, ...]
    failed: tuple[Failed, ...] = ()
    """Letters that could not even be written, by address."""
    is_waiting: bool = False
    """Whether somebody has to approve it first; the letters say so to the dedicated agent."""

    @property
    def has_nobody(self) -> bool:
        """Whether nobody is named to send it to."""
        return not self.deliveries and not self.failed

    @property
    def is_all_sent(self) -> bool:
        """Whether everybody who is named has it."""
        return (
            bool(self.deliveries)
            and not self.failed
            and not self.is_waiting
            and all(delivery.standing.state == "sent" for delivery in self.deliveries)
        )


@dataclass(frozen=True)
class DueResult:
    """What a call did."""

    as_of: datetime
    handled: tuple[Handled, ...]
    changes: tuple[Change, ...]
    failed: tuple[Failed, ...] = ()
    """Reports that could not be made, or not be looked after."""

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is not done yet, or waits for a decision."""
        return bool(self.changes or self.failed) or any(
            not each.is_all_sent
            and not (each.has_nobody and each.edition.is_told and not each.is_waiting)
            for each in self.handled
        )


@dataclass(frozen=True)
class Office:
    """What a call works with."""

    workspace: Workspace
    snapshot: Path
    config: Config
    register: Register
    ledger: Ledger
    post: Post
    render: Renderer
    made: Path
    """Where new editions are made: among the reports, or in a rehearsal somewhere else."""
    clock: Callable[[], datetime]
    on_report: Callable[[int, int], None] = lambda _done, _total: None
    """Told how many reports are handled, and of how many."""

    @property
    def desk(self) -> Desk:
        """Where drafts are kept."""
        return Desk(self.workspace, self.snapshot, self.config.reports, self.ledger, made=self.made)

    @property
    def maker(self) -> Maker:
        """What makes its reports."""
        return Maker(self.workspace, self.snapshot, self.config.reports.formats, self.render)

    def newest(self, wanted: Wanted, revision: int | None = None) -> Edition | None:
        """The edition of a report that counts, or that of a revision."""
        return newest_edition(self.ledger, self.workspace.reports, wanted, revision)


def send_due(office: Office) -> DueResult:
    """Make and send what is due and not yet done. Only to be called while the ledger is held."""
    as_of = run_of(office.snapshot).as_of
    wanted = list(
        wanted_reports(office.snapshot, office.config.reports, office.ledger, office.clock())
    )
    failed: list[Failed] = []
    editions: dict[Wanted, Edition | None] = {}
    to_make: dict[Wanted, int] = {}
    for each in wanted:
        with alone(each.name, failed):
            known = office.newest(each)
            editions[each] = known
            if known is None or is_outdated(office.workspace, office.snapshot, known):
                to_make[each] = known.revision if known else 1
    before = [known for each, known in editions.items() if known and each not in to_make]
    due = {each: known for each, known in editions.items() if known is None or not known.is_done}
    handled = []
    with office.maker.preparing(to_make) as made:
        for number, (each, edition) in enumerate(due.items(), start=1):
            with alone(each.name, failed):
                is_made_now = each in to_make
                kept = edition if edition and not is_made_now else _kept(office, made(each), each)
                handled.append(_handle(office, kept, is_made_now=is_made_now))
            office.on_report(number, len(due))
    changes: list[Change] = []
    for edition in before:
        with alone(edition.wanted.name, failed):
            changes.extend(changed(office.snapshot, [edition]))
    return DueResult(as_of, tuple(handled), tuple(changes), tuple(failed))


def revise(office: Office, customer_id: str, month: date) -> Handled:
    """Make and send the next revision of a report, with what changed since the one before.

    Raises MailError where nothing was made of it yet, or nothing changed.
    """
    wanted = Wanted(month, customer_id)
    before = office.newest(wanted)
    if before is None:
        raise MailError(
            f"{wanted.name}: no report was made yet that could be revised; see `report due`"
        )
    if before.is_open_draft:
        raise MailError(
            f"{wanted.name}: is a draft still, which `report due` makes anew by itself; "
            "only what was sent is revised"
        )
    made = office.maker.prepare(wanted, before.revision + 1)
    if not differences(before.content(), made[0]) and not is_note_another(before, made[0]):
        raise MailError(
            f"{wanted.name}: no figure differs from revision {before.revision}, nor does the note"
        )
    return _handle(office, _kept(office, made, wanted), is_made_now=True)


def _kept(office: Office, made: Prepared, wanted: Wanted) -> Edition:
    return office.desk.keep(wanted, made, office.clock())


def is_note_another(before: Edition, now: Report) -> bool:
    """Whether a person says something else of the month than in an edition."""
    return getattr(before.content(), "note", None) != getattr(now, "note", None)


def _handle(office: Office, edition: Edition, *, is_made_now: bool) -> Handled:
    wanted = edition.wanted
    if is_waiting(edition, office.config.reports):
        deliveries, failed = _ask(office, edition)
        return Handled(edition, is_made_now, tuple(deliveries), tuple(failed), is_waiting=True)
    if edition.is_open_draft and _addresses(office, wanted):
        office.ledger.note(wanted.key, "released", office.clock(), revision=edition.revision)
    deliveries, failed = _send(office, edition)
    handled = Handled(edition, is_made_now, tuple(deliveries), tuple(failed))
    if handled.is_all_sent:
        office.ledger.note(wanted.key, "done", office.clock(), revision=edition.revision)
    elif handled.has_nobody and not edition.is_told:
        office.ledger.note(wanted.key, "told", office.clock(), revision=edition.revision)
    return handled


def _ask(office: Office, edition: Edition) -> tuple[list[Delivery], list[Failed]]:
    """Tell the dedicated agents that a draft waits; without an address of theirs the managers."""
    deliveries: list[Delivery] = []
    failed: list[Failed] = []
    for to in agent_addresses(office.snapshot, office.config.alerts, edition.wanted):
        with alone(to, failed):
            written = draft_letter(edition, to, office.config)
            deliveries.append(office.post.send(written))
    return deliveries, failed


def _send(office: Office, edition: Edition) -> tuple[list[Delivery], list[Failed]]:
    deliveries: list[Delivery] = []
    failed: list[Failed] = []
    addresses = _addresses(office, edition.wanted)
    if addresses:
        report = edition.content()
        changes = _since_before(office, edition, report)
        for to in addresses:
            with alone(to, failed):
                written = letter(edition, report, changes, to, office.config.mail)
                deliveries.append(office.post.send(written))
    return deliveries, failed


def _since_before(office: Office, edition: Edition, report: Report) -> Sequence[Difference]:
    """What a revision says is different from the one before."""
    if edition.revision == 1:
        return ()
    before = office.newest(edition.wanted, edition.revision - 1)
    return differences(before.content(), report) if before else ()


def _addresses(office: Office, wanted: Wanted) -> tuple[str, ...]:
    """Whom a report goes to, each once: as the register says today, not when it was made."""
    if wanted.customer_id is None:
        addresses = office.config.reports.portfolio_to
    else:
        row = _row_of(office.register, wanted.customer_id, wanted.month)
        addresses = row.report_to if row else ()
    return each_once(addresses)


def _row_of(register: Register, customer_id: str, month: date) -> CustomerRow | None:
    """The customer's last row with the add-on that has a day in the month."""
    rows = [
        row
        for row in register.customers
        if row.customer_id == customer_id
        and row.add_on == "vip"
        and row.valid_from < next_month(month)
        and (row.valid_until is None or row.valid_until >= month)
    ]
    return max(rows, key=lambda row: row.valid_from, default=None)
