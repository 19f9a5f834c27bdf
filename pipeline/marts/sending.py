"""What is to be sent: when a month is due, whether it changed since, whom to alert to what."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask, row_number
from pipeline.marts.tickets import CODE, OfResponse, tickets_of


class ToAlert(OfResponse):
    """A response of which somebody may have to be told, and the dedicated agent."""

    customer_id: str
    customer_name: str
    name_de: str
    name_en: str
    closed_at: datetime | None
    due_at: datetime | None
    outcome: str
    target_seconds: int | None
    elapsed_seconds: int | None
    clock: str | None
    working_day_seconds: int | None
    agent_id: str | None
    agent_name: str | None
    agent_email: str | None


def month_due(_scope: Scope, snapshot: Path, month: date, working_days: int) -> pd.DataFrame:
    """One row: due_at, the midnight after so many working days behind the month's last day.

    Working days are those on which the default calendar opens. No row beyond the calendar's end.
    """
    return ask(
        snapshot,
        "select due_at from months_due where month = $month and working_days = $working_days",
        {"month": month, "working_days": working_days},
    )


def settled_responses(scope: Scope, snapshot: Path, month: date, moment: datetime) -> pd.DataFrame:
    """One row per customer: customer_id, and fingerprint of what was settled at a moment.

    Of responses of the month that were closed by then everything that a verdict says, of those
    still owed only that they were: what merely went on afterwards leaves the fingerprint as it is.
    """
    return ask(
        snapshot,
        f"""
        with responses as (
            select
                customer_id,
                response_id,
                concat_ws(
                    '|',
                    response_id,
                    metric,
                    epoch_us(opened_at),
                    case when exclusion_reason != 'deleted' then exclusion_reason end
                ) as owed,
                concat_ws(
                    '|',
                    epoch_us(closed_at),
                    closed_by,
                    coalesce(responder_id, '-'),
                    severity,
                    clock,
                    coalesce(target_seconds, -1),
                    elapsed_seconds,
                    outcome,
                    coalesce(exclusion_reason, '-')
                ) as verdict,
                coalesce(closed_at <= $moment, false) as is_settled
            from fct_responses
            where opened_month = $month and {scope.condition()}
        )

        select
            customer_id,
            md5(
                string_agg(
                    owed || case when is_settled then '|' || verdict else '' end,
                    chr(10) order by response_id
                )
            ) as fingerprint
        from responses
        group by customer_id
        order by customer_id
        """,
        {"month": month, "moment": moment, **scope.parameters()},
    )


def responses_to_alert(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per counted response that is owed with a due time, or was late and closed lately.

    Lately is within a day before as_of. Columns: those of `open_responses` that a letter needs,
    clock, working_day_seconds of its calendar, closed_at, customer_name, agent_id, agent_name and
    agent_email of the dedicated agent.
    """
    row = row_number(snapshot, "fct_responses", key="response_id")
    return ask(
        snapshot,
        f"""
        -- found first and read by their row's number: of a million rows, all columns of a few
        with responses as materialized (
            select *
            from fct_responses
            where {row} in (
                select {row}
                from fct_responses
                where
                    exclusion_reason is null
                    and {scope.condition()}
                    and (
                        (outcome = 'pending' and due_at is not null)
                        or (
                            outcome = 'breached'
                            and coalesce(
                                closed_at > (select as_of - interval 1 day from run_info),
                                true
                            )
                        )
                    )
            )
        ),

        {tickets_of("responses")}

        select
            {CODE},
            response_id,
            source,
            ticket_id,
            customer_id,
            customer_name,
            metric,
            severity,
            name_de,
            name_en,
            subject,
            url,
            opened_at,
            closed_at,
            due_at,
            outcome,
            target_seconds,
            elapsed_seconds,
            clock,
            working_day_seconds,
            dedicated_agent_id as agent_id,
            agent_name,
            agent_email
        from responses
        inner join (select customer_id, customer_name from dim_customers) using (customer_id)
        inner join (select severity, name_de, name_en from dim_severities) using (severity)
        left join (select calendar_id, working_day_seconds from dim_calendars) using (calendar_id)
        left join tickets using (source, ticket_id)
        left join (
            select source, agent_id as dedicated_agent_id, agent_name, email as agent_email
            from dim_agents
        ) using (source, dedicated_agent_id)
        order by due_at nulls first, response_id
        """,
        scope.parameters(),
    )
