"""The contract's terms: versions of the policy, opening hours, readings, waivers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from dashboards.counts import Counts, Severity

EVERYBODY = "*"
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True)
class ReadingRow(Severity, Counts):
    """A severity and metric under one reading: what is promised, and what a month reached."""

    metric: str
    reading: str
    clock: str | None
    amount_count: float | None
    amount_unit: str | None


@dataclass(frozen=True)
class Version:
    """A version of the policy, of everybody or of one customer."""

    policy_version_id: str
    policy_owner: str
    policy_version: date
    override_version: date | None
    started_date: date
    customer_name: str | None
    calendar_id: str
    is_in_force: bool
    pause_statuses: str | None

    @property
    def is_everybodys(self) -> bool:
        """Whether it holds for all customers without terms of their own."""
        return self.policy_owner == EVERYBODY

    @property
    def says_something(self) -> bool:
        """Whether it is more than everybody's version under a customer's name."""
        return self.is_everybodys or self.override_version is not None


@dataclass(frozen=True)
class Target:
    """What a version promises for a severity and metric."""

    policy_version_id: str
    severity: int
    metric: str
    amount_count: float
    amount_unit: str
    clock: str

    @property
    def amount(self) -> tuple[float, str]:
        """So many of which unit."""
        return self.amount_count, self.amount_unit


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
class OpeningHours:
    """A span of open hours on a weekday of a calendar."""

    calendar_id: str
    time_zone: str
    working_day_seconds: int
    weekday: int
    opens_minute: int
    closes_minute: int


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


@dataclass(frozen=True)
class SpecialDay:
    """A day with hours of its own."""

    calendar_id: str
    local_date: date
    holiday_name: str | None
    open_seconds: int


@dataclass(frozen=True)
class Waiver:
    """A waiver of the register, and the response that it names, where there is one."""

    response_id: str
    customer_id: str | None
    customer_name: str | None
    opened_at: datetime
    reason: str | None
    approved_by: str | None
    approved_on: date
    note: str | None
    is_applied: bool
    source: str | None
    ticket_id: str | None
    code: str | None
    url: str | None
    severity: int | None
    metric: str | None
    outcome: str | None


@dataclass(frozen=True, kw_only=True)
class WaivedCustomer(Counts):
    """A customer with waived responses, and the counts of all responses."""

    customer_id: str
    customer_name: str


def by_reading(rows: Iterable[ReadingRow]) -> Mapping[str, Counts]:
    """Each reading's counts, added up."""
    found: dict[str, list[Counts]] = {}
    for row in rows:
        found.setdefault(row.reading, []).append(row)
    return {reading: Counts.total(parts) for reading, parts in found.items()}


def lines(rows: Sequence[ReadingRow]) -> list[list[ReadingRow]]:
    """The rows of each severity and metric, a reading each, in the order given."""
    return [list(found) for _, found in groupby(rows, key=lambda row: (row.severity, row.metric))]
