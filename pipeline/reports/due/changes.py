"""What changed in a month after its report was sent.

Time alone changes nothing: what was owed and is answered now was told as owed. Only where the
past itself is another (exports came late, a waiver was entered, the policy was corrected) does
somebody have to decide whether a revision goes out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pipeline import marts
from pipeline.marts.compliance import COUNTS, Counts
from pipeline.marts.contract import PromiseLine
from pipeline.reports.content import Case, CustomerReport, Report
from pipeline.reports.due.edition import Edition
from pipeline.reports.gather import gather

Kind = Literal["total", "line", "response"]
"""A figure of the whole month, of a line of the promise, or a single response."""

TIMES = {
    "median_of_all_seconds": "promise.median",
    "p90_of_all_seconds": "promise.p90",
    "max_seconds": "promise.max",
}
"""Times of a line, and what a report calls them."""
NOTHING = "-"


@dataclass(frozen=True)
class Difference:
    """A figure that is another now. `old` and `new` are None where there was, or is, none."""

    kind: Kind
    name: str  # of a count or time; of a response its id
    old: int | str | None
    new: int | str | None
    severity: int | None = None
    metric: str | None = None
    subject: str | None = None
    ticket: str | None = None  # as people call it


@dataclass(frozen=True)
class Change:
    """A report that was sent, and how its figures differ now."""

    edition: Edition
    differences: tuple[Difference, ...]


def fingerprint(snapshot: Path, month: date, customer_id: str | None, moment: datetime) -> str:
    """What was settled at a moment, in one word; a portfolio has none."""
    if customer_id is None:
        return NOTHING
    return _fingerprints(snapshot, month, moment).get(customer_id, NOTHING)


def changed(snapshot: Path, editions: Iterable[Edition]) -> Iterator[Change]:
    """Those whose past is another in this snapshot than when they were made."""
    for edition in editions:
        month, customer_id = edition.wanted.month, edition.wanted.customer_id
        if customer_id is None or edition.fingerprint == fingerprint(
            snapshot, month, customer_id, edition.as_of
        ):
            continue
        now = gather(snapshot, customer_id, month)
        yield Change(edition, differences(edition.content(), now))


def differences(old: Report, new: Report) -> tuple[Difference, ...]:
    """Every figure that differs: of the month, of each line of the promise, of each response."""
    if not (isinstance(old, CustomerReport) and isinstance(new, CustomerReport)):
        return ()
    return (
        *_counts(old.counts, new.counts),
        *_lines(old.promise, new.promise),
        *_responses(old.cases, new.cases),
    )


def _counts(
    old: Counts, new: Counts, severity: int | None = None, metric: str | None = None
) -> Iterator[Difference]:
    kind: Kind = "total" if severity is None else "line"
    for name in COUNTS:
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield Difference(kind, name, was, is_now, severity, metric)


def _lines(old: Iterable[PromiseLine], new: Iterable[PromiseLine]) -> Iterator[Difference]:
    before = {(line.severity, line.metric): line for line in old}
    for line in new:
        was = before.get((line.severity, line.metric))
        counts = was.counts if was else Counts()
        yield from _counts(counts, line.counts, line.severity, line.metric)
        for name in TIMES:
            if was and name not in was.model_fields_set:
                continue  # an edition of a former version does not tell it
            values = getattr(was, name) if was else None, getattr(line, name)
            if values[0] != values[1]:
                yield Difference("line", name, *values, line.severity, line.metric)


def _responses(old: Iterable[Case], new: Iterable[Case]) -> Iterator[Difference]:
    before, after = _by_id(old), _by_id(new)
    for response_id in sorted(before.keys() | after.keys()):
        was, is_now = before.get(response_id), after.get(response_id)
        case = is_now or was
        assert case is not None
        if _verdict(was) != _verdict(is_now):
            yield Difference(
                "response",
                response_id,
                _verdict(was),
                _verdict(is_now),
                case.severity,
                case.metric,
                case.subject,
                case.number,
            )


def _verdict(case: Case | None) -> str | None:
    """What became of a response, in the word of its count."""
    if case is None:
        return None
    if case.exclusion_reason is None or case.exclusion_reason == "waived":
        prefix = "waived_" if case.exclusion_reason else ""
        return f"{prefix}{case.outcome}"
    return case.exclusion_reason


def _by_id(cases: Iterable[Case]) -> Mapping[str, Case]:
    return {case.response_id: case for case in cases}


@lru_cache(maxsize=256)
def _fingerprints(snapshot: Path, month: date, moment: datetime) -> Mapping[str, str]:
    found = marts.settled_responses(marts.EVERYBODY, snapshot, month, moment)
    return dict(zip(found["customer_id"], found["fingerprint"], strict=True))
