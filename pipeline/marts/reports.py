"""What a month's report is about: which customers, which responses, which agents and versions."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class DedicatedAgent(Record):
    """An agent on the customer's roster in the month, both days included."""

    agent_id: str
    agent_name: str | None
    valid_from: date
    valid_until: date | None


class PolicyVersion(Record):
    """A version of the policy that judged responses of the month."""

    policy_version: date | None
    """Its valid_from; null before the first."""
    override_version: date | None
    """The valid_from of the customer's own terms, if any."""


class ReviewCall(Record):
    """A review call that is booked."""

    scheduled_at: datetime
    agent_id: str | None
    agent_name: str | None


class FirstEvent(Record):
    """Since when exports tell anything."""

    first_event_at: datetime | None


class AgentAddress(Record):
    """A dedicated agent, and where the export says that they read mail."""

    source: str
    agent_id: str
    email: str | None


def first_event(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row: first_event_at, since when exports tell anything at all; null without any event."""
    return ask(snapshot, "select min(occurred_at) as first_event_at from fct_ticket_events")


def covered_customers(scope: Scope, snapshot: Path, month: date) -> pd.DataFrame:
    """One row per customer covered on at least a day of a month, by name: `dim_customers`.

    Days after as_of's are not covered yet.
    """
    return ask(
        snapshot,
        f"""
        select dim_customers.*
        from dim_customers
        inner join covered_months using (customer_id)
        where
            month = $month
            and {scope.condition()}
        order by customer_name, customer_id
        """,
        {"month": month, **scope.parameters()},
    )


def opened_in(scope: Scope, snapshot: Path, customer_id: str, month: date) -> pd.DataFrame:
    """One row per response of a customer that opened in a month, excluded ones too: response_id."""
    return ask(
        snapshot,
        f"""
        select response_id
        from fct_responses
        where
            customer_id = $customer_id
            and opened_month = $month
            and {scope.condition()}
        order by opened_at, response_id
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )


def owed_at(
    scope: Scope, snapshot: Path, moment: datetime, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per response owed at a moment up to as_of, by opening: response_id, customer_id.

    Opened before it and closed later or not at all; without those that were deleted since, or
    that the add-on does not cover.
    """
    return ask(
        snapshot,
        f"""
        select response_id, customer_id
        from fct_responses
        where
            customer_id = coalesce($customer_id, customer_id)
            and opened_at < $moment
            and coalesce(closed_at >= $moment, true)
            and coalesce(exclusion_reason = 'waived', true)
            and {scope.condition()}
        order by opened_at, response_id
        """,
        {"customer_id": customer_id, "moment": moment, **scope.parameters()},
    )


def roster(scope: Scope, snapshot: Path, customer_id: str, month: date) -> pd.DataFrame:
    """One row per entry of the roster that holds in a month, the earliest first.

    Columns: source, agent_id, agent_name (null where the export lacks it), valid_from,
    valid_until, both days included (the latter null while it has no end).
    """
    return ask(
        snapshot,
        f"""
        select
            dim_roster.source,
            dim_roster.agent_id,
            agent_name,
            valid_from,
            valid_until
        from dim_roster
        left join dim_agents
            on
                dim_roster.source = dim_agents.source
                and dim_roster.agent_id = dim_agents.agent_id
        where
            customer_id = $customer_id
            and valid_from < $month + interval 1 month
            and coalesce(valid_until >= $month, true)
            and {scope.condition()}
        order by valid_from, dim_roster.source, dim_roster.agent_id
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )


def versions_that_judged(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per policy version and override behind a month's responses: policy_version, …"""
    return ask(
        snapshot,
        f"""
        select distinct policy_version, override_version
        from fct_responses
        inner join dim_customers using (customer_id)
        where
            is_dedicated
            and customer_id = coalesce($customer_id, customer_id)
            and opened_month = $month
            and {scope.condition()}
        order by policy_version nulls first, override_version nulls first
        """,
        {"customer_id": customer_id, "month": month, **scope.parameters()},
    )


def next_review(scope: Scope, snapshot: Path, customer_id: str) -> pd.DataFrame:
    """One row, the next review call booked with a customer as of as_of; none without one.

    Columns: scheduled_at, agent_id, agent_name (both null where they are not known).
    """
    return ask(
        snapshot,
        f"""
        select
            scheduled_at,
            fct_meetings.agent_id,
            any_value(agent_name) as agent_name
        from fct_meetings
        left join dim_agents
            on
                fct_meetings.agent_id = dim_agents.agent_id
                and coalesce(fct_meetings.source, dim_agents.source) = dim_agents.source
        where
            customer_id = $customer_id
            and kind = 'review'
            and status = 'booked'
            and scheduled_at > (select as_of from run_info)
            and {scope.condition()}
        group by meeting_id, scheduled_at, fct_meetings.agent_id
        order by scheduled_at, meeting_id
        limit 1
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )


def dedicated_agent_addresses(
    scope: Scope, snapshot: Path, customer_id: str, day: date
) -> pd.DataFrame:
    """One row per agent on a customer's roster on a day: source, agent_id, email (may be null)."""
    return ask(
        snapshot,
        f"""
        select distinct
            dim_roster.source,
            dim_roster.agent_id,
            email
        from dim_roster
        left join dim_agents
            on
                dim_roster.source = dim_agents.source
                and dim_roster.agent_id = dim_agents.agent_id
        where
            customer_id = $customer_id
            and valid_from <= $day
            and coalesce(valid_until >= $day, true)
            and {scope.condition()}
        order by dim_roster.source, dim_roster.agent_id
        """,
        {"customer_id": customer_id, "day": day, **scope.parameters()},
    )
