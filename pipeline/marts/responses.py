"""Every response owed that a selection means: counted, and listed a page at a time."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.compliance import COUNTED_NOW, Contest, Counts
from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.selection import FILTERS, IS_CONTESTED, Selection
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OfResponse, tickets_of


class Listed(OfResponse):
    """A response, as a list of many tells it."""

    customer_id: str
    customer_name: str
    closed_at: datetime | None
    """Null while it is owed."""
    responder_name: str | None
    """Who replied."""
    clock: str
    elapsed_seconds: int
    target_seconds: int | None
    working_day_seconds: int
    """What one working day is on its calendar."""
    due_at: datetime | None
    outcome: str
    exclusion_reason: str | None
    is_contested: bool

    @property
    def over_seconds(self) -> int | None:
        """By how much it is over its target, below zero within it; None without one."""
        return None if self.target_seconds is None else self.elapsed_seconds - self.target_seconds


class SelectionCounts(Record):
    """How many responses a selection has, and what became of them."""

    counts: Counts
    contest: Contest


class Met(Record):
    """Somebody or something that responses have to do with: a value of a filter."""

    name: str
    """Of the filter."""
    value: str
    called: str | None
    """Null where the value says it."""


SORTS: Mapping[str, str] = {
    "ticket": "coalesce(code, ticket_id)",
    "customer": "customer_name",
    "severity": "if(severity = 0, 99, severity)",
    "channel": "channel",
    "opened": "opened_at",
    "elapsed": "elapsed_seconds",
    "late": "elapsed_seconds - target_seconds",
    "outcome": "outcome",
    "person": "agent_name",
}
"""What a list may be sorted by, as SQL."""
NEWEST_FIRST = "-opened"
"""A sort, downwards."""


def response_counts(scope: Scope, snapshot: Path, selection: Selection) -> pd.DataFrame:
    """One row: how many responses a selection has, as the counts of `compliance_monthly`."""
    return ask(
        snapshot,
        f"""
        select
            {COUNTED_NOW}
        from (
            select *, {IS_CONTESTED} as is_contested
            from fct_responses
            where
                {scope.condition()}
                and {selection.condition()}
        )
        """,
        {**selection.parameters(), **scope.parameters()},
    )


def responses(
    scope: Scope,
    snapshot: Path,
    selection: Selection,
    sort: str = NEWEST_FIRST,
    most: int | None = None,
    skipped: int = 0,
) -> pd.DataFrame:
    """One row per response that a selection means, `most` of them behind those skipped.

    Sorted by one of `SORTS`, downwards where a minus stands before it; what is missing comes last.
    Columns: code, source, ticket_id, subject, url, response_id, customer_id, customer_name, metric,
    severity, channel, opened_at, closed_at, responder_name, clock, elapsed_seconds, target_seconds,
    working_day_seconds, due_at, outcome, exclusion_reason, is_contested. KeyError for no such sort.
    """
    key, order = SORTS[sort.removeprefix("-")], "desc" if sort.startswith("-") else "asc"
    of_customers = "inner join dim_customers using (customer_id)"
    named = {
        SORTS["ticket"]: _NUMBERED,
        SORTS["customer"]: of_customers,
        SORTS["person"]: _REPLIED,
    }
    return ask(
        snapshot,
        f"""
        with chosen as materialized (
            select response_id, ticket_id, {key} as place
            from fct_responses
            {named.get(key, "")}
            where
                {scope.condition()}
                and {selection.condition()}
            order by place {order} nulls last, opened_at desc, response_id
            limit $most offset $skipped
        ),

        {tickets_of("chosen")}

        select
            {CODE},
            source,
            ticket_id,
            subject,
            url,
            response_id,
            customer_id,
            customer_name,
            metric,
            severity,
            channel,
            opened_at,
            closed_at,
            coalesce(agent_name, responder_id) as responder_name,
            clock,
            elapsed_seconds,
            target_seconds,
            working_day_seconds,
            due_at,
            outcome,
            exclusion_reason,
            {IS_CONTESTED} as is_contested
        from (
            select *
            from fct_responses
            where
                ticket_id in (select ticket_id from chosen)
                and response_id in (select response_id from chosen)
        )
        inner join (select response_id, place from chosen) using (response_id)
        inner join (select customer_id, customer_name from dim_customers) using (customer_id)
        inner join (select calendar_id, working_day_seconds from dim_calendars) using (calendar_id)
        left join tickets using (source, ticket_id)
        left join (select source, agent_id as responder_id, agent_name from dim_agents)
            using (source, responder_id)
        order by place {order} nulls last, opened_at desc, response_id
        """,
        {**selection.parameters(), **scope.parameters(), "most": most, "skipped": skipped},
    )


_REPLIED = """left join (
                select
                    source,
                    agent_id as responder_id,
                    coalesce(agent_name, agent_id) as agent_name
                from dim_agents
            ) using (source, responder_id)"""

_NUMBERED = """left join (
                select source, ticket_id, code from fct_tickets
            ) using (source, ticket_id)"""


def filter_values(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per value of a filter that any response has: name of the filter, value, called.

    Of the filters whose values the exports bring: channel, person and agent; by name.
    """
    return ask(
        snapshot,
        f"""
        with responses as (
            select
                {FILTERS["channel"]} as channel,
                {FILTERS["person"]} as person,
                {FILTERS["agent"]} as agent
            from fct_responses
            where
                {scope.condition()}
                and {Selection().condition()}
        ),

        found as (
            select distinct 'channel' as "name", channel as "value" from responses
            union all
            select distinct 'person', person from responses
            union all
            select distinct 'agent', agent from responses
        )

        select
            "name",
            "value",
            if("name" = 'channel', null, coalesce(agent_name, agent_id)) as called
        from found
        left join (
            select source || ':' || agent_id as "value", agent_id, agent_name from dim_agents
        ) using ("value")
        where "value" is not null
        order by "name", lower(called), "value"
        """,
        scope.parameters(),
    )
