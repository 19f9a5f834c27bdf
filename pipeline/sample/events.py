"""Everything written around the responses, as strands that are woven into one stream."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.sample.arrivals import Tickets
from pipeline.sample.chance import Bools, Chance, Codes, Ints
from pipeline.sample.conversations import NEVER, Responses
from pipeline.sample.timeline import Office
from pipeline.sample.vocabulary import ActorKind, Closing, Fate, Kind, Status

NONE = -1
By = tuple[ActorKind, Ints | int]
"""Who did it, of a kind: agents by position, a customer's contacts by number."""
BY_SYSTEM: By = (ActorKind.SYSTEM, NONE)


@dataclass(frozen=True)
class Events:
    """One row per event. `NONE` stands for an empty field."""

    ticket: Codes
    at: Ints
    """UTC seconds."""
    kind: Codes
    value: Codes
    """A status, a severity, an agent's position or a tier, as the kind says."""
    previous: Codes
    actor_kind: Codes
    actor: Codes
    """An agent's position, or for a customer the contact's number within the account."""
    channel: Codes

    def __len__(self) -> int:
        return len(self.ticket)

    def where(self, chosen: Bools | Ints) -> "Events":
        """Some of the rows, in the given order."""
        return _each(lambda name: getattr(self, name)[chosen])


def strand(
    ticket: Ints,
    at: Ints,
    kind: Kind,
    by: By,
    *,
    value: Ints | int = NONE,
    previous: Ints | int = NONE,
    channel: Ints | int = NONE,
) -> Events:
    """Events of one kind; a single number holds for all of them."""

    def column(values: Ints | int) -> Codes:
        return np.broadcast_to(np.asarray(values, dtype=np.int32), ticket.shape)

    return Events(
        ticket=column(ticket),
        at=at,
        kind=column(kind),
        value=column(value),
        previous=column(previous),
        actor_kind=column(by[0]),
        actor=column(by[1]),
        channel=column(channel),
    )


def weave(strands: Iterable[Events], end: int) -> Events:
    """All strands by ticket and time, those after `end` cut off, each status with the one before.

    At one instant of a ticket the earlier strand comes first. A change to the status that the
    ticket already has is left out, except a repeated `resolved`, which help desks do record.
    """
    told = [one.where(one.at <= end) for one in strands]
    events = _each(lambda name: np.concatenate([getattr(one, name) for one in told]))
    first = events.at.min()
    key = events.ticket.astype(np.int64) * (end - first + 1) + (events.at - first)
    events = events.where(np.argsort(key, kind="stable"))
    status = np.flatnonzero(events.kind == Kind.STATUS)
    ticket, value = events.ticket[status], events.value[status]
    before = np.full(len(status), NONE, dtype=np.int32)
    before[1:] = np.where(ticket[1:] == ticket[:-1], value[:-1], NONE)
    events.previous[status] = before
    is_told = np.ones(len(events), dtype=np.bool_)
    is_told[status[(value == before) & (value != Status.RESOLVED)]] = False
    return events.where(is_told)


def _each(column: Callable[[str], npt.NDArray[Any]]) -> Events:
    return Events(**{one.name: column(one.name) for one in fields(Events)})


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


# The status that goes with a reply; `OPEN` stands for none.
WITH_REPLY = np.array([Status.OPEN, Status.WAITING_CUSTOMER, Status.ON_HOLD, Status.RESOLVED])
BETWEEN_WEIGHTS = (0.35, 0.45, 0.06, 0.14)
FINAL_WEIGHTS = (0.15, 0.30, 0.02, 0.53)
# A status within a minute of the reply is one action with it, before or after.
EARLIEST_SECONDS, LATEST_SECONDS = -40, 50
LONG_ENOUGH = 240
UPDATE_SHARE, LATE_RESOLUTION_SHARE, LEFT_SHARE, SURVEY_SHARE = 0.06, 0.7, 0.4, 0.1
WEEK = 7 * 86400


