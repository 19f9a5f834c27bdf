"""When customers write and we reply, and what quicker first responses at some hours would do."""

from pathlib import Path

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class HourOfWeek(Record):
    """An hour of the week, weekday 1 Monday to 7 Sunday, on the default calendar's wall clock."""

    weekday: int
    local_hour: int
    arrival_count: int
    """Customers' messages."""
    reply_count: int
    """Replies that closed a response owed."""
    first_response_count: int
    """First responses that count, opened in the hour."""
    met_count: int
    """Of them in time."""
    met_if_count: int
    """Of them in time if each had taken as long as asked at most."""
    within_count: int
    """Of them those that took no longer than that, as it was."""


def hours_of_week(
    scope: Scope,
    snapshot: Path,
    period: Period,
    at_most_seconds: int | None = None,
    customer_id: str | None = None,
) -> pd.DataFrame:
    """One row per hour of the week in which anything happened: the counts of `HourOfWeek`.

    Of dedicated customers. `at_most_seconds` is how long a first response would take at most, on
    the clock that counts it; None for as long as it took.
    """
    zone = "(select default_time_zone from run_info)"
    near = "between $first - 1 and $last + 2"  # a zone's days begin within a day of UTC's
    return ask(
        snapshot,
        f"""
        with seen as (
            select customer_id
            from dim_customers
            where
                is_dedicated
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        ),

        arrivals as (
            select timezone({zone}, occurred_at) as happened_at
            from fct_ticket_events
            inner join fct_tickets using (source, ticket_id)
            inner join seen using (customer_id)
            where
                fct_ticket_events.kind = 'message'
                and actor_kind = 'customer'
                and occurred_at {near}
        ),

        replies as (
            select timezone({zone}, closed_at) as happened_at
            from fct_responses
            inner join seen using (customer_id)
            where closed_by = 'reply' and closed_at {near}
        ),

        firsts as (
            select
                timezone({zone}, opened_at) as happened_at,
                outcome = 'met' as is_met,
                least(elapsed_seconds, coalesce($at_most, elapsed_seconds)) <= target_seconds
                    as is_met_if,
                elapsed_seconds <= coalesce($at_most, elapsed_seconds) as is_within
            from fct_responses
            inner join seen using (customer_id)
            where is_counted and metric = 'first_response' and opened_at {near}
        ),

        everything as (
            select happened_at, 'arrival' as what, null as is_met, null as is_met_if,
                null as is_within
            from arrivals
            union all
            select happened_at, 'reply', null, null, null
            from replies
            union all
            select happened_at, 'first', is_met, is_met_if, is_within
            from firsts
        )

        select
            cast(isodow(happened_at) as integer) as weekday,
            cast(hour(happened_at) as integer) as local_hour,
            count(*) filter (where what = 'arrival') as arrival_count,
            count(*) filter (where what = 'reply') as reply_count,
            count(*) filter (where what = 'first') as first_response_count,
            count(*) filter (where is_met) as met_count,
            count(*) filter (where is_met_if) as met_if_count,
            count(*) filter (where is_within) as within_count
        from everything
        where cast(happened_at as date) between $first and $last
        group by weekday, local_hour
        order by weekday, local_hour
        """,
        {
            "at_most": at_most_seconds,
            "customer_id": customer_id,
            **period.parameters(),
            **scope.parameters(),
        },
    )
