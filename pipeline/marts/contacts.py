"""The contacts outside opening hours that ask for a look, told one by one."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OnTicket, tickets_of


class UnkeptContact(OnTicket):
    """A contact out of hours that was not answered in time, or a call that nobody picked up."""

    channel: str | None
    arrived_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    wall_seconds: int | None
    outcome: str
    is_unanswered_call: bool


def unkept_contacts(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per contact not answered by its due_at, or call that nobody picked up, by arrival.

    Covered ones that arrived in the month. Columns: code, customer_name, subject, url and those of
    `fct_contacts_out_of_hours`.
    """
    return ask(
        snapshot,
        f"""
        with contacts as materialized (
            select *
            from fct_contacts_out_of_hours
            where
                is_counted
                and (outcome <> 'in_time' or is_unanswered_call)
                and arrived_month = $month
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        ),

        {tickets_of("contacts")}

        select
            {CODE},
            customer_name,
            subject,
            url,
            contacts.*
        from contacts
        inner join dim_customers using (customer_id)
        left join tickets using (source, ticket_id)
        order by arrived_at, source, ticket_id, event_id
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )
