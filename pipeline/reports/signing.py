"""What people add to a report's figures: their note on the month, and who they are."""

from pipeline.errors import ReportError
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.letterhead import load_letterhead
from pipeline.reports.notes import Note, note_file, read_note
from pipeline.reports.render import subject
from pipeline.settings.config import load_config
from pipeline.settings.mail import Reports
from pipeline.workspace import Workspace


def signed(workspace: Workspace, report: Report) -> Report:
    """A report with the note and the letterhead of its workspace, as they are now.

    Raises ReportError for a mistaken note, SettingsError for mistaken settings.
    """
    words: dict[str, object] = {"note": note_on(workspace, report)}
    if isinstance(report, CustomerReport):  # the other one stays among ourselves
        words["letterhead"] = load_letterhead(workspace.root, report_settings(workspace))
    return report.model_copy(update=words)


def report_settings(workspace: Workspace) -> Reports:
    """What vip-sla.yml says of reports; where there is none, what it says without a word."""
    file = workspace.config_file
    return load_config(file).reports if file.exists() else Reports()


def is_signed_as_now(workspace: Workspace, report: Report) -> bool:
    """Whether a report was made with the note and the letterhead that there are now."""
    try:
        return signed(workspace, report) == report
    except ReportError:
        return False  # the note is mistaken, and none of that kind ever got into a report


def note_on(workspace: Workspace, report: Report) -> Note | None:
    """The note on a month, as it is now. Raises ReportError for a mistaken one."""
    file = note_file(workspace.reports, report.period.month, subject(report))
    return read_note(file, report.named_responses if isinstance(report, CustomerReport) else None)