def closed(tickets: Tickets, responses: Responses) -> Iterator[Events]:
    """What closes each response."""
    ticket, at, closed_by = responses.ticket, responses.closed_at, responses.closed_by
    agent: By = (ActorKind.AGENT, responses.responder)
    reply = strand(ticket, at, Kind.MESSAGE, agent, channel=tickets.channel[ticket])
    yield reply.where(closed_by == Closing.REPLY)
    for closing, status in (
        (Closing.RESOLUTION, Status.RESOLVED),
        (Closing.DISMISSAL, Status.WAITING_CUSTOMER),
        (Closing.DELETION, Status.DELETED),
    ):
        yield strand(ticket, at, Kind.STATUS, agent, value=status).where(closed_by == closing)


def concluded(
    tickets: Tickets, responses: Responses, caretaker: int, office: Office, chance: Chance
) -> Iterator[Events]:
    """The status that goes with a reply; after a ticket's last, a late resolution and a survey.

    `caretaker` is the position of the bot that resolves what has long been left.
    """
    ticket, count, is_final = responses.ticket, len(responses), _is_final(responses)
    agent: By = (ActorKind.AGENT, responses.responder)
    bot: By = (ActorKind.AGENT, caretaker)
    is_reply = responses.closed_by == Closing.REPLY
    # Moments of what was never answered are not used below; 0 keeps them in range.
    at = np.where(is_reply, responses.closed_at, 0)
    final, between = chance.one_of(FINAL_WEIGHTS, count), chance.one_of(BETWEEN_WEIGHTS, count)
    chosen = WITH_REPLY[np.where(is_final, final, between)]
    earliest = np.where(at - responses.opened_at > LONG_ENOUGH, EARLIEST_SECONDS, 0)
    seconds = earliest + chance.below(LATEST_SECONDS - earliest, count)
    with_reply = strand(ticket, at + seconds, Kind.STATUS, agent, value=chosen)
    yield with_reply.where(is_reply & (chosen != Status.OPEN))
    is_left = is_reply & is_final & (chosen != Status.RESOLVED)
    resolved_at = office.worked.after(at, 7 * 3600 + chance.below(20 * 3600, count))
    is_late = is_left & chance.happens(LATE_RESOLUTION_SHARE, count)
    yield strand(ticket, resolved_at, Kind.STATUS, agent, value=Status.RESOLVED).where(is_late)
    is_swept = is_left & ~is_late & chance.happens(LEFT_SHARE, count)
    yield strand(ticket, at + WEEK, Kind.STATUS, bot, value=Status.RESOLVED).where(is_swept)
    channel = tickets.channel[ticket]
    surveyed = strand(ticket, resolved_at + 1, Kind.MESSAGE, BY_SYSTEM, channel=channel)
    yield surveyed.where(is_late & chance.happens(SURVEY_SHARE, count))


def updated(
    tickets: Tickets, responses: Responses, office: Office, chance: Chance
) -> Iterator[Events]:
    """Agents' updates while nothing is owed."""
    ticket, count = responses.ticket, len(responses)
    agent: By = (ActorKind.AGENT, responses.responder)
    is_reply = responses.closed_by == Closing.REPLY
    seconds = 1800 + chance.below(6 * 3600, count)
    at = office.worked.after(np.where(is_reply, responses.closed_at, 0), seconds)
    updates = is_reply & chance.happens(UPDATE_SHARE, count) & (at < _next(responses))
    update = strand(ticket, at, Kind.MESSAGE, agent, channel=tickets.channel[ticket])
    yield update.where(updates)


def _next(responses: Responses) -> Ints:
    """When the ticket's next response opens; `NEVER` after its last."""
    opens = np.full(len(responses), NEVER, dtype=np.int64)
    goes_on = responses.ticket[1:] == responses.ticket[:-1]
    opens[:-1] = np.where(goes_on, responses.opened_at[1:], NEVER)
    return opens


def _is_final(responses: Responses) -> Bools:
    is_final: Bools = _next(responses) == NEVER
    return is_final
