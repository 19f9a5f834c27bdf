"""Who speaks in an event, as far as LiveAgent's groups and calls depend on it."""

from enum import IntEnum

import numpy as np

from pipeline.sample.arrays import Bools, Codes, Ints
from pipeline.sample.cast import Cast
from pipeline.sample.strands import Events
from pipeline.sample.vocabulary import ActorKind


class Speaker(IntEnum):
    """A customer, a human agent, or a bot or the system."""

    CUSTOMER = 0
    HUMAN = 1
    MACHINE = 2


def speakers(cast: Cast, events: Events) -> Ints:
    """The `Speaker` of each event. A bot is one under an agent's kind too."""
    is_bot = np.array([one.is_bot for one in cast.agents])
    is_human = (events.actor_kind == ActorKind.AGENT) & ~is_bot[events.actor]
    told: Ints = np.select(
        [events.actor_kind == ActorKind.CUSTOMER, is_human],
        [Speaker.CUSTOMER, Speaker.HUMAN],
        default=Speaker.MACHINE,
    )
    return told


def is_first(ticket: Codes) -> Bools:
    """Whether each row is the first of its ticket; rows are by ticket."""
    first = np.ones(len(ticket), dtype=np.bool_)
    first[1:] = ticket[1:] != ticket[:-1]
    return first
