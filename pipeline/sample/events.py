"""What is written until the answer: by customers, by itself, and by agents behind the scenes."""

from collections.abc import Iterator

import numpy as np

from pipeline.sample.arrays import Ints
from pipeline.sample.arrivals import Tickets
from pipeline.sample.chance import Chance
from pipeline.sample.conversations import Responses
from pipeline.sample.strands import BY_SYSTEM, By, Events, strand
from pipeline.sample.vocabulary import ActorKind, Closing, Fate, Kind, Status

COLLEAGUE_SHARE, IMPATIENT_SHARE, AGAIN_SHARE = 0.12, 0.16, 0.3
REOPENS_SHARE = 0.92
SORTED_SHARE, ASSIGNED_SHARE, CLASSIFIED_SHARE = 0.15, 0.3, 0.4
NOTE_SHARE, HOLD_SHARE, MARKED_SHARE, SWEPT_SHARE = 0.1, 0.06, 0.03, 0.05
FIVE_MINUTES, HALF_HOUR, FOUR_HOURS, THREE_DAYS = 300, 1800, 4 * 3600, 3 * 86400


def asked(
    tickets: Tickets, responses: Responses, contacts: Ints, chance: Chance
) -> Iterator[Events]:
    """What customers write: what opens a response, and what they add while they wait.

    `contacts` is how many people each response's account has.
    """
    ticket, opened_at, count = responses.ticket, responses.opened_at, len(responses)
    channel, contact = tickets.channel[ticket], tickets.contact[ticket]
    is_colleague = (responses.cycle > 0) & chance.happens(COLLEAGUE_SHARE, count)
    customer: By = (
        ActorKind.CUSTOMER,
        np.where(is_colleague, (contact + 1) % contacts, contact),
    )
    yield strand(ticket, opened_at, Kind.MESSAGE, customer, channel=channel)
    # A dismissal is a change of status, so it needs a ticket that was reopened.
    reopens = chance.happens(REOPENS_SHARE, count) | (responses.closed_by == Closing.DISMISSAL)
    yield strand(ticket, opened_at, Kind.STATUS, BY_SYSTEM, value=Status.OPEN).where(reopens)
    # The last two fifths of the wait are left alone: a status there may belong to the reply.
    wait = np.minimum(responses.closed_at - opened_at, FOUR_HOURS)
    adds = chance.happens(IMPATIENT_SHARE, count) & (wait > FIVE_MINUTES)
    share = 0.1 + 0.3 * chance.unit(count)
    for factor in (1.0, 1.4):
        at = opened_at + (wait * share * factor).astype(np.int64)
        yield strand(ticket, at, Kind.MESSAGE, customer, channel=channel).where(adds)
        adds = adds & chance.happens(AGAIN_SHARE, count)


def received(
    tickets: Tickets, welcome: int, triage: int, assignee: Ints, chance: Chance
) -> Iterator[Events]:
    """What happens by itself when a ticket comes in.

    `welcome` and `triage` are the positions of two bots, `assignee` is who is given each ticket.
    """
    ticket, count = np.arange(len(tickets), dtype=np.int64), len(tickets)
    created_at, channel, is_outbound = tickets.created_at, tickets.channel, tickets.is_outbound
    agent: By = (ActorKind.AGENT, assignee)
    greeter: By = (ActorKind.BOT, welcome)
    sorter: By = (ActorKind.BOT, triage)
    yield strand(ticket, created_at, Kind.STATUS, BY_SYSTEM, value=Status.OPEN)
    wrote_first = strand(ticket, created_at, Kind.MESSAGE, agent, channel=channel)
    yield wrote_first.where(is_outbound)
    greeted_at = created_at + 3 + chance.below(50, count)
    greeting = strand(ticket, greeted_at, Kind.MESSAGE, greeter, channel=channel)
    yield greeting.where(~is_outbound)
    is_sorted = chance.happens(SORTED_SHARE, count) & ~is_outbound
    yield strand(ticket, greeted_at - 2, Kind.NOTE, sorter).where(is_sorted)
    is_classified = chance.happens(CLASSIFIED_SHARE, count) & (tickets.severity > 0)
    classified_at = created_at + 2 + chance.below(56, count)
    classified = strand(ticket, classified_at, Kind.SEVERITY, sorter, value=tickets.severity)
    yield classified.where(is_classified)
    is_assigned = chance.happens(ASSIGNED_SHARE, count)
    assigned = strand(ticket, created_at + 1, Kind.ASSIGNMENT, BY_SYSTEM, value=assignee)
    yield assigned.where(is_assigned)


def decided(responses: Responses) -> Iterator[Events]:
    """Escalations and changes of severity while an answer is awaited."""
    ticket, at = responses.ticket, responses.escalated_at
    agent: By = (ActorKind.AGENT, responses.responder)
    is_escalated = responses.escalated_to > 0
    escalated = strand(ticket, at, Kind.ESCALATION, agent, value=responses.escalated_to)
    yield escalated.where(is_escalated)
    handed_on = strand(ticket, at + 1, Kind.ASSIGNMENT, BY_SYSTEM, value=responses.responder)
    yield handed_on.where(is_escalated)
    for changed_at, before, after in (
        (responses.changed_at, responses.severity, responses.changed_to),
        (responses.reverted_at, responses.changed_to, responses.severity),
    ):
        changed = strand(ticket, changed_at, Kind.SEVERITY, agent, value=after, previous=before)
        yield changed.where(changed_at > 0)


def handled(
    tickets: Tickets, responses: Responses, caretaker: int, chance: Chance
) -> Iterator[Events]:
    """Notes and statuses while an answer is awaited; nothing here closes anything.

    `caretaker` is the position of the bot that resolves what lies around, too early at times.
    """
    ticket, opened_at, count = responses.ticket, responses.opened_at, len(responses)
    agent: By = (ActorKind.AGENT, responses.responder)
    wait, is_ordinary = responses.closed_at - opened_at, tickets.fate[ticket] == Fate.ORDINARY
    is_answered = is_ordinary & (responses.closed_by != Closing.OWED)
    has_note = chance.happens(NOTE_SHARE, count) & (wait > FIVE_MINUTES)
    has_note |= tickets.fate[ticket] == Fate.MERGED
    noted_at = opened_at + np.minimum(wait // 2, HALF_HOUR)
    yield strand(ticket, noted_at, Kind.NOTE, agent).where(has_note)
    is_held = chance.happens(HOLD_SHARE, count) & is_answered & (wait > HALF_HOUR)
    for tenths, status in ((3, Status.ON_HOLD), (7, Status.OPEN)):
        at = opened_at + wait // 10 * tenths
        yield strand(ticket, at, Kind.STATUS, agent, value=status).where(is_held)
    # A first response cannot be "marked as answered", and a bot cannot resolve what is owed.
    is_free = is_answered & ~is_held
    is_marked = chance.happens(MARKED_SHARE, count) & is_free & ~responses.is_follow_up
    is_marked &= wait > HALF_HOUR
    at, waiting = opened_at + wait // 3, Status.WAITING_CUSTOMER
    yield strand(ticket, at, Kind.STATUS, agent, value=waiting).where(is_marked)
    is_swept = chance.happens(SWEPT_SHARE, count) & is_free & (wait > THREE_DAYS)
    bot, at = (ActorKind.AGENT, caretaker), opened_at + wait // 2
    yield strand(ticket, at, Kind.STATUS, bot, value=Status.RESOLVED).where(is_swept)
