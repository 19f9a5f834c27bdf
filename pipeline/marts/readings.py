"""How the contract may be read, and what would have been reached under each reading."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.compliance import COUNTS, Counts
from pipeline.marts.contract import Promised
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask

SIDE_BY_SIDE = ("default", "literal")
"""The readings that are shown beside each other, the usual one first."""


class ReadingLine(Promised):
    """A severity and metric under one reading of the contract."""

    reading: str
    severity: int
    metric: str
    counts: Counts


def side_by_side(rows: Iterable[ReadingLine]) -> list[ReadingLine]:
    """The rows of two readings, for the severities on whose clock they do not agree."""
    shown = [row for row in rows if row.reading in SIDE_BY_SIDE]
    clocks: dict[int, set[str]] = defaultdict(set)
    for row in shown:
        if row.clock:
            clocks[row.severity].add(row.clock)
    return [row for row in shown if len(clocks[row.severity]) > 1]


def readings(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per severity, metric and reading: what is promised, and what a month reached.

    Columns: severity, metric, reading, the names and definitions of `severities`; clock,
    target_seconds, amount_count and amount_unit in force at the month's end for the customer, or
    for everybody without terms of their own (null without a target); every `_count` column of
    the customer's responses, or of all dedicated customers'. A reading counts a response under
    the severity that decided it.
    """
    return ask(
        snapshot,
        f"""
        with in_force as (
            select
                reading,
                severity,
                metric,
                clock,
                amount_count,
                amount_unit,
                target_seconds
            from targets_in_force
            where
                month = $month
                and policy_owner = coalesce(
                    (
                        select policy_owner
                        from dim_customers
                        where customer_id = $customer_id and {scope.condition()}
                    ),
                    '*'
                )
        ),

        counts as (
            select
                reading,
                severity,
                metric,
                {", ".join(f"cast(sum({name}) as bigint) as {name}" for name in COUNTS)}
            from compliance_by_reading
            inner join dim_customers using (customer_id)
            where
                is_dedicated
                and {scope.condition()}
                and customer_id = coalesce($customer_id, customer_id)
                and opened_month = $month
            group by reading, severity, metric
        )

        select
            severity,
            metric,
            reading,
            name_de,
            name_en,
            definition_de,
            definition_en,
            clock,
            target_seconds,
            amount_count,
            amount_unit,
            {", ".join(f"coalesce({name}, 0) as {name}" for name in COUNTS)}
        from dim_severities
        cross join (values ('first_response', 1), ('follow_up', 2)) as metrics (metric, position)
        cross join (
            select reading from dim_targets
            union
            select reading from compliance_by_reading
        ) as known
        left join in_force using (reading, severity, metric)
        left join counts using (reading, severity, metric)
        order by
            urgency_rank,
            position,
            coalesce(list_position(['default', 'literal', 'strict'], reading), 9),
            reading
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )
