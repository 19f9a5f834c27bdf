"""The responses that came too late, told one by one."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OfResponse, tickets_of


class Late(OfResponse):
    """A response that was late, or is and is still owed."""

    closed_at: datetime | None
    """Null while it is owed."""
    elapsed_seconds: int
    target_seconds: int
    clock: str | None
    working_day_seconds: int | None = None
    """What one working day is on its calendar."""
    exclusion_reason: str | None

    @property
    def over_seconds(self) -> int:
        """By how much it is over its target."""
        return self.elapsed_seconds - self.target_seconds


def late_responses(
    scope: Scope, snapshot: Path, period: Period, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per response opened in a period that was not given in time, by opening.

    Excluded ones too, as exclusion_reason tells. Columns: code, subject, url, response_id, source,
    ticket_id, customer_id, metric, severity, opened_at, closed_at (null while owed),
    elapsed_seconds, target_seconds, clock, working_day_seconds of its calendar, due_at,
    exclusion_reason.
    """
    return ask(
        snapshot,
        f"""
        with late as materialized (
            select
                response_id,
                source,
                ticket_id,
                customer_id,
                metric,
                severity,
                opened_at,
                closed_at,
                elapsed_seconds,
                target_seconds,
                clock,
                working_day_seconds,
                due_at,
                exclusion_reason
            from fct_responses
            left join dim_calendars using (calendar_id)
            where
                outcome = 'breached'
                and {period.condition()}
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        ),

        {tickets_of("late")}

        select
            {CODE},
            subject,
            url,
            late.*
        from late
        left join tickets using (source, ticket_id)
        order by opened_at, response_id
        """,
        {**period.parameters(), "customer_id": customer_id, **scope.parameters()},
    )
