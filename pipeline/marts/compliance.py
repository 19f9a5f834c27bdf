"""How much of what was owed was kept, by customer and month."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.selection import IS_CONTESTED, Selection, counted
from pipeline.marts.snapshot import ask
from pipeline.statistics.shares import Share


class Counts(Record):
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
        """In time, of all in time or late; waived ones left out. What is meant by default."""
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


class Contest(Record):
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


Summed = TypeVar("Summed", Counts, Contest)


def added_up(kind: type[Summed], parts: Iterable[Summed]) -> Summed:
    """Everything added up; of nothing there is none."""
    parts = list(parts)
    return kind(**{name: sum(getattr(part, name) for part in parts) for name in kind.model_fields})


COUNTS = tuple(Counts.model_fields)
"""The counts of `compliance_monthly`; but for the first they add up to the first."""

CONTEST_COUNTS = tuple(Contest.model_fields)
"""Counted beside them: what may be contested, and the share were all of it counted against us."""


class MonthWithResponses(Record):
    """A row of `months`."""

    opened_month: date


class CustomerMonth(Record):
    """A row of `monthly_counts`."""

    customer_id: str
    opened_month: date
    counts: Counts
    contest: Contest = Contest()


class CustomerCounts(Record):
    """A row of `compliance_by_customer`: a dedicated customer, with the counts of one month."""

    customer_id: str
    customer_name: str
    is_covered_now: bool
    counts: Counts
    contest: Contest = Contest()


_COUNTS = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in (*COUNTS, *CONTEST_COUNTS))


def months(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per month with responses of dedicated customers, newest first: opened_month."""
    return ask(
        snapshot,
        f"""
        select distinct opened_month
        from compliance_monthly
        inner join dim_customers using (customer_id)
        where is_dedicated and {scope.condition()}
        order by opened_month desc
        """,
        scope.parameters(),
    )


def monthly_counts(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per dedicated customer and month: the counts of `compliance_monthly`, added up.

    Columns: customer_id, opened_month and every `_count` column; oldest month first.
    """
    return ask(
        snapshot,
        f"""
        select
            customer_id,
            opened_month,
            {_COUNTS}
        from compliance_monthly
        inner join dim_customers using (customer_id)
        where
            is_dedicated
            and {scope.condition()}
            and customer_id = coalesce($customer_id, customer_id)
        group by customer_id, opened_month
        order by customer_id, opened_month
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )


COUNTED_NOW = ", ".join(
    [
        *(f"{counted(name.removesuffix('_count'))} as {name}" for name in COUNTS),
        f"{counted('contested')} as contested_count",
        "count(*) filter (outcome = 'met' and exclusion_reason is null and not is_contested)"
        " as worst_met_count",
        "count(*) filter ("
        "is_contested or (outcome = 'breached' and exclusion_reason is null)"
        ") as worst_breached_count",
    ]
)
"""The same counts of any rows of `fct_responses` that tell `is_contested` too."""


def compliance_by_customer(scope: Scope, snapshot: Path, period: Period) -> pd.DataFrame:
    """One row per dedicated customer, by name: a period's counts, and what is owed now.

    Columns: those of `customers`; every `_count` column of `compliance_monthly` for responses
    opened in the period; pending_now_count, overdue_now_count and next_due_at (UTC) of what is
    owed at as_of, whenever it was opened.
    """
    selection = Selection(period)
    return ask(
        snapshot,
        f"""
        with counts as (
            select
                customer_id,
                {COUNTED_NOW}
            from (
                select *, {IS_CONTESTED} as is_contested
                from fct_responses
                where {selection.condition()}
            )
            group by customer_id
        ),

        owed_now as (
            select
                customer_id,
                count(*) filter (where outcome = 'pending') as pending_now_count,
                count(*) filter (where is_overdue) as overdue_now_count,
                min(due_at) filter (where outcome = 'pending') as next_due_at
            from open_responses
            where exclusion_reason is null
            group by customer_id
        )

        select
            dim_customers.*,
            {", ".join(f"coalesce({name}, 0) as {name}" for name in (*COUNTS, *CONTEST_COUNTS))},
            coalesce(pending_now_count, 0) as pending_now_count,
            coalesce(overdue_now_count, 0) as overdue_now_count,
            next_due_at
        from dim_customers
        left join counts using (customer_id)
        left join owed_now using (customer_id)
        where is_dedicated and {scope.condition()}
        order by customer_name, customer_id
        """,
        {**selection.parameters(), **scope.parameters()},
    )
