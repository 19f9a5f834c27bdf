"""Whether it is all there: what each source's months are made of, and what is wrong with all of it.

How much there is of everybody's tells of anybody: counts are for whoever sees everybody; others
learn shares, and of sources alone that hold tickets of theirs.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
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


class Alarm(Record):
    """What puts every figure from a source in doubt."""

    kind: str
    """`source_without_replies` or `source_without_targets`."""
    source: str


class SourceShares(Record):
    """What is odd about a source's tickets of the month: shares, null where there is nothing."""

    source: str
    created_month: date
    ticket_without_customer_message_share: float | None
    answered_ticket_without_reply_share: float | None
    """Tickets whose status says answered, but that hold no message of a person."""
    event_without_ticket_share: float | None
    replaced_event_share: float | None
    """Rows whose place a different event took."""
    unclassified_response_share: float | None
    before_policy_response_share: float | None
    """Responses before the first version of the policy."""

    def share(self, name: str) -> float | None:
        """The share of something odd."""
        found: float | None = getattr(self, f"{name}_share")
        return found


class SourceMonth(SourceShares):
    """The same with counts."""

    ticket_count: int
    ticket_without_customer_message_count: int
    answered_ticket_without_reply_count: int
    event_count: int
    event_without_ticket_count: int
    replaced_event_count: int
    response_count: int
    unclassified_response_count: int
    before_policy_response_count: int

    def count(self, name: str) -> int:
        """How many there are of something odd."""
        found: int = getattr(self, f"{name}_count")
        return found


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
