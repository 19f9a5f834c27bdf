"""Each way in which a breach could have vanished, told one by one."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OfResponse, tickets_of


class Contested(OfResponse):
    """A response, and one reason why its verdict may be contested; it changes no verdict."""

    outcome: str
    """`met`, `breached`, `pending`, `unanswered` or `no_target`."""
    exclusion_reason: str | None
    """`deleted`, `waived`, or null where it counts."""
    reason: str
    """`waived`, `deleted_late`, `closed_without_reply`, `closed_by_program`, `lowered_while_owed`,
    `instant_reply` or `moved`; others question the rest of the promise."""
    is_counted_against: bool
    """Whether the worst case counts it as late; else it questions the rest of the promise."""
    contested_at: datetime | None
    """When what may be contested happened."""
    contested_by: str | None
    """Whose doing it was; null where the exports do not tell."""


def contested_responses(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per response and reason to contest it, of all months.

    Columns: code of the ticket, and those of `contested_responses`.
    """
    return ask(
        snapshot,
        f"""
        with contested as materialized (
            select *
            from contested_responses
            where {scope.condition()}
        ),

        {tickets_of("contested")}

        select
            {CODE},
            contested.*
        from contested
        left join tickets using (source, ticket_id)
        order by opened_month, response_id, reason
        """,
        scope.parameters(),
    )


def contested_in(
    scope: Scope, snapshot: Path, period: Period, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per response opened in a period and reason to contest it, by opening.

    Of dedicated customers, without what the add-on does not cover; those that weigh in the worst
    case first, then what questions the rest of the promise. Columns: code, subject, url,
    response_id, source, ticket_id, customer_id, reason, is_counted_against, contested_at,
    contested_by (a name where the exports know one, null where nobody is told), metric, severity,
    opened_at, outcome, exclusion_reason.
    """
    return ask(
        snapshot,
        f"""
        with contested as materialized (
            select
                contested_responses.*,
                metric,
                severity,
                opened_at,
                outcome,
                exclusion_reason
            from contested_responses
            inner join dim_customers using (customer_id)
            inner join (
                select response_id, metric, severity, opened_at, outcome, exclusion_reason
                from fct_responses
                where {period.condition()}
            ) using (response_id)
            where
                is_dedicated
                and customer_id = coalesce($customer_id, customer_id)
                and coalesce(exclusion_reason <> 'not_covered', true)
                and (is_counted_against or not is_hiding)
                and {scope.condition()}
        ),

        {tickets_of("contested")}

        select
            {CODE},
            subject,
            url,
            response_id,
            source,
            ticket_id,
            customer_id,
            reason,
            is_counted_against,
            "at" as contested_at,
            coalesce(agent_name, "by") as contested_by,
            metric,
            severity,
            opened_at,
            outcome,
            exclusion_reason
        from contested
        left join tickets using (source, ticket_id)
        left join (select source, agent_id as "by", agent_name from dim_agents)
            using (source, "by")
        order by not is_counted_against, opened_at, response_id, reason
        """,
        {**period.parameters(), "customer_id": customer_id, **scope.parameters()},
    )
