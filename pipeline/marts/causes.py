"""What a share is made of in two periods, by groups: why it changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.selection import FILTERS
from pipeline.marts.snapshot import ask
from pipeline.statistics.shares import Share

Dimension = Literal["severity", "metric", "channel", "person", "service_hours", "customer"]
"""What responses are grouped by: like the filters of these names, and by service hours."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

_SERVICE_HOURS = "if(is_opened_in_hours, 'inside', 'outside')"
_NAMES: Mapping[Dimension, str] = {
    "person": "coalesce(agent_name, responder_id)",
    "customer": "customer_name",
}
"""SQL of the names that groups have in the marts."""


class GroupChange(Record):
    """A group's counted responses in two periods."""

    group: str | None
    """What the group is called in the marts; null of no person: nobody replied."""
    group_name: str | None = None
    """A person's or a customer's name."""
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

    By severity (the most urgent first), metric, channel, person (who replied, as
    `<source>:<agent_id>`; null where nobody did), service_hours (`inside` or `outside` at the
    opening) or customer. Columns: group, group_name (of persons and customers), met_before_count,
    counted_before_count, met_count, counted_count.
    """
    group = _SERVICE_HOURS if dimension == "service_hours" else FILTERS[dimension]
    first = "min(urgency_rank)," if dimension == "severity" else ""
    return ask(
        snapshot,
        f"""
        with responses as (
            select
                *,
                {group} as "group"
            from fct_responses
            where
                is_counted
                and (opened_on between $first_before and $last_before or {period.condition()})
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        )

        select
            "group",
            max({_NAMES.get(dimension, "cast(null as varchar)")}) as group_name,
            {_count("opened_on between $first_before and $last_before and outcome = 'met'")}
                as met_before_count,
            {_count("opened_on between $first_before and $last_before")} as counted_before_count,
            {_count(f"{period.condition()} and outcome = 'met'")} as met_count,
            {_count(period.condition())} as counted_count
        from responses
        inner join dim_customers using (customer_id)
        left join dim_severities using (severity)
        left join dim_agents
            on responses.source = dim_agents.source and responder_id = dim_agents.agent_id
        where is_dedicated
        group by "group"
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
