"""The contract's terms: versions of the policy, opening hours, readings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.marts.compliance import Counts, added_up
from pipeline.marts.readings import ReadingLine
from pipeline.marts.terms import OpeningHours, Target, Version

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Terms:
    """A version and its targets, by severity and metric."""

    version: Version
    targets: Mapping[tuple[int, str], Target]

    def differs(self, other: "Terms", severity: int, metric: str) -> bool:
        """Whether another version promises something else there."""
        mine, its = (each.targets.get((severity, metric)) for each in (self, other))
        return (mine and mine.amount) != (its and its.amount)


def terms(versions: Iterable[Version], targets: Iterable[Target]) -> list[Terms]:
    """Every version that says something with what it promises, in the order given."""
    found: dict[str, dict[tuple[int, str], Target]] = {}
    for target in targets:
        by_key = found.setdefault(target.policy_version_id, {})
        by_key[target.severity, target.metric] = target
    return [
        Terms(version, found.get(version.policy_version_id, {}))
        for version in versions
        if version.says_something
    ]


def base_of(own: Terms, everybodys: Iterable[Terms]) -> Terms | None:
    """The version that a customer's own terms replace something of."""
    wanted = own.version.policy_version
    return next((each for each in everybodys if each.version.policy_version == wanted), None)


@dataclass(frozen=True)
class Days:
    """Weekdays in a row (1 Monday to 7 Sunday) with the same hours, each `09:00–17:00`."""

    first: int
    last: int
    hours: tuple[str, ...]


def week(spans: Iterable[OpeningHours]) -> list[Days]:
    """A calendar's ordinary week; days without hours are not named."""
    by_day = {
        day: tuple(_span(span) for span in sorted(found, key=lambda span: span.opens_minute))
        for day, found in groupby(sorted(spans, key=lambda s: s.weekday), key=lambda s: s.weekday)
    }
    days: list[Days] = []
    for day, hours in by_day.items():
        if days and days[-1].last == day - 1 and days[-1].hours == hours:
            days[-1] = Days(days[-1].first, day, hours)
        else:
            days.append(Days(day, day, hours))
    return days


def _span(span: OpeningHours) -> str:
    closes = span.closes_minute - DAY_MINUTES * (span.closes_minute > DAY_MINUTES)
    return "–".join(f"{at // 60:02}:{at % 60:02}" for at in (span.opens_minute, closes))


def by_reading(rows: Iterable[ReadingLine]) -> Mapping[str, Counts]:
    """Each reading's counts, added up."""
    found: dict[str, list[Counts]] = {}
    for row in rows:
        found.setdefault(row.reading, []).append(row.counts)
    return {reading: added_up(Counts, parts) for reading, parts in found.items()}


def lines(rows: Sequence[ReadingLine]) -> list[list[ReadingLine]]:
    """The rows of each severity and metric, a reading each, in the order given."""
    return [list(found) for _, found in groupby(rows, key=lambda row: (row.severity, row.metric))]
