"""What is counted of responses, as `compliance_monthly` counts it, and the shares made of it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from pipeline.statistics.shares import Share
from pipeline.wording.languages import Language, written

_Kind = TypeVar("_Kind", "Counts", "Contest")


def _added_up(kind: type[_Kind], parts: Iterable[_Kind]) -> _Kind:
    """One record with each of its kind's counts added up; what parts tell besides is left out."""
    parts = list(parts)
    return kind(*(sum(getattr(part, field.name) for part in parts) for field in fields(kind)))


@dataclass(frozen=True)
class Counts:
    """Responses owed, and what became of them: all but the first add up to the first."""

    owed_count: int = 0
    met_count: int = 0
    breached_count: int = 0
    pending_count: int = 0
    unanswered_count: int = 0
    no_target_count: int = 0
    not_covered_count: int = 0
    deleted_count: int = 0
    waived_met_count: int = 0
    waived_breached_count: int = 0

    @staticmethod
    def total(parts: Iterable["Counts"]) -> "Counts":
        """Everything added up."""
        return _added_up(Counts, parts)

    @property
    def net(self) -> Share:
        """In time, of those that count: without waived ones. The share that is meant by default."""
        return Share(self.met_count, self.met_count + self.breached_count)

    @property
    def gross(self) -> Share:
        """The same with waived ones put back."""
        met = self.met_count + self.waived_met_count
        return Share(met, met + self.breached_count + self.waived_breached_count)

    @property
    def waived_count(self) -> int:
        """Responses that would count, had they not been waived."""
        return self.waived_met_count + self.waived_breached_count


@dataclass(frozen=True)
class Contest:
    """How many may be contested, and what became of all if those were counted against us."""

    contested_count: int = 0
    worst_met_count: int = 0
    worst_breached_count: int = 0

    @staticmethod
    def total(parts: Iterable["Contest"]) -> "Contest":
        """Everything added up."""
        return _added_up(Contest, parts)

    @property
    def worst(self) -> Share:
        """In time, were every contested response counted against us."""
        return Share(self.worst_met_count, self.worst_met_count + self.worst_breached_count)


@dataclass(frozen=True, kw_only=True)
class MonthCounts(Counts):
    """A month's counts."""

    opened_month: date


@dataclass(frozen=True, kw_only=True)
class CustomerMonth(MonthCounts):
    """A customer's month."""

    customer_id: str


@dataclass(frozen=True, kw_only=True)
class CustomerRow(Counts):
    """A dedicated customer, with the counts of one month."""

    customer_id: str
    customer_name: str
    is_covered_now: bool
    contested_count: int
    worst_met_count: int
    worst_breached_count: int

    @property
    def contest(self) -> Contest:
        """How many of them may be contested."""
        return Contest(self.contested_count, self.worst_met_count, self.worst_breached_count)


@dataclass(frozen=True, kw_only=True)
class Severity:
    """A severity as the policy words it."""

    severity: int
    name_de: str
    name_en: str
    definition_de: str
    definition_en: str

    def name(self, language: Language) -> str:
        """What it is called."""
        return written(self, "name", language)

    def definition(self, language: Language) -> str:
        """What it means."""
        return written(self, "definition", language)


@dataclass(frozen=True, kw_only=True)
class PromiseRow(Severity, Counts):
    """A severity and metric of one customer's month: what was promised, what was reached."""

    metric: str
    clock: str | None
    amount_count: float | None
    amount_unit: str | None
    working_day_seconds: int | None
    target_seconds: int | None
    contested_count: int
    worst_met_count: int
    worst_breached_count: int
    closed_count: int
    """Closed responses that count: of these are the next three."""
    median_seconds: int | None
    p90_seconds: int | None
    max_seconds: int | None
    max_owed_seconds: int | None
    """Of those still owed."""

    @property
    def contest(self) -> Contest:
        """How many of them may be contested."""
        return Contest(self.contested_count, self.worst_met_count, self.worst_breached_count)


def by_month(rows: Iterable[MonthCounts]) -> dict[date, Counts]:
    """Counts by their month; of each month there is one row."""
    return {row.opened_month: row for row in rows}
