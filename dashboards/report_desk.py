"""A customer's month before it goes out: its note, its draft, and who approves it.

Only for those who see everybody: who sees a customer's rows alone reads what was approved.
"""

import getpass
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dashboards import access, snapshot
from dashboards.view import View
from pipeline.atomic import publish_bytes
from pipeline.errors import ReportError
from pipeline.mail.ledger import Ledger
from pipeline.marts import EVERYBODY
from pipeline.reports.content import CustomerReport
from pipeline.reports.due import Desk, Edition, Maker, Wanted
from pipeline.reports.due.approval import is_outdated, needs_approval
from pipeline.reports.due.edition import newest_edition
from pipeline.reports.gather import gather
from pipeline.reports.notes import note_file, parse_note
from pipeline.reports.render import file_safe, rendered
from pipeline.reports.signing import report_settings, signed


@dataclass(frozen=True)
class ReportDesk:
    """One customer's month, as somebody of us looks at it."""

    view: View
    wanted: Wanted
    customer_id: str

    @classmethod
    def of(cls, view: View, customer_id: str, month: date) -> "ReportDesk | None":
        """The desk; None for whoever may neither write nor approve."""
        if view.scope != EVERYBODY:
            return None
        return cls(view, Wanted(month, customer_id), customer_id)

    @property
    def needs_approval(self) -> bool:
        """Whether the report goes out only once somebody approves it."""
        return needs_approval(self.wanted, report_settings(snapshot.workspace()))

    @property
    def note(self) -> str:
        """What the note's file says now; empty without one."""
        try:
            return self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def save(self, text: str, seen: str) -> None:
        """Write the note, and make a waiting draft anew. Raises VipSlaError in plain words.

        `seen` is what stood there when the writer began.
        """
        if self.note != seen:
            raise ReportError(self.view.say("report_word.changed_meanwhile"))
        report = gather(self.view.snapshot, self.customer_id, self.wanted.month)
        name = self.view.say("report_word.file")
        parse_note(text.encode(), report.named_responses, name, self.view.say.language)
        publish_bytes(text.encode(), self._file)
        desk = self._desk
        with desk.ledger.held("reports"):
            desk.redraft(self.wanted, self._maker, datetime.now(UTC))

    def edition(self) -> Edition | None:
        """The newest edition, if any was made."""
        return newest_edition(self._ledger, snapshot.workspace().reports, self.wanted)

    def is_outdated(self, edition: Edition) -> bool:
        """Whether a draft would be another now."""
        return is_outdated(snapshot.workspace(), self.view.snapshot, edition)

    def approve(self, digest: str) -> None:
        """Approve the draft that was looked at. Raises VipSlaError in plain words."""
        desk = self._desk
        with desk.ledger.held("reports"):
            desk.approve(self.wanted, _whoever(), datetime.now(UTC), digest)

    @property
    def _file(self) -> Path:
        name = file_safe(self.customer_id)
        return note_file(snapshot.workspace().reports, self.wanted.month, name)

    @property
    def _ledger(self) -> Ledger:
        return Ledger.of(snapshot.workspace())

    @property
    def _desk(self) -> Desk:
        workspace = snapshot.workspace()
        settings = report_settings(workspace)
        return Desk(workspace, self.view.snapshot, settings, self._ledger, workspace.reports)

    @property
    def _maker(self) -> Maker:
        workspace = snapshot.workspace()
        formats = report_settings(workspace).formats
        return Maker(workspace, self.view.snapshot, formats, rendered)


def as_shown(view: View, report: CustomerReport) -> CustomerReport:
    """A report as a viewer may have it: a note that nobody approved is for ourselves alone."""
    workspace = snapshot.workspace()
    try:
        with_note = signed(workspace, report)
    except ReportError:
        return report  # the note is mistaken, which its writer is told
    assert isinstance(with_note, CustomerReport)
    wanted = Wanted(report.period.month, report.customer_id)
    if view.scope == EVERYBODY or not needs_approval(wanted, report_settings(workspace)):
        return with_note
    edition = newest_edition(Ledger.of(workspace), workspace.reports, wanted)
    is_approved = edition is not None and (edition.approval or not edition.is_draft)
    if edition is not None and is_approved and edition.is_whole:
        approved = edition.content()
        if isinstance(approved, CustomerReport) and approved.note == with_note.note:
            return with_note
    return with_note.model_copy(update={"note": None})


def _whoever() -> str:
    """Who is at the desk: by their login, else by their name on this machine."""
    return access.visitor().email or getpass.getuser()
