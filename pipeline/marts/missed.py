"""The responses whose time ran out within a period, answered since or not."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OfResponse, tickets_of


class Missed(OfResponse):
    """A response that was due within the period and late."""

    customer_id: str
    customer_name: str
    due_at: datetime
    closed_at: datetime | None


def missed_between(
    scope: Scope, snapshot: Path, started_at: datetime, ended_at: datetime
) -> pd.DataFrame:
    """One row per counted response that was due from one instant up to another, and is late.

    Columns: customer_id, customer_name, source, ticket_id, code, subject, url, response_id,
    severity, metric, opened_at, due_at, closed_at; the severest first, then by due_at.
    """
    return ask(
        snapshot,
        f"""
        with responses as (
            select *
            from fct_responses
            where
                outcome = 'breached'
                and exclusion_reason is null
                and due_at >= $started_at
                and due_at < $ended_at
                and {scope.condition()}
        ),

        {tickets_of("responses")}

        select
            customer_id,
            coalesce(customer_name, customer_id) as customer_name,
            {CODE},
            source,
            ticket_id,
            subject,
            url,
            response_id,
            severity,
            metric,
            opened_at,
            due_at,
            closed_at
        from responses
        left join dim_customers using (customer_id)
        left join tickets using (source, ticket_id)
        order by severity = 0, severity, due_at, response_id
        """,
        {"started_at": started_at, "ended_at": ended_at, **scope.parameters()},
    )
