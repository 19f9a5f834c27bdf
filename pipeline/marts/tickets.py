"""What stands on a ticket's row, of few tickets among a million."""

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
