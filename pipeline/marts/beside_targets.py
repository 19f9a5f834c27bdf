"""What the contract says beside its targets: hours by the wall, and a word while a ticket is open.

All of covered customers. Durations are whole seconds; counts come as the marts hold them.
"""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OnTicket, tickets_of
from pipeline.statistics.shares import Share

LATE_UPDATES = 10
"""How many of the updates that came late are shown unless told otherwise."""


class ByTheWall(Record):
    """First responses of a severity, and the time by the wall that is named beside its target."""

    severity: int
    sentence_seconds: int
    response_count: int
    """Within, over and unanswered together."""
    within_count: int
    over_count: int
    """Given or closed later, or owed for longer."""
    unanswered_count: int
    """Closed within the time without a word."""
    pending_count: int
    """Beside them: owed, and not for as long."""
    longest_seconds: int

    @property
    def within(self) -> Share:
        """Those within the time, of those whose fate is known."""
        return Share(self.within_count, self.response_count)


class Updates(Record):
    """Times between two of our messages on open tickets of a severity."""

    severity: int
    target_seconds: int
    """That of a follow-up."""
    gap_count: int
    late_gap_count: int
    """Longer than the target."""
    running_gap_count: int
    """Of the late ones, still without a word."""
    longest_gap_seconds: int


class LateUpdate(OnTicket):
    """A time between two of our messages that was longer than a follow-up's target."""

    code: str
    severity: int
    started_at: datetime
    ended_at: datetime
    is_running: bool
    gap_seconds: int
    target_seconds: int


def first_responses_by_the_wall(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per severity and time by the wall of a month's first responses, by severity.

    Columns: severity, sentence_seconds, response_count (within, over and unanswered together),
    within_count, over_count, unanswered_count, pending_count beside them, longest_seconds.
    """
    return ask(
        snapshot,
        f"""
        select
            severity,
            sentence_seconds,
            cast(sum(response_count) as bigint) as response_count,
            cast(sum(within_count) as bigint) as within_count,
            cast(sum(over_count) as bigint) as over_count,
            cast(sum(unanswered_count) as bigint) as unanswered_count,
            cast(sum(pending_count) as bigint) as pending_count,
            max(longest_seconds) as longest_seconds
        from by_the_wall_monthly
        where
            month = $month
            and customer_id = coalesce($customer_id, customer_id)
            and {scope.condition()}
        group by severity, sentence_seconds
        order by severity, sentence_seconds
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )


def updates_by_severity(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per severity and follow-up target of a month's times between our messages.

    The greatest share of late ones first. Columns: severity, target_seconds, gap_count,
    late_gap_count, running_gap_count (of the late ones), longest_gap_seconds.
    """
    return ask(
        snapshot,
        f"""
        select
            severity,
            target_seconds,
            cast(sum(gap_count) as bigint) as gap_count,
            cast(sum(late_gap_count) as bigint) as late_gap_count,
            cast(sum(running_gap_count) as bigint) as running_gap_count,
            max(longest_gap_seconds) as longest_gap_seconds
        from updates_monthly
        where
            month = $month
            and customer_id = coalesce($customer_id, customer_id)
            and {scope.condition()}
        group by severity, target_seconds
        order by sum(late_gap_count) / sum(gap_count) desc, severity, target_seconds
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )


def late_updates(
    scope: Scope,
    snapshot: Path,
    month: date,
    customer_id: str | None = None,
    limit: int = LATE_UPDATES,
) -> pd.DataFrame:
    """One row per late update of a month, at most `limit`: the furthest beyond its target first.

    Columns: customer_name, code, subject, url and those of `fct_late_updates`.
    """
    return ask(
        snapshot,
        f"""
        with late as materialized (
            select fct_late_updates.*, customer_name
            from fct_late_updates
            inner join dim_customers using (customer_id)
            where
                is_covered
                and began_month = $month
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
            order by gap_seconds - target_seconds desc, started_at, source, ticket_id
            limit $limit
        ),

        {tickets_of("late")}

        select
            customer_name,
            {CODE},
            subject,
            url,
            late.* exclude (customer_name)
        from late
        left join tickets using (source, ticket_id)
        order by gap_seconds - target_seconds desc, started_at, source, ticket_id
        """,
        {"month": month, "customer_id": customer_id, "limit": limit, **scope.parameters()},
    )
