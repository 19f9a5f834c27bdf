"""Tickets, customers and people by a part of what they are called; case and accents are the same.

Of each the first `most`, those that are called exactly so before all others.
"""

from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.selection import folded, has_words
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import OnTicket


class FoundTicket(OnTicket):
    """A ticket on which something was owed."""

    customer_id: str
    customer_name: str


def found_tickets(scope: Scope, snapshot: Path, words: str, most: int) -> pd.DataFrame:
    """One row per ticket with the words in its number, id or subject, the latest first.

    Only tickets on which a response was owed. Columns: code, source, ticket_id, subject, url,
    customer_id, customer_name.
    """
    return ask(
        snapshot,
        f"""
        with tickets as (
            select code, source, ticket_id, subject, url, customer_id, last_event_at
            from fct_tickets
            where
                response_count > 0
                and {scope.condition()}
                and {has_words("code", "source || ':' || ticket_id", "subject")}
            order by {_is_other("code", "ticket_id")}, last_event_at desc, source, ticket_id
            limit $most
        )

        select tickets.* exclude (last_event_at), customer_name
        from tickets
        inner join (select customer_id, customer_name from dim_customers) using (customer_id)
        order by {_is_other("code", "ticket_id")}, last_event_at desc, source, ticket_id
        """,
        {"words": words, "most": most, **scope.parameters()},
    )


def found_customers(scope: Scope, snapshot: Path, words: str, most: int) -> pd.DataFrame:
    """One row per dedicated customer with the words in its name or id: both, by name."""
    return ask(
        snapshot,
        f"""
        select customer_id, customer_name, "language"
        from dim_customers
        where
            is_dedicated
            and {scope.condition()}
            and {has_words("customer_id", "customer_name")}
        order by {_is_other("customer_id", "customer_name")}, customer_name, customer_id
        limit $most
        """,
        {"words": words, "most": most, **scope.parameters()},
    )


def found_agents(scope: Scope, snapshot: Path, words: str, most: int) -> pd.DataFrame:
    """One row per agent with the words in their name or id: agent_key and agent_name, by name.

    Only agents who replied to somebody whom the scope has.
    """
    return ask(
        snapshot,
        f"""
        select
            source || ':' || agent_id as agent_key,
            coalesce(agent_name, agent_id) as agent_name
        from dim_agents
        where
            {has_words("agent_id", "agent_name")}
            and (source, agent_id) in (
                select (source, responder_id) from fct_responses where {scope.condition()}
            )
        order by {_is_other("agent_id", "dim_agents.agent_name")}, agent_name, agent_key
        limit $most
        """,
        {"words": words, "most": most, **scope.parameters()},
    )


def _is_other(*names: str) -> str:
    """The SQL of whether none of these is just the words."""
    return f"{folded('$words')} not in ({', '.join(folded(name) for name in names)})"
