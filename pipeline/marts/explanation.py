"""What a verdict is made of: the response, its legs, pauses and waivers, the ticket's events.

Questions about responses take their ids, or None for all that the scope has.
"""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.chosen import Ids, chosen, parameters, tickets_of_key
from pipeline.marts.records import Record, Unpublished
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OfResponse, tickets_of


class Judged(OfResponse):
    """A response and its verdict; severity, target and elapsed time are the reported leg's."""

    channel: str | None
    closed_at: datetime | None
    """Null while it is owed."""
    closed_by: str | None
    """`reply`, `resolution`, `dismissal` or `deletion`."""
    responder_name: str | None
    is_dedicated_responder: bool | None
    clock: str
    amount_count: float | None
    """The target as it is promised, so many of `amount_unit`; null without one."""
    amount_unit: str | None
    target_seconds: int | None
    elapsed_seconds: int
    leg_started_at: datetime
    due_at: datetime | None
    outcome: str
    """`met`, `breached`, `pending`, `unanswered` or `no_target`."""
    exclusion_reason: str | None
    """`deleted`, `not_covered`, `waived`, or null where it counts."""
    policy_version: date | None
    override_version: date | None
    time_zone: str
    """Of the calendar that counts its time."""
    working_day_seconds: Unpublished[int | None] = None
    """What one working day is on it."""


class Response(Judged):
    """A response owed as `fct_responses` judges it, and what goes with it."""

    cycle_number: int
    customer_id: str
    customer_name: str
    name_de: str
    """Of the severity, as name_en."""
    name_en: str
    opened_by_event_id: str
    is_opened_in_hours: bool
    closed_by_event_id: str | None
    responder_id: str | None
    responder_tier: int | None
    dedicated_agent_id: str | None
    dedicated_agent_name: str | None
    business_seconds: int
    wall_seconds: int
    paused_seconds: int
    leg_ended_at: datetime
    """Where the reported leg ended; without a target where the response did."""
    calendar_id: str
    working_day_seconds: int
    reading: str
    as_of: datetime

    @property
    def is_owed(self) -> bool:
        """Whether nothing has closed it up to as_of."""
        return self.closed_at is None

    @property
    def left_seconds(self) -> int | None:
        """What is left of the target, below zero once it is exceeded; null without one."""
        return None if self.target_seconds is None else self.target_seconds - self.elapsed_seconds


class Leg(Record):
    """A target that one severity gave the response."""

    severity: int
    leg_started_at: datetime
    leg_ended_at: datetime
    clock: str
    target_seconds: int
    elapsed_seconds: int
    is_breached: bool
    is_lasting: bool
    """Whether it lasted to the end, no lowering of the severity having ended it."""
    is_reported: bool


class LegInFull(Leg):
    """A row of `response_legs`."""

    leg_number: int
    name_de: str
    name_en: str
    made_at: datetime
    amount_count: float
    amount_unit: str
    paused_seconds: int
    due_at: datetime | None


class Pause(Record):
    """A time in which the policy stopped the clock of a follow-up."""

    pause_number: int
    pause_status: str
    paused_by_event_id: str
    started_at: datetime
    ended_at: datetime
    is_running: bool
    business_seconds: int
    wall_seconds: int


class Waiver(Record):
    """Why a response does not count, and who said so."""

    register_row: Unpublished[int] = 0
    reason: str
    approved_by: str
    approved_on: date
    note: str | None


class Event(Record):
    """An event of the ticket: what it opened or closed, or why it was ignored."""

    event_id: str
    occurred_at: datetime
    kind: str
    value: str | None
    previous_value: str | None
    actor_kind: str | None
    actor_id: str | None
    actor_name: str | None
    channel: str | None
    effect: str
    """`opens`, `closes` or `ignored`."""
    reason: str


_AS_PROMISED = """
    left join dim_targets
        on
            dim_targets.policy_version_id = judged.policy_version_id
            and dim_targets.reading = run_info.reading
            and dim_targets.severity = judged.severity
            and dim_targets.metric = judged.metric
"""


def response_keys(scope: Scope, snapshot: Path, key: str) -> pd.DataFrame:
    """One row per response that a key means: response_id, source, code, ticket_id, cycle_number.

    The key is a response_id or `<source>:<ticket_id>`, which mean one ticket; else a ticket's id
    or the number that people call it by, with or without its source, which several tickets may
    have. Blanks around it do not count, nor does the case of letters where nothing is spelled so.
    """
    key = key.strip()
    return ask(
        snapshot,
        f"""
        with tickets as (
            select source, ticket_id, code
            from fct_tickets
            where
                lower(ticket_id) in (select lower(unnest($ids)))
                or lower(code) in (select lower(unnest($ids)))
        ),

        responses as (
            select response_id, source, ticket_id, {CODE}, cycle_number
            from fct_responses
            left join tickets using (source, ticket_id)
            where
                ticket_id in (select unnest($ids) union select ticket_id from tickets)
                and {scope.condition()}
        ),

        -- the closest that the key comes to what each is called
        ranked as (
            select
                *,
                case
                    when $key in (response_id, concat(source, ':', ticket_id)) then 1
                    when $key in (ticket_id, code, concat(source, ':', code)) then 2
                    when lower($key) in (
                        lower(response_id),
                        lower(concat(source, ':', ticket_id)),
                        lower(ticket_id),
                        lower(code),
                        lower(concat(source, ':', code))
                    ) then 3
                end as closeness
            from responses
        )

        select response_id, source, code, ticket_id, cycle_number
        from ranked
        where closeness = (select min(closeness) from ranked)
        order by source, ticket_id, cycle_number
        """,
        {"key": key, "ids": tickets_of_key(key), **scope.parameters()},
    )


