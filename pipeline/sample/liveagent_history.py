"""LiveAgent's history of a ticket: intervals of one status, of one agent, in one department."""

from typing import Any

import numpy as np

from pipeline.sample.arrays import Ints
from pipeline.sample.cast import Cast
from pipeline.sample.ids import Series, made_ids
from pipeline.sample.story import Story
from pipeline.sample.strands import NONE, Events
from pipeline.sample.tables import Coded, Table, WallTimes
from pipeline.sample.vocabulary import Channel, Fate, Kind, Status

CODES = ("N", "T", "P", "C", "A", "W", "R", "L", "X", "B")
NEW, CHATTING, CALLING, OPEN, ANSWERED, POSTPONED, RESOLVED, CLOSED, DELETED, SPAM = range(10)
# In the order of `Status`.
USUAL = np.array([OPEN, ANSWERED, POSTPONED, RESOLVED, DELETED])
# By tier, from 1: escalating a ticket is moving it on.
DEPARTMENTS = (("dep1", "Support"), ("dep2", "Second Level"), ("dep3", "Entwicklung"))


def history(story: Story, ids: Any, time_zone: str) -> Table:
    """The intervals, by ticket and time. `ids` are the texts of tickets by position."""
    events = story.events
    rows = np.flatnonzero(events.kind == Kind.STATUS)
    ticket, at = events.ticket[rows], events.at[rows]
    until = np.full(len(rows), NONE, dtype=np.int64)
    until[:-1] = np.where(ticket[1:] == ticket[:-1], at[1:], NONE)
    assigned, escalated = (
        latest(events, kind, rows) for kind in (Kind.ASSIGNMENT, Kind.ESCALATION)
    )
    tier = np.where(escalated >= 0, events.value[escalated], 1)
    return {
        "id": made_ids(Series.HISTORY, rows),
        "conversation_id": Coded(ids, ticket),
        "status": Coded(CODES, status_codes(story, rows)),
        "date_from": WallTimes(at, time_zone),
        "date_to": WallTimes(until, time_zone),
        "agent_id": agent_column(story.cast, np.where(assigned >= 0, events.value[assigned], NONE)),
        "department_id": Coded([one[0] for one in DEPARTMENTS], tier - 1),
    }


def latest(events: Events, kind: Kind, rows: Ints) -> Ints:
    """Positions of a ticket's newest event of a kind, up to each row; `NONE` if there is none."""
    of_kind = np.flatnonzero(events.kind == kind)
    if not len(of_kind):
        return np.full(len(rows), NONE, dtype=np.int64)
    found = of_kind[np.maximum(np.searchsorted(of_kind, rows, side="right") - 1, 0)]
    is_told = (found <= rows) & (events.ticket[found] == events.ticket[rows])
    return np.where(is_told, found, NONE)


def agent_column(cast: Cast, agent: Ints) -> Coded:
    """Ids of agents by position; `NONE` is nobody."""
    return Coded(["", *(one.agent_id for one in cast.agents)], agent + 1)


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
