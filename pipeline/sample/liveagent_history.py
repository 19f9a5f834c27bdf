"""LiveAgent's history of a ticket, and its own log of what was promised and kept.

The history has intervals: of one status, of one agent, in one department. The log flatters: it has
only closed records, each fulfilled by an action, and takes a ticket "marked as answered" for one.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from pipeline.sample.cast import Cast
from pipeline.sample.chance import Ints
from pipeline.sample.events import NONE, Events
from pipeline.sample.generic import ticket_numbers
from pipeline.sample.register import FIRST_HOURS, FOLLOW_UP_HOURS, HOUR
from pipeline.sample.story import Story
from pipeline.sample.tables import Coded, Made, Series, Table, WallTimes, made_ids
from pipeline.sample.vocabulary import Channel, Closing, Fate, Kind, Status

CODES = ("N", "T", "P", "C", "A", "W", "R", "L", "X", "B")
NEW, CHATTING, CALLING, OPEN, ANSWERED, POSTPONED, RESOLVED, CLOSED, DELETED, SPAM = range(10)
# In the order of `Status`.
USUAL = np.array([OPEN, ANSWERED, POSTPONED, RESOLVED, DELETED])
# By tier, from 1: escalating a ticket is moving it on.
DEPARTMENTS = (("dep1", "Support"), ("dep2", "Second Level"), ("dep3", "Entwicklung"))
LEVELS = tuple((f"lev{severity}", f"VIP {severity}") for severity in range(1, 6))
# A status so close to the reply is one action with it.
ONE_ACTION_SECONDS = 60


def history(story: Story, ids: Any, time_zone: str) -> Table:
    """The intervals, by ticket and time. `ids` are the texts of tickets by position."""
    events = story.events
    rows = np.flatnonzero(events.kind == Kind.STATUS)
    ticket, at = events.ticket[rows], events.at[rows]
    until = np.full(len(rows), NONE, dtype=np.int64)
    until[:-1] = np.where(ticket[1:] == ticket[:-1], at[1:], NONE)
    return {
        "id": made_ids(Series.HISTORY, rows),
        "conversation_id": Coded(ids, ticket),
        "status": Coded(CODES, status_codes(story, rows)),
        "date_from": WallTimes(at, time_zone),
        "date_to": WallTimes(until, time_zone),
        "agent_id": agent_column(story.cast, latest_value(events, Kind.ASSIGNMENT, rows, NONE)),
        "department_id": department_column(events, rows),
    }


def latest(events: Events, kind: Kind, rows: Ints) -> Ints:
    """Positions of a ticket's newest event of a kind, up to each row; `NONE` if there is none."""
    of_kind = np.flatnonzero(events.kind == kind)
    if not len(of_kind):
        return np.full(len(rows), NONE, dtype=np.int64)
    found = of_kind[np.maximum(np.searchsorted(of_kind, rows, side="right") - 1, 0)]
    is_told = (found <= rows) & (events.ticket[found] == events.ticket[rows])
    return np.where(is_told, found, NONE)


def latest_value(events: Events, kind: Kind, rows: Ints, first: Ints | int) -> Ints:
    """What those say, or what it is without one."""
    found = latest(events, kind, rows)
    return np.where(found == NONE, first, events.value[found])


def agent_column(cast: Cast, agent: Ints) -> Coded:
    """Ids of agents by position; `NONE` is nobody."""
    return Coded(["", *(one.agent_id for one in cast.agents)], agent + 1)


def department_column(events: Events, rows: Ints) -> Coded:
    """Where tickets lie after each row."""
    tier = latest_value(events, Kind.ESCALATION, rows, 1)
    return Coded([one[0] for one in DEPARTMENTS], tier - 1)


def status_codes(story: Story, rows: Ints) -> Ints:
    """LiveAgent's codes of status events, as positions in `CODES`."""
    events, tickets = story.events, story.tickets
    ticket, status, previous = events.ticket[rows], events.value[rows], events.previous[rows]
    channel = tickets.channel[ticket]
    is_resolved_again = (status == Status.RESOLVED) & (previous == Status.RESOLVED)
    is_new = (status == Status.OPEN) & (previous == NONE)
    codes: Ints = np.select(
        [
            is_new & (channel == Channel.CHAT),
            is_new & (channel == Channel.PHONE),
            is_new,
            is_resolved_again,
            (status == Status.DELETED) & (tickets.fate[ticket] == Fate.SPAM),
        ],
        [CHATTING, CALLING, NEW, CLOSED, SPAM],
        default=USUAL[status],
    )
    return codes


def sla_log(story: Story, ids: Any, time_zone: str) -> Table:
    """The log's records, by ticket and cycle. `ids` are the texts of tickets by position."""
    responses, promised, tickets = story.responses, story.office.promised, len(story.tickets)
    severity = responses.severity_after()
    hours = np.where(responses.is_follow_up, FOLLOW_UP_HOURS[severity], FIRST_HOURS[severity])
    fulfilled = (Closing.REPLY, Closing.RESOLUTION, Closing.DISMISSAL)
    rows = np.flatnonzero(
        np.isfinite(hours)
        & np.isin(responses.closed_by, fulfilled)
        & (responses.ticket != story.lost)
    )
    ticket, opened_at = responses.ticket[rows], responses.opened_at[rows]
    # What is used up exactly at closing time is due then, not in the next morning.
    due_at = promised.after(opened_at, (hours[rows] * HOUR).astype(np.int64) - 1) + 1
    closed_at = _fulfilled_at(story, rows)
    level = severity[rows] - 1
    agent = agent_column(story.cast, responses.responder[rows])
    return {
        "id": Made(_texts, rows + 1),
        "conversationid": Coded(ids, ticket),
        "code": Coded(ticket_numbers(tickets), ticket),
        "departmentid": Coded([DEPARTMENTS[0][0]], np.zeros_like(rows)),
        "levelid": Coded([one[0] for one in LEVELS], level),
        "sla_level_name": Coded([one[1] for one in LEVELS], level),
        "sla_type": Coded(
            ["first_answer", "next_answer"], responses.is_follow_up[rows].astype(np.int64)
        ),
        "date_created": WallTimes(opened_at, time_zone),
        "date_due": WallTimes(due_at, time_zone),
        "date_closed": WallTimes(closed_at, time_zone),
        "sla": Made(_texts, due_at - closed_at),
        "responsible_agent_id": agent,
        "resolving_agent_id": agent,
    }


def _fulfilled_at(story: Story, rows: Ints) -> Ints:
    """When the log takes responses for answered: a status will do, whoever set it."""
    events, responses = story.events, story.responses
    is_put_away = (events.value == Status.WAITING_CUSTOMER) | (events.value == Status.RESOLVED)
    every = np.flatnonzero((events.kind == Kind.STATUS) & is_put_away)
    closed_at = responses.closed_at[rows]
    if not len(every):
        return closed_at
    # One number that grows with ticket and time.
    first = events.at.min()
    span = story.timeline.end - first + 1
    told = events.ticket[every].astype(np.int64) * span + events.at[every] - first
    opened = responses.ticket[rows] * span + responses.opened_at[rows] - first
    found = every[np.minimum(np.searchsorted(told, opened, side="right"), len(every) - 1)]
    at = events.at[found]
    is_early = (events.ticket[found] == responses.ticket[rows]) & (at > responses.opened_at[rows])
    return np.where(is_early & (at < closed_at - ONE_ACTION_SECONDS), at, closed_at)


def _texts(values: Ints) -> Any:
    return pa.array(values).cast(pa.string())
