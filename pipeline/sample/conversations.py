"""Every response owed in the story: opened by a customer, closed by an agent, cycle by cycle."""

from dataclasses import dataclass, fields

import numpy as np

from pipeline.sample.arrivals import Tickets
from pipeline.sample.chance import Bools, Chance, Ints
from pipeline.sample.situation import (
    Question,
    Situation,
    answered_at,
    escalations,
    responders,
    severity_changes,
)
from pipeline.sample.timeline import Office, Timeline
from pipeline.sample.vocabulary import Channel, Closing, Fate

RESOLUTION_SHARE, DISMISSAL_SHARE = 0.03, 0.05
REVERT_SHARE = 0.12
# A status and the reply it belongs to lie up to a minute apart: nobody writes in between.
PAUSE_SECONDS = 120
AT_WORK_SHARE = 0.78
CHAT_GAP_PACE = 0.06
# An agent whose mail program sends receipts under her own id.
RECEIPT_SHARE, RECEIPT_SECONDS = 0.0015, 9
# What is merged away has often been left lying.
MERGED_PACE = 3.0
NEVER = np.iinfo(np.int64).max // 2


@dataclass(frozen=True)
class Responses:
    """One row per response owed, by ticket and cycle. Instants are UTC seconds, 0 for none."""

    ticket: Ints
    cycle: Ints
    """From 0."""
    opened_at: Ints
    closed_at: Ints
    """`NEVER` while it is owed at the end."""
    closed_by: Ints
    responder: Ints
    """Position of the agent who closes it (or would have)."""
    is_follow_up: Bools
    severity: Ints
    """In force at the opening; 0 unclassified."""
    changed_to: Ints
    """Severity after a change while the response was owed; 0 for none."""
    changed_at: Ints
    reverted_at: Ints
    """When the change was taken back."""
    escalated_to: Ints
    """Tier reached while the response was owed; 0 for none."""
    escalated_at: Ints

    def __len__(self) -> int:
        return len(self.ticket)

    def severity_after(self) -> Ints:
        """In force when the response is closed."""
        is_changed = (self.changed_to > 0) & (self.reverted_at == 0)
        return np.where(is_changed, self.changed_to, self.severity)


@dataclass(frozen=True)
class Stage:
    """What every round of answers needs."""

    tickets: Tickets
    situation: Situation
    office: Office
    timeline: Timeline
    chance: Chance
    seed: int


@dataclass(frozen=True)
class Waiting:
    """Customers who have just written: a row per ticket."""

    cycle: int
    ticket: Ints
    opened_at: Ints
    severity: Ints
    tier: Ints
    has_spoken: Bools
    """Whether an agent has ever written on the ticket."""


def converse(stage: Stage) -> Responses:
    """Walk all tickets at once, one cycle after the other, until nobody writes any more."""
    tickets = stage.tickets
    ticket = np.arange(len(tickets), dtype=np.int64)
    opened_at = np.where(
        tickets.is_outbound, _next(stage, ticket, tickets.created_at), tickets.created_at
    )
    severity, tier = tickets.severity.copy(), np.ones(len(tickets), dtype=np.int64)
    has_spoken = tickets.is_outbound.copy()
    rounds: list[Responses] = []
    for cycle in range(int(tickets.cycles.max())):
        goes_on = (cycle < tickets.cycles[ticket]) & (opened_at <= stage.timeline.end)
        ticket, opened_at = ticket[goes_on], opened_at[goes_on]
        answers = _answer(
            stage,
            Waiting(cycle, ticket, opened_at, severity[ticket], tier[ticket], has_spoken[ticket]),
        )
        rounds.append(answers)
        severity[ticket] = answers.severity_after()
        tier[ticket] = np.maximum(tier[ticket], answers.escalated_to)
        has_spoken[ticket] |= answers.closed_by == Closing.REPLY
        is_closed = answers.closed_by != Closing.OWED
        ticket, closed_at = ticket[is_closed], answers.closed_at[is_closed]
        opened_at = _next(stage, ticket, closed_at)
        if cycle == 0:
            fixed = tickets.second_opening[ticket]
            opened_at = np.where(fixed > 0, np.maximum(fixed, closed_at + PAUSE_SECONDS), opened_at)
    return _by_ticket(rounds)