def explained_responses(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per response, by ticket and number: `fct_responses`, and what goes with it.

    That is code, subject and url of the ticket; customer_name; name_de and name_en of the severity;
    time_zone and working_day_seconds of the calendar; responder_name and dedicated_agent_name;
    as_of and reading of the run; amount_count and amount_unit as promised, null without a target.
    """
    return ask(
        snapshot,
        f"""
        with judged as materialized (
            select *
            from fct_responses
            where {chosen(scope, response_ids)}
        ),

        {tickets_of("judged")}

        select
            {CODE},
            judged.*,
            customer_name,
            subject,
            url,
            name_de,
            name_en,
            time_zone,
            dim_calendars.working_day_seconds,
            responders.agent_name as responder_name,
            dedicated.agent_name as dedicated_agent_name,
            as_of,
            run_info.reading,
            amount_count,
            amount_unit
        from judged
        cross join run_info
        inner join dim_customers using (customer_id)
        inner join dim_severities using (severity)
        inner join dim_calendars using (calendar_id)
        left join tickets using (source, ticket_id)
        left join dim_agents as responders
            on
                judged.source = responders.source
                and judged.responder_id = responders.agent_id
        left join dim_agents as dedicated
            on
                judged.source = dedicated.source
                and judged.dedicated_agent_id = dedicated.agent_id
        {_AS_PROMISED}
        order by judged.source, judged.ticket_id, judged.cycle_number
        """,
        parameters(scope, response_ids),
    )


def response_legs(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per leg, in order: `fct_response_legs`, and what goes with it.

    That is name_de and name_en of the severity, amount_count and amount_unit as promised.
    """
    return ask(
        snapshot,
        f"""
        with responses as (
            select
                response_id,
                metric,
                policy_owner,
                policy_version_id,
                policy_version,
                override_version
            from fct_responses
            where {chosen(scope, response_ids)}
        ),

        judged as (
            select *
            from fct_response_legs
            inner join responses using (response_id)
        )

        select
            judged.*,
            name_de,
            name_en,
            amount_count,
            amount_unit
        from judged
        cross join run_info
        inner join dim_severities using (severity)
        {_AS_PROMISED}
        order by response_id, leg_number
        """,
        parameters(scope, response_ids),
    )


def response_pauses(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per pause, in order: `fct_response_pauses`."""
    return ask(
        snapshot,
        f"""
        select fct_response_pauses.*
        from fct_response_pauses
        inner join fct_responses using (response_id)
        where {chosen(scope, response_ids)}
        order by response_id, pause_number
        """,
        parameters(scope, response_ids),
    )


def response_waivers(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per waiver that names a response, in the register's order: code, `dim_waivers`."""
    return ask(
        snapshot,
        f"""
        with waivers as (
            select *
            from dim_waivers
            where response_id in (
                select response_id from fct_responses where {chosen(scope, response_ids)}
            )
        ),

        {tickets_of("waivers")}

        select
            {CODE},
            waivers.*
        from waivers
        left join tickets using (source, ticket_id)
        order by register_row
        """,
        parameters(scope, response_ids),
    )


def ticket_events(scope: Scope, snapshot: Path, source: str, ticket_id: str) -> pd.DataFrame:
    """One row per event of a ticket, in its order: code, `fct_ticket_events`, and actor_name.

    The name is null for whoever is no agent. A ticket whose own row never came is its responses'.
    """
    return ask(
        snapshot,
        f"""
        with tickets as (
            select code, customer_id from fct_tickets
            where source = $source and ticket_id = $ticket_id
            union
            select null, customer_id from fct_responses
            where source = $source and ticket_id = $ticket_id
        )

        select
            coalesce((select max(code) from tickets), $ticket_id) as code,
            events.*,
            agent_name as actor_name
        from fct_ticket_events as events
        left join dim_agents
            on
                events.source = dim_agents.source
                and events.actor_id = dim_agents.agent_id
        where
            events.source = $source
            and events.ticket_id = $ticket_id
            and exists (from tickets where {scope.condition()})
        order by occurred_at, instant_rank, event_id
        """,
        {"source": source, "ticket_id": ticket_id, **scope.parameters()},
    )
