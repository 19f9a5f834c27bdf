"""What stands on a ticket's row, of few tickets among a million."""

from datetime import datetime

from pipeline.marts.records import Record, Unpublished


class OnTicket(Record):
    """Something that happened on a ticket."""

    source: str
    ticket_id: str
    code: str | None = None
    """The ticket's number as people call it; reports of former versions do not tell it."""
    subject: Unpublished[str | None] = None
    url: Unpublished[str | None] = None

    @property
    def ticket(self) -> str:
        """The ticket as an address names it."""
        return f"{self.source}:{self.ticket_id}"

    @property
    def number(self) -> str:
        """What people call the ticket."""
        return self.code or self.ticket_id


class _Identified(Record):
    response_id: str


class OfResponse(OnTicket, _Identified):
    """What is said of a response wherever one is told."""

    subject: str | None
    url: str | None
    channel: Unpublished[str | None] = None
    severity: int
    metric: str
    opened_at: datetime


CODE = "coalesce(tickets.code, ticket_id) as code"
"""The number that people call a ticket by, beside `tickets_of`; its id if its row never came."""


def tickets_of(relation: str) -> str:
    """A common table expression `tickets`: source, ticket_id, code, subject, url of a relation's.

    Filtered by the id before it is joined, which reads that column alone of all other rows.
    """
    return f"""tickets as (
            select source, ticket_id, code, subject, url
            from fct_tickets
            where ticket_id in (select ticket_id from {relation})
        )"""
