"""Every response owed in the story: opened by a customer, closed by an agent, cycle by cycle."""

from dataclasses import dataclass, replace
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
class Asked(Tickets):
    """Tickets whose customers have just written, with what each has come to."""

    ticket: Ints
    at: Ints
    tier: Ints
    has_spoken: Bools  # whether an agent has ever written


@dataclass(frozen=True)
class Responses(Rows):
    """One row per response owed, by ticket and cycle. Instants are UTC seconds."""

    ticket: Ints
    cycle: Ints  # from 0
    opened_at: Ints
    closed_at: Ints  # `NEVER` while it is owed at the end
    closed_by: Ints
    responder: Ints  # position of the agent who closes it (or would have)
    is_follow_up: Bools
    severity: Ints  # in force at the opening; 0 unclassified
    changed_to: Ints  # severity after a change while the response was owed; 0 for none
    is_reverted: Bools  # the change was taken back
    escalated_to: Ints  # tier reached while the response was owed; 0 for none

    def severity_after(self) -> Ints:
        """In force when the response is closed."""
        is_changed = (self.changed_to > 0) & ~self.is_reverted
        return np.where(is_changed, self.changed_to, self.severity)


def converse(tickets: Tickets, cast: Cast, seed: int) -> Responses:
    """Walk all tickets at once, one cycle after the other, until nobody writes any more."""
    chance, every = Chance(seed, "conversations"), np.arange(len(tickets))
    # An agent who wrote first has spoken.
    written_next = _next(tickets, cast, tickets.created_at, chance)
    at = np.where(tickets.is_outbound, written_next, tickets.created_at)
    asked = Asked(
        **vars(tickets),
        ticket=every,
        at=at,
        tier=np.ones_like(every),
        has_spoken=tickets.is_outbound,
    )
    rounds: list[Responses] = []
    for cycle in range(int(tickets.cycles.max())):
        asked = asked.take((cycle < asked.cycles) & (asked.at <= cast.timeline.end))
        answers = _answer(asked, cycle, cast, chance, Chance(seed, f"receipts {cycle}"))
        rounds.append(answers)
        is_closed = answers.closed_by != Closing.OWED
        asked, answers = asked.take(is_closed), answers.take(is_closed)
        asked = replace(
            asked,
            at=_next(asked, cast, answers.closed_at, chance),
            severity=answers.severity_after(),
            tier=np.maximum(asked.tier, answers.escalated_to),
            has_spoken=asked.has_spoken | (answers.closed_by == Closing.REPLY),
        )
    responses = Responses.stacked(rounds)
    return responses.take(np.lexsort((responses.cycle, responses.ticket)))


def _answer(asked: Asked, cycle: int, cast: Cast, chance: Chance, receipts: Chance) -> Responses:
    """A round of answers."""
    timeline, severity, count = cast.timeline, asked.severity, len(asked)
    share = np.where(asked.tier < 3, ESCALATION_SHARE[severity], 0.0)
    escalated_to = np.where(chance.happens(share, count), asked.tier + 1, 0)
    tier = np.maximum(asked.tier, escalated_to)
    closed_at = _answered_at(asked, cast, tier > 1, chance)
    # An agent's mail program sends a receipt under her own id: last ones, so nothing else moves.
    is_last, is_ordinary = cycle + 1 == asked.cycles, asked.fate == Fate.ORDINARY
    is_receipt = receipts.happens(0.0015, count) & ~asked.is_forgotten & is_ordinary
    is_receipt &= is_last & (asked.channel == Channel.EMAIL)
    closed_at = np.where(is_receipt, asked.at + 9, closed_at)
    is_open = timeline.worked.is_open(closed_at)
    responder = responders(cast, asked.account, closed_at, tier, is_open, chance)
    is_owed = (closed_at > timeline.end) | (asked.is_forgotten & is_last)
    step = np.where(chance.happens(0.55, count), -1, 1)
    changed_to = np.clip(severity + step, 1, 5)
    # In less than four minutes nobody has the time to change a severity.
    is_changed = chance.happens(0.05, count) & ~is_owed & (closed_at - asked.at > 240)
    is_changed &= (severity > 0) & (changed_to != severity)
    is_reverted = is_changed & chance.happens(0.12, count)
    unit = chance.unit(count)
    # Only follow-ups can be marked as answered.
    is_marked = asked.has_spoken & (unit > 0.95)
    closed_by = np.select(
        [is_owed, is_receipt, ~is_ordinary, unit < 0.03, is_marked],
        [Closing.OWED, Closing.REPLY, Closing.DELETION, Closing.RESOLUTION, Closing.DISMISSAL],
        Closing.REPLY,
    )
    return Responses(
        ticket=asked.ticket,
        cycle=np.full(count, cycle),
        opened_at=asked.at,
        closed_at=np.where(is_owed, NEVER, closed_at),
        closed_by=closed_by,
        responder=responder,
        is_follow_up=asked.has_spoken,
        severity=severity,
        changed_to=np.where(is_changed, changed_to, 0),
        is_reverted=is_reverted,
        escalated_to=escalated_to,
    )


