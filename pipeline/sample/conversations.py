"""Every response owed in the story: opened by a customer, closed by an agent, cycle by cycle."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from pipeline.sample.arrivals import URGENT, Channel, Fate, Tickets
from pipeline.sample.cast import NOBODY, Cast
from pipeline.sample.chance import Bools, Chance, Ints, Rows

# What closes a response; `OWED` where nothing has by the end.
Closing = IntEnum("Closing", "OWED REPLY RESOLUTION DISMISSAL DELETION", start=0)
NEVER = np.iinfo(np.int64).max // 2
# A status and the reply it belongs to lie up to a minute apart: nobody writes in between.
PAUSE_SECONDS = 120
# Median minutes at work of first responses and follow-ups, by severity (unclassified first).
MINUTES = np.array([[50.0, 7.0, 10.0, 16.0, 38.0, 48.0], [80.0, 24.0, 34.0, 95.0, 130.0, 150.0]])
SPREAD, SHORTEST_SECONDS, LONGEST_SECONDS = 0.95, 20, 50 * 3600
# In the order of `Channel`.
CHANNEL_PACE = np.array([1.0, 1.15, 0.25, 0.3, 1.3])
# What is merged away has often been left lying.
ESCALATED_PACE, MERGED_PACE, CHAT_GAP_PACE = 1.5, 3.0, 0.06
# By severity, unclassified first.
ESCALATION_SHARE = np.array([0.01, 0.28, 0.18, 0.06, 0.04, 0.01])


@dataclass(frozen=True)
class Openings(Rows):
    """What customers write that an answer is owed to, a row each. Instants are UTC seconds."""

    ticket: Ints
    cycle: Ints  # of its ticket, from 0
    opened_at: Ints
    is_follow_up: Bools  # an agent has written before
    severity: Ints  # in force then; 0 unclassified
    tier: Ints  # that the ticket has been escalated to; 1 for not at all


@dataclass(frozen=True)
class Responses(Openings):
    """What came of each opening, by ticket and cycle."""

    closed_at: Ints  # `NEVER` while it is owed at the end
    closed_by: Ints
    responder: Ints  # position of the agent who closes it (or would have)
    changed_to: Ints  # severity after a change while the response was owed; 0 for none
    severity_after: Ints  # when the response is closed; the one before where it was changed back
    tier_after: Ints


def converse(tickets: Tickets, cast: Cast) -> Responses:
    """Walk all tickets at once, one cycle after the other, until nobody writes any more."""
    chance, ticket = Chance(cast.seed, "conversations"), np.arange(len(tickets))
    written_next = _next(tickets, cast, tickets.created_at, chance)
    opened_at = np.where(tickets.is_outbound, written_next, tickets.created_at)
    is_follow_up, severity, tier = tickets.is_outbound, tickets.severity, np.ones_like(ticket)
    rounds: list[Responses] = []
    for cycle in range(int(tickets.cycles.max())):
        cycles = np.full(len(ticket), cycle)
        openings = Openings(ticket, cycles, opened_at, is_follow_up, severity, tier)
        is_asked = (cycle < tickets.cycles[ticket]) & (opened_at <= cast.timeline.end)
        opened = openings.take(is_asked)
        rounds.append(_answer(opened, tickets.take(opened.ticket), cast, cycle, chance))
        closed = rounds[-1].take(rounds[-1].closed_by != Closing.OWED)
        ticket, severity, tier = closed.ticket, closed.severity_after, closed.tier_after
        opened_at = _next(tickets.take(ticket), cast, closed.closed_at, chance)
        is_follow_up = closed.is_follow_up | (closed.closed_by == Closing.REPLY)
    responses = Responses.stacked(rounds)
    return responses.take(np.lexsort((responses.cycle, responses.ticket)))


def _answer(opened: Openings, asked: Tickets, cast: Cast, cycle: int, chance: Chance) -> Responses:
    """A round of answers, to opened on the tickets `asked`."""
    timeline, severity, count = cast.timeline, opened.severity, len(opened)
    share = np.where(opened.tier < 3, ESCALATION_SHARE[severity], 0.0)
    tier = opened.tier + chance.happens(share, count)
    closed_at = _answered_at(opened, asked, cast, tier, chance)
    # An agent's mail program sends a receipt under her own id: last ones, so nothing else moves.
    is_last, is_ordinary = cycle + 1 == asked.cycles, asked.fate == Fate.ORDINARY
    is_forgotten = is_last & (asked.forgotten_since > 0)
    receipts = Chance(cast.seed, f"receipts {cycle}")
    is_receipt = receipts.happens(0.0015, count) & is_last & ~is_forgotten & is_ordinary
    is_receipt &= asked.channel == Channel.EMAIL
    closed_at = np.where(is_receipt, opened.opened_at + 9, closed_at)
    is_open = timeline.worked.is_open(closed_at)
    responder = responders(cast, asked.account, closed_at, tier, is_open, chance)
    is_owed = (closed_at > timeline.end) | is_forgotten
    changed_to = np.clip(severity + np.where(chance.happens(0.55, count), -1, 1), 1, 5)
    # In less than four minutes nobody has the time to change a severity.
    is_changed = chance.happens(0.05, count) & ~is_owed & (closed_at - opened.opened_at > 240)
    is_changed &= (severity > 0) & (changed_to != severity)
    is_kept = is_changed & ~chance.happens(0.12, count)
    # Only follow-ups can be marked as answered.
    unit = chance.random(count)
    is_marked = opened.is_follow_up & (unit > 0.95)
    closed_by = np.select(
        [is_owed, is_receipt, ~is_ordinary, unit < 0.03, is_marked],
        [Closing.OWED, Closing.REPLY, Closing.DELETION, Closing.RESOLUTION, Closing.DISMISSAL],
        Closing.REPLY,
    )
    return Responses(
        **vars(opened),
        closed_at=np.where(is_owed, NEVER, closed_at),
        closed_by=closed_by,
        responder=responder,
        changed_to=np.where(is_changed, changed_to, 0),
        severity_after=np.where(is_kept, changed_to, severity),
        tier_after=tier,
    )


def _answered_at(opened: Openings, asked: Tickets, cast: Cast, tier: Ints, chance: Chance) -> Ints:
    """When agents answer: at work, or some of what is urgent at once in the night."""
    timeline, at, severity, count = cast.timeline, opened.opened_at, opened.severity, len(opened)
    slow = np.array(cast.column("accounts", "slow"))[asked.account]
    is_slow = opened.is_follow_up & (severity == 3)
    pace = cast.pace[asked.account, timeline.position_at(at)]
    pace = pace * np.where(asked.fate == Fate.MERGED, MERGED_PACE, 1.0)
    minutes = MINUTES[opened.is_follow_up.astype(int), severity] * np.where(is_slow, slow, 1.0)
    minutes *= pace * CHANNEL_PACE[asked.channel]
    minutes *= np.where(tier > 1, ESCALATED_PACE, 1.0)
    seconds = chance.seconds(minutes * 60, SPREAD, SHORTEST_SECONDS, count)
    at_work = np.minimum(seconds, LONGEST_SECONDS)
    is_keen = chance.happens(0.07, count)
    early, late = timeline.stretched.after(at, at_work), timeline.worked.after(at, at_work)
    answered = np.where(is_keen, early, late)
    is_chat, is_call = asked.channel == Channel.CHAT, asked.channel == Channel.PHONE
    share = np.select([is_chat, is_call, np.isin(severity, URGENT)], [0.9, 0.35, 0.45])
    is_at_night = ~timeline.worked.is_open(at) & chance.happens(share, count)
    soon = np.where(is_chat, 3.0, 14.0) * 60
    by_night = at + chance.seconds(soon, SPREAD, SHORTEST_SECONDS, count)
    return np.where(is_at_night, np.minimum(by_night, answered), answered)


def responders(
    cast: Cast, account: Ints, moment: Ints, tier: Ints | int, is_open: Bools | bool, chance: Chance
) -> Ints:
    """Positions of the agents who answer at a moment: mostly the dedicated one.

    `tier` is what the ticket has been escalated to (1: not at all), `is_open` whether the answer
    falls into working hours.
    """
    count, day = len(account), cast.timeline.position_at(moment)
    dedicated = cast.dedicated[account, day]
    is_away = [dedicated == NOBODY, cast.on_leave[dedicated, day]]
    share = np.select(is_away, [0.0, 0.02], np.where(is_open, 0.97, 0.4))
    is_dedicated = chance.happens(share, count)
    pools = [cast.pool(tier) for tier in (1, 3, 2)]
    first, third, second = (pool[chance.below(len(pool), count)] for pool in pools)
    is_higher = (tier > 1) & chance.happens(0.6, count)
    who = [is_higher & (tier == 3), is_higher, is_dedicated]
    return np.select(who, [third, second, dedicated], first)


def _next(tickets: Tickets, cast: Cast, moment: Ints, chance: Chance) -> Ints:
    """When the customer writes next: mostly at work, within hours; else whenever, or days later."""
    count = len(moment)
    pace = np.where(tickets.channel == Channel.CHAT, CHAT_GAP_PACE, 1.0)
    at_work = chance.seconds(90 * 60 * pace, 1.3, PAUSE_SECONDS, count)
    anytime = chance.seconds(9 * 3600 * pace, 1.2, PAUSE_SECONDS, count)
    is_at_work, hours = chance.happens(0.78, count), cast.timeline.stretched
    written = np.where(is_at_work, hours.after(moment, at_work), moment + anytime)
    told = np.maximum(tickets.forgotten_since, moment + PAUSE_SECONDS)
    return np.where(tickets.forgotten_since > 0, told, written)
