"""Who replied, for whom, and when the team writes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.periods import Period
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.selection import UNKNOWN
from pipeline.marts.snapshot import ask
from pipeline.statistics.shares import Share


class Replies(Record):
    """An agent's counted replies to responses opened in some months."""

    source: str
    agent_id: str
    agent_name: str
    reply_count: int
    met_count: int
    breached_count: int
    no_target_count: int
    dedicated_reply_count: int

    @property
    def agent_key(self) -> str:
        """The agent as an address names them."""
        return f"{self.source}:{self.agent_id}"

    @property
    def in_time(self) -> Share:
        """In time, of those with a target."""
        return Share(self.met_count, self.met_count + self.breached_count)

    @property
    def dedicated(self) -> Share:
        """Replies to customers to whom the agent was dedicated, of all."""
        return Share(self.dedicated_reply_count, self.reply_count)


class HourCount(Record):
    """Public messages in an hour of a weekday, 1 Monday to 7 Sunday, on the contract's clock."""

    weekday: int
    local_hour: int
    public_message_count: int


def replies_by_agent(
    scope: Scope, snapshot: Path, period: Period, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per agent who replied to counted responses opened in a period, the busiest first.

    Of all customers or of the one asked for.

    Columns: source, agent_id, agent_name, tier (null where nobody knows it), customer_count,
    reply_count, met_count, breached_count, no_target_count, dedicated_reply_count. Within the
    scope: replies to other customers do not show.
    """
    return ask(
        snapshot,
        f"""
        with replies as (
            select * replace (coalesce(responder_id, '{UNKNOWN}') as agent_id)
            from fct_responses
            where
                closed_by = 'reply'
                and exclusion_reason is null
                and {period.condition()}
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        )

        select
            source,
            agent_id,
            coalesce(agent_name, agent_id) as agent_name,
            tier,
            count(distinct customer_id) as customer_count,
            count(*) as reply_count,
            count(*) filter (outcome = 'met') as met_count,
            count(*) filter (outcome = 'breached') as breached_count,
            count(*) filter (outcome = 'no_target') as no_target_count,
            count(*) filter (is_dedicated_responder) as dedicated_reply_count
        from replies
        left join dim_agents using (source, agent_id)
        group by all
        order by reply_count desc, agent_name, source, agent_id
        """,
        {"customer_id": customer_id, **period.parameters(), **scope.parameters()},
    )


def replies_by_customer(
    scope: Scope, snapshot: Path, month: date, source: str, agent_id: str
) -> pd.DataFrame:
    """One row per customer to whom an agent replied in a month, by name.

    Columns: customer_name and those of `team_monthly`.
    """
    return ask(
        snapshot,
        f"""
        select
            customer_name,
            team_monthly.*
        from team_monthly
        inner join dim_customers using (customer_id)
        where
            month = $month
            and source = $source
            and agent_id = $agent_id
            and {scope.condition()}
        order by customer_name, customer_id
        """,
        {"month": month, "source": source, "agent_id": agent_id, **scope.parameters()},
    )


def messages_by_hour(
    scope: Scope,
    snapshot: Path,
    months: Sequence[date],
    source: str | None = None,
    agent_id: str | None = None,
    customer_id: str | None = None,
) -> pd.DataFrame:
    """One row per weekday and hour in which the team, or one agent, wrote to customers, or to one.

    In some months, added up.

    Columns: weekday (1 Monday to 7 Sunday) and local_hour (0 to 23) on the default calendar's
    wall clock, public_message_count.
    """
    return ask(
        snapshot,
        f"""
        select
            weekday,
            local_hour,
            cast(sum(public_message_count) as bigint) as public_message_count
        from team_hours
        where
            list_contains($months, month)
            and source = coalesce($source, source)
            and agent_id = coalesce($agent_id, agent_id)
            and customer_id = coalesce($customer_id, customer_id)
            and {scope.condition()}
        group by weekday, local_hour
        order by weekday, local_hour
        """,
        {
            "months": list(months),
            "source": source,
            "agent_id": agent_id,
            "customer_id": customer_id,
            **scope.parameters(),
        },
    )
