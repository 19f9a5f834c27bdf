"""The figures of a report: counts of responses, what was promised, what was reached."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from pipeline.statistics.shares import Share


class Value(BaseModel):
    """A part of a report's content: values only, no words."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Counts(Value):
    """Responses owed, and what became of them: all but the first add up to the first."""

    owed_count: int = 0
    """All responses that a customer's message opened in the period."""
    met_count: int = 0
    """Answered within the time promised."""
    breached_count: int = 0
    """Not answered within the time promised."""
    pending_count: int = 0
    """Still owed at as_of, and in time."""
    unanswered_count: int = 0
    """Closed in time, but not by an answer."""
    no_target_count: int = 0
    """Without a time promised."""
    not_covered_count: int = 0
    """Excluded: opened on a day without the add-on."""
    deleted_count: int = 0
    """Excluded: the ticket was deleted, merged away or spam."""
    waived_met_count: int = 0
    """Excluded by a waiver, though in time."""
    waived_breached_count: int = 0
    """Excluded by a waiver, and late."""

    @property
    def net(self) -> Share:
        """In time, of all in time or late; waived ones left out."""
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

    @classmethod
    def total(cls, parts: "list[Counts]") -> "Counts":
        """Everything added up."""
        return cls(**{name: sum(getattr(part, name) for part in parts) for name in COUNT_NAMES})


COUNT_NAMES = tuple(Counts.model_fields)
"""The counts, the one that the others add up to first."""


class Contest(Value):
    """How much may be contested, and what became of all if it were counted against us."""

    contested_count: int = 0
    """Responses whose verdict may be contested; without those that the add-on does not cover."""
    worst_met_count: int = 0
    """Answered in time, and not contested."""
    worst_breached_count: int = 0
    """Late, or contested, whatever became of them."""

    @property
    def worst(self) -> Share:
        """In time, were every contested response counted against us."""
        return Share(self.worst_met_count, self.worst_met_count + self.worst_breached_count)

    @classmethod
    def total(cls, parts: "Sequence[Contest]") -> "Contest":
        """Everything added up."""
        names = cls.model_fields
        return cls(**{name: sum(getattr(part, name) for part in parts) for name in names})


class Severity(Value):
    """A severity as the policy words it."""

    severity: int
    """1 the most urgent; 0 is unclassified."""
    name_de: str
    name_en: str
    definition_de: str
    definition_en: str


class Promised(Value):
    """A time promised, at the end of the period; all null where there is none."""

    clock: str | None
    """`business` counts opening hours only, `wall` every second, `wall_from_opening` every second
    from the next opening on."""
    amount_count: float | None
    """The time as it is worded, so many of `amount_unit`."""
    amount_unit: str | None
    """`second`, `minute`, `hour` or `working_day`."""
    target_seconds: int | None
    """The same in seconds of the clock."""


class PromiseLine(Promised):
    """A severity and metric: the time promised, and what was reached."""

    severity: int
    metric: str
    """`first_response` or `follow_up`."""
    working_day_seconds: int | None
    """What one working day is, in opening hours."""
    counts: Counts
    contest: Contest = Contest()
    closed_count: int = 0
    """Closed responses that count, on the clock of each; the next three are of these."""
    median_seconds: int | None
    """The least time within which half of them lie."""
    p90_seconds: int | None
    """The least time within which 90 % of them lie; null with fewer than ten."""
    max_seconds: int | None
    max_owed_seconds: int | None = None
    """The longest time of those that count and are still owed at as_of."""


class ReadingLine(Promised):
    """A severity and metric under one reading of the contract."""

    reading: str
    severity: int
    metric: str
    counts: Counts


class MonthCounts(Value):
    """A month of the trend."""

    month: date
    """Its first day."""
    is_complete: bool
    """Whether as_of had passed its end."""
    counts: Counts
    contest: Contest = Contest()
