"""How much of what was owed was kept, by customer and month."""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask

COUNTS = (
    "owed_count",
    "met_count",
    "breached_count",
    "pending_count",
    "unanswered_count",
    "no_target_count",
    "not_covered_count",
    "deleted_count",
    "waived_met_count",
    "waived_breached_count",
)
"""The counts of `compliance_monthly`; but for the first they add up to the first."""

CONTEST_COUNTS = ("contested_count", "worst_met_count", "worst_breached_count")
"""Counted beside them: what may be contested, and the share were all of it counted against us."""

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


def counts_by_month(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per month, oldest first: the counts of all dedicated customers, added up.

    Columns: opened_month and every `_count` column of `compliance_monthly`.
    """
    return ask(
        snapshot,
        f"""
        select
            opened_month,
            {_COUNTS}
        from compliance_monthly
        inner join dim_customers using (customer_id)
        where is_dedicated and {scope.condition()}
        group by opened_month
        order by opened_month
        """,
        scope.parameters(),
    )


def compliance_by_customer(scope: Scope, snapshot: Path, month: date) -> pd.DataFrame:
    """One row per dedicated customer, by name: a month's counts, and what is owed now.

    Columns: those of `customers`; every `_count` column of `compliance_monthly` for responses
    opened in the month; pending_now_count, overdue_now_count and next_due_at (UTC) of what is
    owed at as_of, whenever it was opened.
    """
    return ask(
        snapshot,
        f"""
        with counts as (
            select
                customer_id,
                {_COUNTS}
            from compliance_monthly
            where opened_month = $month
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
        {"month": month, **scope.parameters()},
    )
