"""What stands on a ticket's row, of few tickets among a million."""


def tickets_of(relation: str) -> str:
    """A common table expression `tickets`: source, ticket_id, subject and url of a relation's.

    Filtered by the id before it is joined, which reads that column alone of all other rows.
    """
    return f"""tickets as (
            select source, ticket_id, subject, url
            from fct_tickets
            where ticket_id in (select ticket_id from {relation})
        )"""