def _answered_at(asked: Asked, cast: Cast, is_escalated: Bools, chance: Chance) -> Ints:
    """When agents answer: at work, or some of what is urgent at once in the night."""
    timeline, severity, count = cast.timeline, asked.severity, len(asked)
    slow = np.array(cast.column("accounts", "slow"))[asked.account]
    minutes = MINUTES[asked.has_spoken.astype(int), severity]
    minutes = minutes * np.where(asked.has_spoken & (severity == 3), slow, 1.0)
    pace = cast.pace[asked.account, timeline.position_at(asked.at)]
    pace = pace * np.where(asked.fate == Fate.MERGED, MERGED_PACE, 1.0)
    minutes *= pace * CHANNEL_PACE[asked.channel]
    minutes *= np.where(is_escalated, ESCALATED_PACE, 1.0)
    seconds = np.rint(chance.skewed(minutes * 60, SPREAD, count))
    at_work = np.clip(seconds, SHORTEST_SECONDS, LONGEST_SECONDS).astype(np.int64)
    is_keen = chance.happens(0.07, count)
    late, early = (
        hours.after(asked.at, at_work) for hours in (timeline.worked, timeline.stretched)
    )
    answered = np.where(is_keen, early, late)
    is_chat, is_call = asked.channel == Channel.CHAT, asked.channel == Channel.PHONE
    is_urgent = np.isin(severity, URGENT)
    share = np.select([is_chat, is_call, is_urgent], [0.9, 0.35, 0.45])
    is_at_night = ~timeline.worked.is_open(asked.at) & chance.happens(share, count)
    night = np.rint(chance.skewed(np.where(is_chat, 3.0, 14.0) * 60, SPREAD, count))
    by_night = asked.at + np.maximum(night.astype(np.int64), SHORTEST_SECONDS)
    return np.where(is_at_night, np.minimum(by_night, answered), answered)


def responders(
    cast: Cast, account: Ints, moment: Ints, tier: Ints, is_open: Bools, chance: Chance
) -> Ints:
    """Positions of the agents who answer at a moment: mostly the dedicated one.

    `tier` is what the ticket has been escalated to (1: not at all), `is_open` whether the answer
    falls into working hours.
    """
    count, day = len(account), cast.timeline.position_at(moment)

    def someone(tier: int) -> Ints:
        pool = cast.pool(tier)
        return pool[chance.below(len(pool), count)]

    dedicated = cast.dedicated[account, day]
    share = np.where(is_open, 0.97, 0.4)
    share = np.where(cast.on_leave[dedicated, day], 0.02, share)
    share = np.where(dedicated == NOBODY, 0.0, share)
    answers = np.where(chance.happens(share, count), dedicated, someone(1))
    third, second = someone(3), someone(2)
    is_higher = (tier > 1) & chance.happens(0.6, count)
    return np.where(is_higher, np.where(tier == 3, third, second), answers)


def _next(tickets: Tickets, cast: Cast, moment: Ints, chance: Chance) -> Ints:
    """When the customer writes next: mostly at work, within hours; else whenever, or days later."""
    count = len(moment)
    pace = np.where(tickets.channel == Channel.CHAT, CHAT_GAP_PACE, 1.0)
    at_work = np.rint(chance.skewed(90 * 60 * pace, 1.3, count)).astype(np.int64)
    anytime = np.rint(chance.skewed(9 * 3600 * pace, 1.2, count)).astype(np.int64)
    written = np.where(
        chance.happens(0.78, count),
        cast.timeline.stretched.after(moment, np.maximum(at_work, PAUSE_SECONDS)),
        moment + np.maximum(anytime, PAUSE_SECONDS),
    )
    told = np.maximum(tickets.second_opening, moment + PAUSE_SECONDS)
    return np.where(tickets.second_opening > 0, told, written)
