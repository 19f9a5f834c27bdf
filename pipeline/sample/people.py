"""Everybody who writes, under the ids that an export has for them."""

import numpy as np

from pipeline.sample.arrays import Codes, Ints
from pipeline.sample.cast import Cast
from pipeline.sample.story import Story
from pipeline.sample.strands import Events
from pipeline.sample.vocabulary import ActorKind

FIRST_CONTACT = 10_001


def contact_ids(cast: Cast) -> list[str]:
    """The ids of all accounts' contacts, account by account."""
    count = sum(one.contacts for one in cast.accounts)
    return [f"p{FIRST_CONTACT + number}" for number in range(count)]


def contact_positions(cast: Cast, account: Ints, contact: Ints | Codes) -> Ints:
    """Positions in `contact_ids` of contacts that are numbered within their account."""
    contacts = np.array([one.contacts for one in cast.accounts], dtype=np.int64)
    positions: Ints = (np.cumsum(contacts) - contacts)[account] + contact
    return positions


def writer_codes(story: Story, events: Events) -> Ints:
    """Who did each event: 0 for the system, then the cast's agents, then all contacts."""
    person = contact_positions(story.cast, story.tickets.account[events.ticket], events.actor)
    is_customer = events.actor_kind == ActorKind.CUSTOMER
    return np.where(is_customer, 1 + len(story.cast.agents) + person, 1 + events.actor)
