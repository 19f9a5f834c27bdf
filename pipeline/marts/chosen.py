"""Which responses a question is about: those of some ids, as far as the scope has them."""

from collections.abc import Sequence

from pipeline.marts.scope import Scope

Ids = Sequence[str] | None
"""Ids of responses; None for all of them."""


def chosen(scope: Scope, response_ids: Ids) -> str:
    """The SQL condition on rows of `fct_responses`."""
    if response_ids is None:
        return scope.condition()
    return f"""
                ticket_id in (select unnest($ticket_ids))
                and response_id in (select unnest($response_ids))
                and {scope.condition()}
    """


def parameters(scope: Scope, response_ids: Ids) -> dict[str, object]:
    """The parameters that `chosen` needs."""
    if response_ids is None:
        return scope.parameters()
    tickets = {ticket_id for key in response_ids for ticket_id in tickets_of_key(key)}
    given = {"response_ids": list(response_ids), "ticket_ids": sorted(tickets)}
    return {**given, **scope.parameters()}


def tickets_of_key(key: str) -> list[str]:
    """Every id of a ticket that `<source>:<ticket_id>:<number>`, or a part of it, may mean.

    The table lies in the order of tickets: asked for by ticket, only a part of it is read.
    """
    starts = [0, *(place + 1 for place, sign in enumerate(key) if sign == ":")]
    ends = {len(key), key.rfind(":")} - {-1}
    return sorted({key[start:end] for start in starts for end in ends if start < end})
