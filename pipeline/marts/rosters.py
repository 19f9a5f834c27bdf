"""Which agents are dedicated to whom, and for whom nobody is there."""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class RosterEntry(Record):
    """An agent dedicated to a customer, first and last day within a month included."""

    source: str
    agent_id: str
    agent_name: str
    customer_id: str
    customer_name: str
    started_date: date
    ended_date: date
    stands_in_for: str | None = None
    """The agent on the roster who is away, where it is a stand-in."""
    valid_from: date | None = None
    valid_until: date | None = None
    """First and last day whatever the month; None without an end."""

    @property
    def agent_key(self) -> str:
        """The agent as an address names them."""
        return f"{self.source}:{self.agent_id}"


class NobodyPresent(Record):
    """A customer for whom nobody is there, first and last working day to come included."""

    customer_id: str
    customer_name: str
    agent_name: str
    """Who is away."""
    first_date: date
    last_date: date


def nobody_present(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per customer and absence without a stand-in, from as_of's day on, the next first.

    Columns: customer_id, customer_name, agent_name (who is away; the id where no export knows
    them), first_date and last_date.
    """
    return ask(
        snapshot,
        f"""
        select
            customer_id,
            coalesce(customer_name, customer_id) as customer_name,
            coalesce(agent_name, absent_agent_id) as agent_name,
            first_date,
            last_date
        from nobody_present
        left join dim_customers using (customer_id)
        left join dim_agents
            on nobody_present.source = dim_agents.source and absent_agent_id = agent_id
        where {scope.condition()}
        order by first_date, customer_name, customer_id, last_date
        """,
        scope.parameters(),
    )


def roster_entries(scope: Scope, snapshot: Path, month: date) -> pd.DataFrame:
    """One row per entry of the roster that holds on a day of the month, by agent and customer.

    Days after as_of's do not count yet. Columns: source, agent_id, agent_name (the id where no
    export knows one), customer_id, customer_name, started_date and ended_date, the entry's first
    and last day within the month, stands_in_for, whose stand-in it is (null for the agent), and
    valid_from and valid_until, its first and last day whatever the month.
    """
    return ask(
        snapshot,
        f"""
        select
            source,
            agent_id,
            coalesce(agent_name, agent_id) as agent_name,
            customer_id,
            coalesce(customer_name, customer_id) as customer_name,
            greatest(valid_from, month) as started_date,
            least(coalesce(valid_until, last_begun_date), last_begun_date) as ended_date,
            stands_in_for,
            valid_from,
            valid_until
        from dim_roster
        inner join dim_months
            on
                valid_from <= last_begun_date
                and coalesce(valid_until >= month, true)
        left join dim_agents using (source, agent_id)
        left join dim_customers using (customer_id)
        where
            month = $month
            and {scope.condition()}
        order by agent_name, source, agent_id, customer_name, customer_id, started_date
        """,
        {"month": month, **scope.parameters()},
    )