def _answer(stage: Stage, waiting: Waiting) -> Responses:
    tickets, situation, chance = stage.tickets, stage.situation, stage.chance
    ticket, opened_at, count = waiting.ticket, waiting.opened_at, len(waiting.ticket)
    account, end = tickets.account[ticket], stage.timeline.end
    escalated_to = escalations(waiting.severity, waiting.tier, chance)
    tier = np.maximum(waiting.tier, escalated_to)
    pace = situation.pace[account, stage.timeline.position_at(opened_at)]
    pace = pace * np.where(tickets.fate[ticket] == Fate.MERGED, MERGED_PACE, 1.0)
    closed_at = answered_at(
        Question(
            opened_at=opened_at,
            severity=waiting.severity,
            channel=tickets.channel[ticket],
            is_follow_up=waiting.has_spoken,
            is_escalated=tier > 1,
            pace=pace,
            standard_follow_ups=situation.standard_follow_ups[account],
        ),
        stage.office,
        chance,
    )
    is_receipt = _receipts(stage, waiting)
    closed_at = np.where(is_receipt, opened_at + RECEIPT_SECONDS, closed_at)
    responder = responders(
        situation,
        chance,
        account,
        stage.timeline.position_at(closed_at),
        tier=tier,
        is_open=stage.office.worked.is_open(closed_at),
    )
    is_owed = (closed_at > end) | (tickets.silent_cycle[ticket] == waiting.cycle)
    closed_at = np.where(is_owed, NEVER, closed_at)
    wait = np.minimum(closed_at, end) - opened_at
    changed_to = severity_changes(waiting.severity, np.where(is_owed, 0, wait), chance)
    is_reverted = (changed_to > 0) & chance.happens(REVERT_SHARE, count)
    return Responses(
        ticket=ticket,
        cycle=np.full(count, waiting.cycle, dtype=np.int64),
        opened_at=opened_at,
        closed_at=closed_at,
        closed_by=np.select(
            [is_owed, is_receipt],
            [Closing.OWED, Closing.REPLY],
            default=_closings(tickets.fate[ticket], waiting, chance),
        ).astype(np.int64),
        responder=responder,
        is_follow_up=waiting.has_spoken,
        severity=waiting.severity,
        changed_to=changed_to,
        changed_at=np.where(changed_to > 0, opened_at + wait // 2, 0),
        reverted_at=np.where(is_reverted, opened_at + wait * 3 // 4, 0),
        escalated_to=escalated_to,
        escalated_at=np.where(escalated_to > 0, opened_at + wait // 4, 0),
    )


def _receipts(stage: Stage, waiting: Waiting) -> Bools:
    """Which responses an automatic receipt closes: last ones by mail, so nothing else moves."""
    tickets, ticket = stage.tickets, waiting.ticket
    chance = Chance(stage.seed, f"receipts {waiting.cycle}")
    is_last = (waiting.cycle + 1 == tickets.cycles[ticket]) & (
        tickets.fate[ticket] == Fate.ORDINARY
    )
    is_mail = (tickets.channel[ticket] == Channel.EMAIL) & (tickets.silent_cycle[ticket] < 0)
    receipts: Bools = is_last & is_mail & chance.happens(RECEIPT_SHARE, len(ticket))
    return receipts


def _closings(fate: Ints, waiting: Waiting, chance: Chance) -> Ints:
    """How each response is closed; only follow-ups can be marked as answered."""
    unit = chance.unit(len(fate))
    is_dismissed = waiting.has_spoken & (unit > 1 - DISMISSAL_SHARE)
    return np.select(
        [fate != Fate.ORDINARY, unit < RESOLUTION_SHARE, is_dismissed],
        [Closing.DELETION, Closing.RESOLUTION, Closing.DISMISSAL],
        default=Closing.REPLY,
    ).astype(np.int64)


def _next(stage: Stage, ticket: Ints, moment: Ints) -> Ints:
    """When the customer writes next: mostly at work, within hours; else whenever, or days later."""
    chance, count = stage.chance, len(ticket)
    pace = np.where(stage.tickets.channel[ticket] == Channel.CHAT, CHAT_GAP_PACE, 1.0)
    at_work = np.rint(chance.skewed(90 * 60 * pace, 1.3, count)).astype(np.int64)
    anytime = np.rint(chance.skewed(9 * 3600 * pace, 1.2, count)).astype(np.int64)
    writes_at_work = chance.happens(AT_WORK_SHARE, count)
    return np.where(
        writes_at_work,
        stage.office.stretched.after(moment, np.maximum(at_work, PAUSE_SECONDS)),
        moment + np.maximum(anytime, PAUSE_SECONDS),
    )


def _by_ticket(rounds: list[Responses]) -> Responses:
    columns = {
        one.name: np.concatenate([getattr(answers, one.name) for answers in rounds])
        for one in fields(Responses)
    }
    order = np.lexsort((columns["cycle"], columns["ticket"]))
    return Responses(**{name: values[order] for name, values in columns.items()})
