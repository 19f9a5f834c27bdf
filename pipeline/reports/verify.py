"""Whether a report's figures are what its landing says: all of them derived again, and compared.

Nothing of the published snapshot is used, only the manifest that the report names and the landed
files that it lists; the note on the month; and the ledger, which knows how many editions of it
there were, and who approved which.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import pydantic
import pypdf

from pipeline.errors import ReportError
from pipeline.landing.manifests import RUN_ID
from pipeline.mail.ledger import Ledger
from pipeline.reports.content import REPORT, CustomerReport, Report
from pipeline.reports.due.edition import Approval, approval_of, revisions
from pipeline.reports.due.wanted import Wanted
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.reports.months import check_month
from pipeline.reports.render import FORMS, rendered
from pipeline.reports.signing import note_on
from pipeline.running import dbt
from pipeline.running.rebuild import rebuild
from pipeline.wording.catalogues import LANGUAGES
from pipeline.workspace import Workspace

# What tells the rows of a list apart, so that a row more does not make all behind it differ.
_KEYS = (
    ("response_id", "reason"),
    ("response_id",),
    ("source", "created_month"),
    ("source", "kind"),
    ("customer_id",),
    ("reading", "severity", "metric"),
    ("severity", "metric"),
    ("severity", "sentence_seconds"),
    ("severity", "target_seconds"),
    ("group",),
    ("month",),
)


# What reports of former versions do not tell, and so is not compared with theirs.
_LATER_KEYS = frozenset(
    {
        *("code", "longest_silence_code", "alarms", "completeness", "contest", "contested"),
        *(
            "odd_share",
            "closed_count",
            "max_owed_seconds",
            "by_the_wall",
            "late_updates",
            "updates",
        ),
        *("max_owed_since", "still_owed_count", "median_of_all_seconds", "p90_of_all_seconds"),
        *("first_response_owed_count", "first_response_median_of_all_seconds"),
        *("usual_working_day_seconds", "days_excepted", "severity_changes"),
        *("year_before", "next_review", "note", "letterhead", "change_by_severity", "is_told"),
    }
)


_NAMED_RUN = re.compile(rf'"run_id": ?"({RUN_ID.pattern})"')


@dataclass(frozen=True)
class Difference:
    """A figure that is another when derived again; None where one side has no such figure."""

    place: str  # e.g. promise[1/first_response].counts.met_count
    reported: object
    derived: object


@dataclass(frozen=True)
class Verification:
    """What came of deriving a report again."""

    report: Report
    value_count: int
    """So many values were compared."""
    differences: tuple[Difference, ...]
    is_same_file: bool
    """Whether the file, to the last byte, is what this software makes of those values."""
    code_version: str
    """Of the software at hand; the report names the one that made it."""
    approval: Approval | None
    """Who approved the file, just as it is, if anybody did."""

    @property
    def is_equal(self) -> bool:
        """Whether every value was derived again."""
        return not self.differences


def verify(
    workspace: Workspace, file: Path, on_model: Callable[[dbt.Progress], None] | None = None
) -> Verification:
    """Derive a report's values again and compare them with those in its JSON or PDF file.

    Raises ReportError where the file holds no report, and LandingError where the manifest that it
    names, or what that lists, is not in this workspace any more.
    """
    content = _read(file)
    report = read_report(file, content)
    _check(file, report)
    known = _known_revision(workspace, report)
    with tempfile.TemporaryDirectory(prefix="vip-sla-verify-") as folder:
        rebuilt = rebuild(workspace, report.provenance.run_id, Path(folder), on_model)
        derived = _gather_again(workspace, rebuilt, report)
    told = REPORT.dump_python(report, mode="json", exclude_unset=True)
    reported_values, derived_values = values(report, told), values(derived, told)
    places = list(dict.fromkeys([*reported_values, *derived_values]))
    derived_values["revision"] = known  # which no landing knows
    return Verification(
        report=report,
        value_count=len(places),
        differences=tuple(
            Difference(place, reported_values.get(place), derived_values.get(place))
            for place in places
            if reported_values.get(place) != derived_values.get(place)
        ),
        is_same_file=_is_made_of(content, derived, file.suffix.lower().removeprefix(".")),
        code_version=version("vip-sla"),
        approval=approval_of(Ledger.of(workspace), _wanted(report), content),
    )


def runs_of_reports(workspace: Workspace) -> set[str]:
    """The runs that any report of the workspace, or its ledger, names: `verify` needs them."""
    found: set[str] = set()
    for file in workspace.reports.rglob("*"):
        if file.suffix in {".json", ".jsonl"}:
            text = file.read_text(encoding="utf-8", errors="replace")
            found |= {named[1] for named in _NAMED_RUN.finditer(text)}
        elif file.suffix == ".pdf":
            with suppress(ReportError):
                found.add(read_report(file, file.read_bytes()).provenance.run_id)
    return found


def read_report(file: Path, content: bytes) -> Report:
    """The report in a file: its JSON, or the JSON attached to its PDF."""
    if content.startswith(b"%PDF"):
        content = _attached(file, content)
    try:
        return REPORT.validate_json(content)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ReportError(
            f"{file}: is no report of VIP SLA: {place}: {first['msg']}; give the JSON or PDF file "
            "as `vip-sla report` wrote it"
        ) from error


def values(report: Report, told: object = None) -> dict[str, object]:
    """Every single value of a report by its place.

    Of a file from before the later keys only those that it told; of any other none may be missing.
    """
    content = json.loads(REPORT.dump_json(report))
    is_former = isinstance(told, dict) and not _LATER_KEYS & told.keys()
    return dict(_flat(_without_later_keys(content, told) if is_former else content))


def _without_later_keys(content: Any, told: Any) -> Any:
    """A report's content without the later keys that a file's own objects did not have."""
    match content, told:
        case dict(), dict():
            return {
                name: _without_later_keys(each, told.get(name))
                for name, each in content.items()
                if name in told or name not in _LATER_KEYS
            }
        case list(), list():
            by_name = dict(zip(_names(told), told, strict=True))
            names = zip(_names(content), content, strict=True)
            return [_without_later_keys(each, by_name.get(name)) for name, each in names]
        case _:
            return content


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReportError(f"{file}: cannot be read: {error.strerror}") from error


def _attached(file: Path, content: bytes) -> bytes:
    try:
        attachments = pypdf.PdfReader(BytesIO(content)).attachments
    except pypdf.errors.PyPdfError as error:
        raise ReportError(f"{file}: is no whole PDF: {error}") from error
    for name, [attached, *_] in attachments.items():
        if name.endswith(".json"):
            return attached
    raise ReportError(f"{file}: has no JSON attached; give the file as `vip-sla report` wrote it")


def _check(file: Path, report: Report) -> None:
    """What would lead elsewhere: a file's words are anybody's."""
    if not RUN_ID.fullmatch(report.provenance.run_id):
        raise ReportError(
            f"{file}: names {report.provenance.run_id[:60]!r} as its run, which is not the id of "
            "one; give the file as `vip-sla report` wrote it"
        )
    try:
        check_month(report.period.month)
    except ReportError as error:
        raise ReportError(f"{file}: {error}") from error


def _known_revision(workspace: Workspace, report: Report) -> int:
    """The revision as the ledger has it: the reported one, or the newest that was made.

    What was never sent is a first edition, which the ledger need not know.
    """
    made = revisions(Ledger.of(workspace), _wanted(report))
    return report.revision if report.revision in {1, *made} else max(made, default=1)


def _wanted(report: Report) -> Wanted:
    customer_id = report.customer_id if isinstance(report, CustomerReport) else None
    return Wanted(report.period.month, customer_id)


def _gather_again(workspace: Workspace, rebuilt: Path, report: Report) -> Report:
    """Figures from landing, the note from its file; a letterhead may have changed since."""
    month, revision = report.period.month, report.revision
    derived: Report
    words: dict[str, object] = {}
    if isinstance(report, CustomerReport):
        derived = gather(rebuilt, report.customer_id, month, revision)
        words["letterhead"] = report.letterhead
    else:
        derived = gather_portfolio(rebuilt, month, revision)
    return derived.model_copy(update={"note": note_on(workspace, derived), **words})


def _is_made_of(content: bytes, report: Report, form: str) -> bool:
    forms = [known for known in FORMS if known == form]
    return any(
        made == content for language in LANGUAGES for _, made in rendered(report, forms, language)
    )


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, object]]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _flat(each, f"{place}.{name}" if place else name)
        case list():
            names = _names(value)
            for name, each in zip(names, value, strict=True):
                yield from _flat(each, f"{place}[{name}]")
        case _:
            yield place, value


def _names(rows: list[Any]) -> list[str]:
    """What each row is called: by its key where that tells the rows apart, else by its number."""
    for key in _KEYS:
        if all(isinstance(row, dict) and set(key) <= set(row) for row in rows):
            names = ["/".join(str(row[column]) for column in key) for row in rows]
            if len(set(names)) == len(names):
                return names
    return [str(number) for number in range(1, len(rows) + 1)]
