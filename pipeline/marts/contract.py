"""The promise as data."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.compliance import CONTEST_COUNTS, COUNTS, Contest, Counts
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.wording.languages import Language, written


class Severity(Record):
    """A severity as the policy words it."""

    severity: int
    """1 the most urgent; 0 is unclassified."""
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


class Promised(Record):
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
    max_owed_since: datetime | None = None
    """When that response was opened."""
    still_owed_count: int = 0
    """How many of those that count are still owed at as_of."""
    median_of_all_seconds: int | None = None
    """The least time within which half of all that count were closed, what is still owed as not
    closed; null where half of them are not."""
    p90_of_all_seconds: int | None = None
    """The same of 90 %; null with fewer than ten, too."""

    @property
    def timed_count(self) -> int:
        """All that count, closed or still owed: what the times of all are of."""
        return self.closed_count + self.still_owed_count


def severities(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per severity, the most urgent first: severity, name_de, name_en, definition_…"""
    return ask(snapshot, "select * from dim_severities order by urgency_rank")


def promise(scope: Scope, snapshot: Path, customer_id: str, month: date) -> pd.DataFrame:
    """The promise's own table for one customer and month: a row per severity and metric.

    Columns: severity, metric, name_de, name_en, definition_de, definition_en, clock and
    target_seconds in force at the month's end, with amount_count and amount_unit as promised and
    working_day_seconds of the calendar (all null without a target), every `_count` column;
    median_seconds, p90_seconds and max_seconds of closed, counted responses (null without any, the
    second with fewer than ten) and closed_count, how many those are; max_owed_seconds, the longest
    of the counted ones still owed, max_owed_since, its opening, and still_owed_count, how many;
    median_of_all_seconds and p90_of_all_seconds, which take those for not closed. No row where the
    scope does not have the customer, whose targets may be its own.
    """
    return ask(
        snapshot,
        f"""
        with in_force as (
            select
                severity,
                metric,
                clock,
                amount_count,
                amount_unit,
                working_day_seconds,
                target_seconds
            from targets_in_force
            inner join run_info using (reading)
            where
                month = $month
                and policy_owner = coalesce(
                    (select policy_owner from dim_customers where customer_id = $customer_id), '*'
                )
        )

        select
            severity,
            metric,
            name_de,
            name_en,
            definition_de,
            definition_en,
            clock,
            amount_count,
            amount_unit,
            working_day_seconds,
            target_seconds,
            {", ".join(f"coalesce({name}, 0) as {name}" for name in (*COUNTS, *CONTEST_COUNTS))},
            coalesce(closed_count, 0) as closed_count,
            median_seconds,
            p90_seconds,
            max_seconds,
            max_owed_seconds,
            max_owed_since,
            coalesce(still_owed_count, 0) as still_owed_count,
            median_of_all_seconds,
            p90_of_all_seconds
        from dim_severities
        cross join (values ('first_response', 1), ('follow_up', 2)) as metrics (metric, position)
        left join in_force using (severity, metric)
        left join (
            select *
            from compliance_monthly
            where
                customer_id = $customer_id
                and opened_month = $month
        ) using (severity, metric)
        where {scope.condition("$customer_id")}
        order by urgency_rank, position
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )
