"""What a share is made of in two periods, by groups: why it changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.statistics.shares import Share

Dimension = Literal["severity", "metric", "channel", "agent", "service_hours", "customer"]
"""What responses are grouped by."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

_GROUPS: Mapping[Dimension, tuple[str, str]] = {
    "severity": ("cast(severity as varchar)", "null"),
    "metric": ("metric", "null"),
    "channel": ("coalesce(channel, 'unknown')", "null"),
    "agent": ("responses.source || ':' || responder_id", "coalesce(agent_name, responder_id)"),
    "service_hours": ("case when is_opened_in_hours then 'inside' else 'outside' end", "null"),
    "customer": ("customer_id", "customer_name"),
}
"""SQL of each group's key and name."""


class GroupChange(Record):
    """A group's counted responses in two periods."""

    group: str | None
    """What the group is called in the marts; null of no agent: nobody replied."""
    group_name: str | None = None
    """An agent's or a customer's name."""
    met_before_count: int
    counted_before_count: int
    met_count: int
    counted_count: int

    @property
    def shares(self) -> tuple[Share, Share]:
        """In time, before and after."""
        return (
            Share(self.met_before_count, self.counted_before_count),
            Share(self.met_count, self.counted_count),
        )


def change_by(
    scope: Scope,
    snapshot: Path,
    dimension: Dimension,
    before: Period,
    period: Period,
    customer_id: str | None = None,
) -> pd.DataFrame:
    """One row per group of counted responses of dedicated customers opened in either period.

    By severity (the most urgent first), metric, channel, agent (who replied, as
    `<source>:<agent_id>`; null where nobody did), service_hours (`inside` or `outside` at the
    opening) or customer. Columns: group, group_name (of agents and customers), met_before_count,
    counted_before_count, met_count, counted_count.
    """
    group, name = _GROUPS[dimension]
    first = "min(urgency_rank)," if dimension == "severity" else ""
    return ask(
        snapshot,
        f"""
        with responses as (
            select *
            from fct_responses
            where
                is_counted
                and (opened_on between $first_before and $last_before or {period.condition()})
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        )

        select
            {group} as "group",
            max({name}) as group_name,
            {_count("opened_on between $first_before and $last_before and outcome = 'met'")}
                as met_before_count,
            {_count("opened_on between $first_before and $last_before")} as counted_before_count,
            {_count(f"{period.condition()} and outcome = 'met'")} as met_count,
            {_count(period.condition())} as counted_count
        from responses
        inner join dim_customers using (customer_id)
        left join dim_severities using (severity)
        left join dim_agents
            on responses.source = dim_agents.source and responder_id = agent_id
        where is_dedicated
        group by {group}
        order by {first} counted_before_count + counted_count desc, "group"
        """,
        {
            "first_before": before.first,
            "last_before": before.last,
            **period.parameters(),
            "customer_id": customer_id,
            **scope.parameters(),
        },
    )


def _count(condition: str) -> str:
    return f"count(*) filter (where {condition})"
