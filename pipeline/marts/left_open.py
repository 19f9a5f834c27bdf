"""What the contract's words leave open, as the data of a month decide it."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class DayExcepted(Record):
    """A day of the month that is a holiday, or has hours of its own."""

    local_date: date
    holiday_name: str | None
    open_seconds: int


class SeverityChanges(Record):
    """Since when changes of severity are known of a source."""

    source: str
    first_known_at: datetime | None
    """The first one that its data tell; null where they tell none."""


def days_excepted(scope: Scope, snapshot: Path, customer_id: str, month: date) -> pd.DataFrame:
    """One row per day of a month that a calendar of the customer's terms treats on its own.

    Columns: local_date, holiday_name (null without one), open_seconds of the day. Weekends are
    none; of calendars, those of the month's responses and of the terms in force at its end.
    """
    return ask(
        snapshot,
        f"""
        select distinct local_date, holiday_name, open_seconds
        from dim_calendar_days
        where
            is_special
            and local_month = $month
            and calendar_id in (
                select calendar_id
                from fct_responses
                where customer_id = $customer_id and opened_month = $month
                union
                select calendar_id
                from targets_in_force
                where
                    month = $month
                    and policy_owner = coalesce(
                        (select policy_owner from dim_customers where customer_id = $customer_id),
                        '*'
                    )
            )
            and {scope.condition("$customer_id")}
        order by local_date, holiday_name, open_seconds
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )


def severity_changes(scope: Scope, snapshot: Path, customer_id: str) -> pd.DataFrame:
    """One row per source that holds tickets of the customer: source, first_known_at.

    The latter is the first change from one severity to another on any ticket of the source.
    """
    return ask(
        snapshot,
        f"""
        select
            source,
            (
                select min(occurred_at)
                from fct_ticket_events as events
                where
                    events.source = sources.source
                    and kind = 'severity'
                    and previous_value is not null
                    and previous_value != value
            ) as first_known_at
        from (
            select distinct source
            from fct_tickets
            where customer_id = $customer_id and {scope.condition()}
        ) as sources
        order by source
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )
