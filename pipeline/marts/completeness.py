"""Whether it is all there: what each source's months are made of, and what is wrong with all of it.

How much there is of everybody's tells of anybody: counts are for whoever sees everybody; others
learn shares, and of sources alone that hold tickets of theirs.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask

ODD = (
    "ticket_without_customer_message",
    "answered_ticket_without_reply",
    "event_without_ticket",
    "replaced_event",
    "unclassified_response",
    "before_policy_response",
)
"""What `completeness` counts (`_count`) beside its share (`_share`)."""

OVERLOOKED = 0.01
"""The share up to which something odd is not pointed out, unless the policy sets another."""


def is_odd(share: float | None, overlooked: float) -> bool:
    """Whether a share is pointed out."""
    return share is not None and share > overlooked


def completeness(scope: Scope, snapshot: Path, month: date | None = None) -> pd.DataFrame:
    """One row per source and month, newest first, all or one month's: `completeness`.

    None unless the scope is everybody.
    """
    return ask(
        snapshot,
        f"""
        select *
        from completeness
        where
            created_month = coalesce($month, created_month)
            and {scope.is_everybody}
        order by created_month desc, source
        """,
        {"month": month},
    )


def completeness_behind(
    scope: Scope, snapshot: Path, customer_id: str, month: date
) -> pd.DataFrame:
    """One row per source that holds tickets of the customer, in a month: shares without counts.

    Columns: source, created_month, and the share of each thing that is odd.
    """
    return ask(
        snapshot,
        f"""
        select
            source,
            created_month,
            {", ".join(f"{name}_share" for name in ODD)}
        from completeness
        where
            created_month = $month
            and source in (
                select source
                from fct_tickets
                where customer_id = $customer_id and {scope.condition()}
            )
        order by source
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )


def alarms(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per finding that puts all figures of a source in doubt: kind, source.

    Of all sources for whoever sees everybody, else of those that hold tickets of the scope's
    customers, or of the one asked for.
    """
    is_anybodys = scope.is_everybody and customer_id is None
    return ask(
        snapshot,
        f"""
        select distinct kind, source
        from data_findings
        where
            is_about_all_figures
            and (
                {is_anybodys}
                or source in (
                    select source
                    from fct_tickets
                    where
                        customer_id = coalesce($customer_id, customer_id)
                        and {scope.condition()}
                )
            )
        order by source, kind
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )
