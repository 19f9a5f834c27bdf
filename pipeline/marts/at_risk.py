"""What is owed now, and who looks after it."""

from pathlib import Path

import pandas as pd

from pipeline.marts.owed import DUE, Owed
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class AtRisk(Owed):
    """A response that is owed now, whose it is, and who looks after them."""

    customer_name: str
    agent_key: str | None
    """Of the customer's dedicated agent."""


class Agent(Record):
    """An agent who is or was dedicated to a customer."""

    agent_key: str
    agent_name: str


def at_risk(
    scope: Scope,
    snapshot: Path,
    customer_id: str | None = None,
    severity: int | None = None,
    agent_key: str | None = None,
) -> pd.DataFrame:
    """One row per counted response owed at as_of, the next due first; all, or those asked for.

    Columns: those of `open_responses`, `due` as there, customer_name, agent_key
    (`<source>:<agent_id>` of the customer's dedicated agent, null without one).
    """
    return ask(
        snapshot,
        f"""
        select
            code,
            open_responses.* exclude (code),
            working_day_seconds,
            coalesce(customer_name, customer_id) as customer_name,
            source || ':' || dedicated_agent_id as agent_key,
            {DUE} as due
        from open_responses
        left join (select calendar_id, working_day_seconds from dim_calendars) using (calendar_id)
        left join dim_customers using (customer_id)
        where
            exclusion_reason is null
            and {scope.condition()}
            and customer_id = coalesce($customer_id, customer_id)
            and severity = coalesce($severity, severity)
            and ($agent_key is null or agent_key = $agent_key)
        order by due_at nulls last, response_id
        """,
        {
            "customer_id": customer_id,
            "severity": severity,
            "agent_key": agent_key,
            **scope.parameters(),
        },
    )


def dedicated_agents(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per agent who is or was dedicated to a customer, by name: agent_key, agent_name."""
    return ask(
        snapshot,
        f"""
        select distinct
            source || ':' || agent_id as agent_key,
            coalesce(agent_name, agent_id) as agent_name
        from dim_roster
        left join dim_agents using (source, agent_id)
        where {scope.condition()}
        order by agent_name, agent_key
        """,
        scope.parameters(),
    )
