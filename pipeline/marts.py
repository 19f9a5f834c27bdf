"""Every question asked of the published marts, each a function that returns a DataFrame.

Each takes a `Scope` first: the customers whose rows the asker may see. Counts come back as the
marts hold them; shares are computed where they are shown, beside their n.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.errors import NoSnapshotError
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """Whose rows may be seen: these customers', or everybody's where `customer_ids` is None."""

    customer_ids: frozenset[str] | None = None

    def condition(self, column: str = "customer_id") -> str:
        """The SQL condition on a column of customer ids; its parameter is `scope`."""
        return "true" if self.customer_ids is None else f"list_contains($scope, {column})"

    @property
    def is_everybody(self) -> bool:
        """Whether rows may be seen that cannot be told to be one customer's."""
        return self.customer_ids is None

    def parameters(self) -> dict[str, object]:
        """The parameters that `condition` needs."""
        return {} if self.customer_ids is None else {"scope": sorted(self.customer_ids)}


EVERYBODY = Scope()

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

# The last day's first instant in UTC: the next month has not begun yet in any zone.
_MONTHS_END = "least(as_of, $month + interval 1 month - interval 1 day)"

_COUNTS = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in COUNTS)


def newest_snapshot(workspace: Workspace) -> Path:
    """The file that the published link points to now; open it, not the link.

    Raises NoSnapshotError before the first run.
    """
    if not workspace.published.exists():
        raise NoSnapshotError(
            f"{workspace.root}: nothing has been published yet; start with `vip-sla run`"
        )
    return workspace.published.resolve()


def ask(snapshot: Path, query: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
    """A query's result, read-only. Instants are aware, in UTC."""
    session = _database(snapshot).cursor()
    session.execute("use marts")
    session.execute("set TimeZone = 'UTC'")
    return session.execute(query, dict(parameters or {})).df()


@lru_cache(maxsize=4)
def _database(snapshot: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(snapshot), read_only=True)


def trouble_counts(snapshot: Path) -> tuple[int, int]:
    """How many rejected rows and how many findings a file of marts holds."""
    query = "select (select count(*) from marts.rejected_rows), count(*) from marts.data_findings"
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        [(rejected_row_count, finding_count)] = connection.execute(query).fetchall()
    return rejected_row_count, finding_count


def run_info(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row: run_id, as_of, reading, goal, hashes, started_at, finished_at."""
    return ask(snapshot, "select * from run_info")


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


def customers(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per dedicated customer, by name: customer_id, customer_name, is_covered_now …"""
    return ask(
        snapshot,
        f"""
        select *
        from dim_customers
        where is_dedicated and {scope.condition()}
        order by customer_name, customer_id
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
            {", ".join(f"coalesce({name}, 0) as {name}" for name in COUNTS)},
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


def promise(scope: Scope, snapshot: Path, customer_id: str, month: date) -> pd.DataFrame:
    """The promise's own table for one customer and month: a row per severity and metric.

    Columns: severity, metric, name_de, name_en, definition_de, definition_en, clock and
    target_seconds in force at the month's end, with amount_count and amount_unit as promised and
    working_day_seconds of the calendar (all null without a target), every `_count` column,
    median_seconds, p90_seconds and max_seconds of closed, counted responses (null without any).
    No row where the scope does not have the customer, whose targets may be its own.
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
            from dim_targets
            inner join run_info using (reading)
            where
                policy_owner = coalesce(
                    (select min(policy_owner) from dim_targets where policy_owner = $customer_id),
                    '*'
                )
                and coalesce(dim_targets.started_at <= {_MONTHS_END}, true)
                and coalesce(dim_targets.ended_at > {_MONTHS_END}, true)
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
            {", ".join(f"coalesce({name}, 0) as {name}" for name in COUNTS)},
            median_seconds,
            p90_seconds,
            max_seconds
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


def open_responses(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per counted response owed at as_of, the most urgent first: `open_responses`."""
    return ask(
        snapshot,
        f"""
        select *
        from open_responses
        where
            exclusion_reason is null
            and {scope.condition()}
            and customer_id = coalesce($customer_id, customer_id)
        order by due_at nulls last, response_id
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )


def load_counts(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per source and entity: files, rows read, landed and rejected, newest_file_at."""
    return ask(
        snapshot,
        """
        select
            source,
            entity,
            count(*) as files,
            cast(sum(rows_read) as bigint) as rows_read,
            cast(sum(rows_landed) as bigint) as rows_landed,
            cast(sum(rows_rejected) as bigint) as rows_rejected,
            max(file_modified_at) as newest_file_at
        from load_files
        group by source, entity
        order by source, entity
        """,
    )


def rejected_rows(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per rejected row: source, file, line, reason, row_text.

    They may be anybody's, so only who sees everybody sees any.
    """
    return ask(
        snapshot,
        f"""
        select source, file, line, reason, row_text
        from rejected_rows
        where {scope.is_everybody}
        order by source, file, line
        """,
    )


def data_findings(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per finding: kind, source, key, message; none unless the scope is everybody."""
    return ask(
        snapshot,
        f"select * from data_findings where {scope.is_everybody} order by kind, source, key",
    )


def tables(snapshot: Path) -> pd.DataFrame:
    """One row per published table: table, rows, description."""
    return ask(
        snapshot,
        """
        select
            table_name as "table",
            estimated_size as "rows",
            comment as description
        from duckdb_tables()
        where schema_name = 'marts'
        order by table_name
        """,
    )


def severities(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per severity, the most urgent first: severity, name_de, name_en, definition_…"""
    return ask(snapshot, "select * from dim_severities order by urgency_rank")


def coverage(scope: Scope, snapshot: Path, customer_id: str) -> pd.DataFrame:
    """One row per period that a customer's register rows cover with the add-on, oldest first.

    Columns: customer_id, plan, valid_from and valid_until, both days included (the latter null
    while it has no end), monthly_fee_eur.
    """
    return ask(
        snapshot,
        f"""
        select
            customer_id,
            plan,
            valid_from,
            valid_until,
            monthly_fee_eur
        from dim_coverage_periods
        where
            is_dedicated
            and customer_id = $customer_id
            and {scope.condition()}
        order by valid_from, valid_until nulls last
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )
