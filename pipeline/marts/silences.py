"""The times without a word from us: those that ended, and those that still last.

All of covered customers, in open seconds while the ticket was open.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OnTicket, tickets_of

SILENCES = 10
"""How many of the longest silences are shown unless told otherwise."""


class Silence(OnTicket):
    """A long silence on an open ticket between two messages of an agent."""

    started_at: datetime
    ended_at: datetime
    is_running: bool
    silence_seconds: int


def longest_silences(
    scope: Scope,
    snapshot: Path,
    month: date,
    customer_id: str | None = None,
    limit: int = SILENCES,
) -> pd.DataFrame:
    """One row per ticket, at most `limit`: its longest silence that began in the month and ended.

    The longest first. Columns: code, customer_name, subject, url and those of `fct_silences`.
    """
    which = "not is_running and began_month = $month"
    asked = {"month": month, "customer_id": customer_id, "limit": limit}
    return _longest(scope, snapshot, which, asked)


def running_silences(
    scope: Scope, snapshot: Path, customer_id: str | None = None, limit: int = SILENCES
) -> pd.DataFrame:
    """One row per open ticket, at most `limit`, on which the next word is ours: silent since when.

    Whenever it began, the longest first, without the tickets that wait for the customer. Columns
    as of `longest_silences`; ended_at is as_of.
    """
    which = "is_running and not is_waiting_for_customer"
    return _longest(scope, snapshot, which, {"customer_id": customer_id, "limit": limit})


def _longest(
    scope: Scope, snapshot: Path, which: str, parameters: Mapping[str, object]
) -> pd.DataFrame:
    """The longest of the silences for which `which` holds."""
    return ask(
        snapshot,
        f"""
        with silences as materialized (
            select fct_silences.*, customer_name
            from fct_silences
            inner join dim_customers using (customer_id)
            where
                is_covered
                and {which}
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
            order by silence_seconds desc, started_at, source, ticket_id
            limit $limit
        ),

        {tickets_of("silences")}

        select
            {CODE},
            customer_name,
            subject,
            url,
            silences.* exclude (customer_name)
        from silences
        left join tickets using (source, ticket_id)
        order by silence_seconds desc, started_at, source, ticket_id
        """,
        {**parameters, **scope.parameters()},
    )
