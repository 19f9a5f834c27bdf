"""What is written with the answer and after it: its status, updates, late resolutions."""

from collections.abc import Iterator

import numpy as np

from pipeline.sample.arrays import Bools, Ints
from pipeline.sample.arrivals import Tickets
from pipeline.sample.chance import Chance
from pipeline.sample.conversations import NEVER, Responses
from pipeline.sample.hours import Office
from pipeline.sample.strands import BY_SYSTEM, By, Events, strand
from pipeline.sample.vocabulary import ActorKind, Closing, Kind, Status

# The status that goes with a reply; `OPEN` stands for none.
WITH_REPLY = np.array([Status.OPEN, Status.WAITING_CUSTOMER, Status.ON_HOLD, Status.RESOLVED])
BETWEEN_WEIGHTS = (0.35, 0.45, 0.06, 0.14)
FINAL_WEIGHTS = (0.15, 0.30, 0.02, 0.53)
# A status within a minute of the reply is one action with it, before or after.
EARLIEST_SECONDS, LATEST_SECONDS = -40, 50
LONG_ENOUGH = 240
UPDATE_SHARE, LATE_RESOLUTION_SHARE, SWEPT_SHARE, SURVEY_SHARE = 0.06, 0.7, 0.4, 0.1
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
    is_swept = is_left & ~is_late & chance.happens(SWEPT_SHARE, count)
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
