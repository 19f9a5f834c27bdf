"""The whole story, told from a seed: everything that is written, strands woven into one stream."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

import numpy as np

from pipeline.sample.arrivals import Fate, Tickets, arrive
from pipeline.sample.cast import Cast
from pipeline.sample.chance import Bools, Chance, Codes, Ints, Rows
from pipeline.sample.conversations import NEVER, Closing, Responses, converse, responders
from pipeline.sample.timeline import Timeline

Kind = IntEnum("Kind", "MESSAGE NOTE STATUS SEVERITY ASSIGNMENT ESCALATION", start=0)
Status = IntEnum("Status", "OPEN WAITING_CUSTOMER ON_HOLD RESOLVED DELETED", start=0)
# What an event's value is, in one row of numbers: a status, from 1 a severity or tier, an agent.
LEVEL, AGENT = len(Status) - 1, len(Status) + 5
NONE = -1
SYSTEM = 0
MINUTE, HOUR, DAY = 60, 3600, 86400
# In the order of `Closing`; what is owed or has a reply is open.
CLOSING_STATUS = np.array([0, 0, Status.RESOLVED, Status.WAITING_CUSTOMER, Status.DELETED])
# The status that goes with a reply (`OPEN` stands for none), and how often before the last.
WITH_REPLY = np.array([Status.OPEN, Status.WAITING_CUSTOMER, Status.ON_HOLD, Status.RESOLVED])
BETWEEN_WEIGHTS, FINAL_WEIGHTS = (0.35, 0.45, 0.06, 0.14), (0.15, 0.30, 0.02, 0.53)
Value = Ints | int


@dataclass(frozen=True)
class Events(Rows):
    """One row per event. `NONE` stands for an empty field."""

    moment: Ints  # UTC seconds
    ticket: Codes
    kind: Codes
    value: Codes  # a status, `LEVEL` + a severity or tier, or `AGENT` + a position
    previous: Codes
    writer: Codes  # who did it: `SYSTEM`, then the cast's agents, then the contacts of all accounts


@dataclass(frozen=True)
class Story:
    """Everything that happened, whatever shape it will be exported in.

    `events` are by ticket and time, `responses` by ticket and cycle; both name tickets by position.
    """

    cast: Cast
    tickets: Tickets
    responses: Responses
    events: Events


def tell(tickets: int, seed: int, ends_at: datetime) -> Story:
    """A story that ends at an aware moment, of so many tickets and one that gets lost."""
    cast = Cast(tickets, seed, Timeline(ends_at))
    arrived = arrive(tickets + 1, cast)
    responses = converse(arrived, cast)
    received = _Strands(np.arange(len(arrived)), cast.timeline.end)
    _around_tickets(received, arrived, cast)
    strands = _Strands(responses.ticket, cast.timeline.end)
    _while_owed(strands, arrived.take(responses.ticket), responses, cast)
    _after_replies(strands, responses, cast)
    return Story(cast, arrived, responses, _weave([*received.told, *strands.told]))


class _Strands:
    """Events of these tickets (a row each), up to the end of the story."""

    def __init__(self, ticket: Ints, end: int) -> None:
        self.ticket, self.count, self.end = ticket, len(ticket), end
        self.told: list[Events] = []

    def add(
        self, chosen: Bools | bool, at: Ints, kind: Kind, writer: Value, value: Value = NONE,
        previous: Value = NONE,
    ) -> None:  # fmt: skip
        """Add an event to each chosen row; a single number holds for all of them."""
        rows = np.flatnonzero(chosen & (at <= self.end))
        codes = (self.ticket, kind, value, previous, writer)
        told = (np.broadcast_to(each, self.count)[rows].astype(np.int32) for each in codes)
        self.told.append(Events(at[rows], *told))


def _weave(strands: Iterable[Events]) -> Events:
    """All strands by ticket and time, each status with the one before.

    At one instant of a ticket the earlier strand comes first. A change to the status that the
    ticket already has is left out, except a repeated `resolved`, which help desks do record.
    """
    events = Events.stacked(strands)
    events = events.take(np.lexsort((events.moment, events.ticket)))
    status = np.flatnonzero(events.kind == Kind.STATUS)
    ticket, value = events.ticket[status], events.value[status]
    is_first = np.append(True, ticket[1:] != ticket[:-1])
    before = np.where(is_first, NONE, np.roll(value, 1))
    events.previous[status] = before
    is_told = np.ones(len(events), dtype=np.bool_)
    is_told[status[(value == before) & (value != Status.RESOLVED)]] = False
    return events.take(is_told)


def _around_tickets(strands: _Strands, tickets: Tickets, cast: Cast) -> None:
    """What happens by itself when a ticket comes in, which somebody is given."""
    chance, count, at = Chance(cast.seed, "received"), strands.count, tickets.created_at
    assignee = responders(cast, tickets.account, at, 1, True, Chance(cast.seed, "assignees"))
    welcome, triage = cast.writer("bot-empfang"), cast.writer("bot-triage")
    strands.add(True, at, Kind.STATUS, SYSTEM, Status.OPEN)
    strands.add(tickets.is_outbound, at, Kind.MESSAGE, 1 + assignee)
    greeted_at = at + 3 + chance.below(50, count)
    strands.add(~tickets.is_outbound, greeted_at, Kind.MESSAGE, welcome)
    is_sorted = ~tickets.is_outbound & chance.happens(0.15, count)
    strands.add(is_sorted, greeted_at - 2, Kind.NOTE, triage)
    is_classified = (tickets.severity > 0) & chance.happens(0.4, count)
    classified_at = at + 2 + chance.below(56, count)
    strands.add(is_classified, classified_at, Kind.SEVERITY, triage, LEVEL + tickets.severity)
    strands.add(chance.happens(0.3, count), at + 1, Kind.ASSIGNMENT, SYSTEM, AGENT + assignee)


def _while_owed(strands: _Strands, asked: Tickets, responses: Responses, cast: Cast) -> None:
    """What opens each response (on the ticket `asked`), what closes it, and all in between."""
    at, count, agent = responses.opened_at, strands.count, 1 + responses.responder
    closed_at, closed_by = responses.closed_at, responses.closed_by
    wait, chance = closed_at - at, Chance(cast.seed, "asked")
    is_colleague = (responses.cycle > 0) & chance.happens(0.12, count)
    customer = 1 + len(cast.agents) + cast.contact(asked.account, asked.contact + is_colleague)
    strands.add(True, at, Kind.MESSAGE, customer)
    # A dismissal is a change of status, so it needs a ticket that was reopened.
    reopens = chance.happens(0.92, count) | (closed_by == Closing.DISMISSAL)
    strands.add(reopens, at, Kind.STATUS, SYSTEM, Status.OPEN)
    # The last two fifths of the wait are left alone: a status there may belong to the reply.
    held = np.minimum(wait, 4 * HOUR)
    adds = chance.happens(0.16, count) & (held > 5 * MINUTE)
    share = 0.1 + 0.3 * chance.random(count)
    for factor in (1.0, 1.4):
        strands.add(adds, at + (held * share * factor).astype(np.int64), Kind.MESSAGE, customer)
        adds = adds & chance.happens(0.3, count)
    # What agents do meanwhile; nothing of it closes anything.
    tier, chance = responses.tier_after, Chance(cast.seed, "handled")
    moved_at = at + (np.minimum(closed_at, strands.end) - at) // 4
    is_escalated = tier > responses.tier
    strands.add(is_escalated, moved_at, Kind.ESCALATION, agent, LEVEL + tier)
    strands.add(is_escalated, moved_at + 1, Kind.ASSIGNMENT, SYSTEM, AGENT + responses.responder)
    severity, changed_to = LEVEL + responses.severity, LEVEL + responses.changed_to
    is_changed = responses.changed_to > 0
    is_back = is_changed & (responses.severity_after == responses.severity)
    strands.add(is_changed, at + wait // 2, Kind.SEVERITY, agent, changed_to, severity)
    strands.add(is_back, at + wait * 3 // 4, Kind.SEVERITY, agent, severity, changed_to)
    is_noted = chance.happens(0.1, count) & (wait > 5 * MINUTE) | (asked.fate == Fate.MERGED)
    strands.add(is_noted, at + np.minimum(wait // 2, HOUR // 2), Kind.NOTE, agent)
    is_answered = (asked.fate == Fate.ORDINARY) & (closed_by != Closing.OWED)
    is_long = is_answered & (wait > HOUR // 2)
    is_held = chance.happens(0.06, count) & is_long
    strands.add(is_held, at + wait // 10 * 3, Kind.STATUS, agent, Status.ON_HOLD)
    strands.add(is_held, at + wait // 10 * 7, Kind.STATUS, agent, Status.OPEN)
    # A first response cannot be "marked as answered", and a bot cannot resolve what is owed.
    is_marked = chance.happens(0.03, count) & is_long & ~is_held & ~responses.is_follow_up
    strands.add(is_marked, at + wait // 3, Kind.STATUS, agent, Status.WAITING_CUSTOMER)
    is_swept = chance.happens(0.05, count) & is_answered & ~is_held & (wait > 3 * DAY)
    strands.add(is_swept, at + wait // 2, Kind.STATUS, cast.writer("bot-pflege"), Status.RESOLVED)
    strands.add(closed_by == Closing.REPLY, closed_at, Kind.MESSAGE, agent)
    strands.add(closed_by > Closing.REPLY, closed_at, Kind.STATUS, agent, CLOSING_STATUS[closed_by])


def _after_replies(strands: _Strands, responses: Responses, cast: Cast) -> None:
    """The status that goes with a reply, and agents' updates while nothing is owed.

    After a ticket's last reply, a late resolution and a survey, or the bot that resolves what has
    long been left.
    """
    chance, count, agent = Chance(cast.seed, "concluded"), strands.count, 1 + responses.responder
    is_final = np.append(responses.ticket[1:] != responses.ticket[:-1], True)
    next_at = np.where(is_final, NEVER, np.append(responses.opened_at[1:], NEVER))
    # Without a reply this may be `NEVER`: what is told below is told of replies alone.
    is_reply, at = responses.closed_by == Closing.REPLY, responses.closed_at
    final, between = chance.one_of(FINAL_WEIGHTS, count), chance.one_of(BETWEEN_WEIGHTS, count)
    status = WITH_REPLY[np.where(is_final, final, between)]
    # A status within a minute of the reply is one action with it, before or after.
    earliest = np.where(at - responses.opened_at > 4 * MINUTE, -40, 0)
    with_reply_at = at + earliest + chance.below(50 - earliest, count)
    strands.add(is_reply & (status != Status.OPEN), with_reply_at, Kind.STATUS, agent, status)
    is_left = is_reply & is_final & (status != Status.RESOLVED)
    resolved_at = cast.timeline.worked.after(at, 7 * HOUR + chance.below(20 * HOUR, count))
    is_late = is_left & chance.happens(0.7, count)
    strands.add(is_late, resolved_at, Kind.STATUS, agent, Status.RESOLVED)
    is_swept = is_left & ~is_late & chance.happens(0.4, count)
    strands.add(is_swept, at + 7 * DAY, Kind.STATUS, cast.writer("bot-pflege"), Status.RESOLVED)
    strands.add(is_late & chance.happens(0.1, count), resolved_at + 1, Kind.MESSAGE, SYSTEM)
    chance = Chance(cast.seed, "updated")
    updated_at = cast.timeline.worked.after(at, HOUR // 2 + chance.below(6 * HOUR, count))
    updates = is_reply & chance.happens(0.06, count) & (updated_at < next_at)
    strands.add(updates, updated_at, Kind.MESSAGE, agent)
