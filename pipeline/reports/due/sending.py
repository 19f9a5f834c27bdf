"""One call of `vip-sla report due`, and a revision asked for.

What is due is made, then sent to each address by itself, the oldest month first. An edition is
done once everybody in report_to has it; until then every call goes on where the last one ended.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipeline.alone import Failed, alone
from pipeline.errors import MailError
from pipeline.mail.ledger import Ledger
from pipeline.mail.post import Delivery, Post
from pipeline.marts.provenance import run_of
from pipeline.reports.content import Report
from pipeline.reports.due.changes import Change, Difference, changed, differences, fingerprint
from pipeline.reports.due.edition import Edition, Renderer, keep_edition, newest_edition
from pipeline.reports.due.letters import letter
from pipeline.reports.due.making import Prepared, prepare, preparing
from pipeline.reports.due.wanted import Wanted, wanted_reports
from pipeline.reports.months import next_month
from pipeline.reports.write import everybody
from pipeline.settings.addresses import each_once
from pipeline.settings.config import Config
from pipeline.settings.register import CustomerRow, Register


@dataclass(frozen=True)
class Handled:
    """A report that was due and not yet done, and what came of it."""

    edition: Edition
    is_made_now: bool
    deliveries: tuple[Delivery, ...]
    failed: tuple[Failed, ...] = ()
    """Letters that could not even be written, by address."""

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
            not each.is_all_sent and not (each.has_nobody and each.edition.is_told)
            for each in self.handled
        )


@dataclass(frozen=True)
class Office:
    """What a call works with."""

    snapshot: Path
    config: Config
    register: Register
    ledger: Ledger
    post: Post
    render: Renderer
    reports: Path
    """Where editions were kept until now."""
    made: Path
    """Where new ones are made: the same, or in a rehearsal somewhere else."""
    clock: Callable[[], datetime]
    on_report: Callable[[int, int], None] = lambda _done, _total: None
    """Told how many reports are handled, and of how many."""


def send_due(office: Office) -> DueResult:
    """Make and send what is due and not yet done. Only to be called while the ledger is held."""
    as_of = run_of(office.snapshot).as_of
    wanted = list(
        wanted_reports(office.snapshot, office.config.reports, office.ledger, office.clock())
    )
    failed: list[Failed] = []
    editions: dict[Wanted, Edition | None] = {}
    for each in wanted:
        with alone(each.name, failed):
            editions[each] = newest_edition(office.ledger, office.reports, each)
    before = [edition for edition in editions.values() if edition is not None]
    due = {each: known for each, known in editions.items() if known is None or not known.is_done}
    new = [each for each in due if editions[each] is None]
    handled = []
    with preparing(office.snapshot, new, office.config.reports.formats, office.render) as made:
        for number, (each, edition) in enumerate(due.items(), start=1):
            with alone(each.name, failed):
                kept = edition or _keep(office, each, made(each))
                handled.append(_handle(office, each, kept, new))
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
    before = newest_edition(office.ledger, office.reports, wanted)
    name = f"{customer_id}, {month:%Y-%m}"
    if before is None:
        raise MailError(f"{name}: no report was made yet that could be revised; see `report due`")
    forms, revision = office.config.reports.formats, before.revision + 1
    made = prepare(office.snapshot, wanted, forms, office.render, revision)
    if not differences(before.content(), made[0]):
        raise MailError(f"{name}: no figure differs from revision {before.revision}")
    return _handle(office, wanted, _keep(office, wanted, made), [wanted])


def _handle(office: Office, wanted: Wanted, edition: Edition, new: Collection[Wanted]) -> Handled:
    deliveries, failed = _send(office, edition)
    handled = Handled(edition, wanted in new, tuple(deliveries), tuple(failed))
    if handled.is_all_sent:
        office.ledger.note(wanted.key, "done", office.clock(), revision=edition.revision)
    elif handled.has_nobody and not edition.is_told:
        office.ledger.note(wanted.key, "told", office.clock(), revision=edition.revision)
    return handled


def _keep(office: Office, wanted: Wanted, made: Prepared) -> Edition:
    report, files = made
    as_of = report.provenance.as_of
    return keep_edition(
        report,
        files,
        wanted,
        fingerprint(office.snapshot, wanted.month, wanted.customer_id, as_of),
        ledger=office.ledger,
        root=office.made,
        now=office.clock(),
        customer_ids=everybody(office.snapshot),
    )


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
    before = newest_edition(
        office.ledger, office.reports, edition.wanted, revision=edition.revision - 1
    )
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
