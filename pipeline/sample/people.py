"""Everybody who writes, under the ids that an export has for them."""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.arrays import Codes, Ints
from pipeline.sample.cast import Account, Cast
from pipeline.sample.crowd import person
from pipeline.sample.story import Story
from pipeline.sample.strands import Events
from pipeline.sample.vocabulary import ActorKind

FIRST_CONTACT = 10_001
# One contact in so many never said a name.
NAMELESS = 9


@dataclass(frozen=True)
class Contact:
    """Somebody who writes for an account. An empty text is not known."""

    contact_id: str
    company_id: str
    first_name: str
    last_name: str
    shown_as: str
    address: str


def contact_ids(cast: Cast) -> list[str]:
    """The ids of all accounts' contacts, account by account. One alone is the account itself."""
    accounts = [one for one in cast.accounts for _ in range(one.contacts)]
    return [
        one.account_id if is_person(one) else f"p{FIRST_CONTACT + number}"
        for number, one in enumerate(accounts)
    ]


def contacts(cast: Cast) -> list[Contact]:
    """All accounts' contacts, account by account."""
    accounts = [one for one in cast.accounts for _ in range(one.contacts)]
    told = []
    for number, (contact_id, account) in enumerate(zip(contact_ids(cast), accounts, strict=True)):
        company_id = "" if is_person(account) else account.account_id
        address = f"{contact_id}@{account.account_id}.example".lower()
        if is_person(account):
            first, last, shown_as = "", "", account.name
        elif number % NAMELESS == NAMELESS - 1:
            first, last, shown_as = "", "", address
        else:
            shown_as = person(number)
            first, last = shown_as.split(" ", 1)
        told.append(Contact(contact_id, company_id, first, last, shown_as, address))
    return told


def is_person(account: Account) -> bool:
    """Whether an account is a contact without a company."""
    return account.customer_id is None and account.contacts == 1


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
