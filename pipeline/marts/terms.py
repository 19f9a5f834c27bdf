"""The contract's terms: which version holds for whom, and when its clocks run."""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask

EVERYBODYS = "*"
"""The owner of terms that are nobody's own."""


class Version(Record):
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
        return self.policy_owner == EVERYBODYS

    @property
    def says_something(self) -> bool:
        """Whether it is more than everybody's version under a customer's name."""
        return self.is_everybodys or self.override_version is not None


class Target(Record):
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


class OpeningHours(Record):
    """A span of open hours on a weekday of a calendar."""

    calendar_id: str
    time_zone: str
    working_day_seconds: int
    weekday: int
    opens_minute: int
    closes_minute: int


class SpecialDay(Record):
    """A day with hours of its own."""

    calendar_id: str
    local_date: date
    holiday_name: str | None
    open_seconds: int


class MonthProgress(Record):
    """A month's open seconds in the default calendar, and how many of them are gone."""

    open_seconds: int
    passed_seconds: int


def _seen(scope: Scope) -> str:
    """SQL for the versions that a scope may see: everybody's, and those of its own customers."""
    return f"(policy_owner = '*' or {scope.condition('policy_owner')})"


def policy_versions(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per version of the policy, everybody's first, the newest first.

    Columns: those of `dim_policy_versions`, started_date (the day on which it begins),
    customer_name (null for everybody's), is_in_force, pause_statuses (joined by a comma, null
    without any). What holds before the first version is left out: nothing is promised then.
    """
    return ask(
        snapshot,
        f"""
        select
            versions.*,
            customer_name,
            (
                select string_agg(status, ',' order by status)
                from dim_pause_statuses as pauses
                where pauses.policy_version_id = versions.policy_version_id
            ) as pause_statuses
        from dim_policy_versions as versions
        left join (select customer_id, customer_name from dim_customers)
            on policy_owner = customer_id
        where versions.started_at is not null and {_seen(scope)}
        order by policy_owner != '*', policy_owner, versions.started_at desc
        """,
        scope.parameters(),
    )


def policy_targets(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per version, severity and metric with a target: as promised, on the run's reading.

    Columns: policy_version_id, severity, metric, amount_count, amount_unit, clock.
    """
    return ask(
        snapshot,
        f"""
        select policy_version_id, severity, metric, amount_count, amount_unit, clock
        from dim_targets
        inner join run_info using (reading)
        where {_seen(scope)}
        order by policy_version_id, severity, metric
        """,
        scope.parameters(),
    )


def opening_hours(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per calendar in use, weekday and span of open hours: an ordinary week.

    Columns: those of `dim_opening_hours`, time_zone, working_day_seconds.
    """
    return ask(
        snapshot,
        f"""
        select *
        from dim_opening_hours
        inner join dim_calendars using (calendar_id)
        where calendar_id in (select calendar_id from dim_policy_versions where {_seen(scope)})
        order by calendar_id, weekday, opens_minute
        """,
        scope.parameters(),
    )


def special_days(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per calendar in use and day with hours of its own, in the year after as_of.

    Columns: calendar_id, local_date, holiday_name (null without one), open_seconds of the day.
    """
    return ask(
        snapshot,
        f"""
        select
            calendar_id,
            local_date,
            holiday_name,
            open_seconds
        from dim_calendar_days
        where
            is_special
            and ended_at > (select as_of from run_info)
            and started_at < (select as_of + interval 1 year from run_info)
            and calendar_id in (select calendar_id from dim_policy_versions where {_seen(scope)})
        order by calendar_id, local_date
        """,
        scope.parameters(),
    )


def month_progress(_scope: Scope, snapshot: Path, month: date) -> pd.DataFrame:
    """One row: open_seconds of a local month in the default calendar, passed_seconds by as_of."""
    return ask(
        snapshot,
        """
        select
            coalesce(max(open_seconds), 0) as open_seconds,
            coalesce(max(passed_open_seconds), 0) as passed_seconds
        from dim_months
        where month = $month
        """,
        {"month": month},
    )
