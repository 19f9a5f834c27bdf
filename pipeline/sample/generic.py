"""The shape `generic`: tickets, events, agents and customers as the generic source reads them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.sample.cast import Account, Cast
from pipeline.sample.chance import Codes, Ints
from pipeline.sample.crowd import person
from pipeline.sample.events import NONE, Events
from pipeline.sample.story import Story
from pipeline.sample.tables import Coded, Moments, Numbered, Table, from_rows
from pipeline.sample.vocabulary import (
    SUBJECTS,
    ActorKind,
    Channel,
    Kind,
    Status,
    names,
    subject_codes,
)

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


ENTITIES = ("tickets", "events", "agents", "customers")
FIRST_EVENT_ID = 10_000_000
FIRST_LETTERS, SECOND_LETTERS = "BCDFGJKLMPQRTVWX", "ABEGLMNPRTUXY"
NUMBERS = 1_000_000
TICKETS_MOST = len(FIRST_LETTERS) * len(SECOND_LETTERS) * NUMBERS
# Shares no factor with TICKETS_MOST, so every ticket gets a code of its own.
STRIDE = 61_803_399
# Of a ticket's number for people, `KTR-BWXLM-482` say: no vowels, so no words.
CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
PAIRS = tuple(first + second for first in CONSONANTS for second in CONSONANTS)
TRIPLES = tuple(first + pair for first in CONSONANTS for pair in PAIRS)
LETTERS = len(TRIPLES) * len(TRIPLES) * len(PAIRS)
# Shares no factor with LETTERS.
LETTERS_STRIDE, DIGITS_STRIDE = 15_821_314_573, 617
SEVERITIES = ("1", "2", "3", "4", "5")


def generic(story: Story) -> dict[str, Table]:
    """The story's tables by entity."""
    codes = ticket_codes(len(story.tickets))
    agents = [
        (one.agent_id, one.name, str(one.tier), str(one.is_bot).lower())
        for one in story.cast.agents
    ]
    accounts = [(one.account_id, one.name) for one in story.cast.accounts]
    return {
        "tickets": _tickets(story, codes),
        "events": _events(story, codes),
        "agents": from_rows(("agent_id", "name", "tier", "is_bot"), agents),
        "customers": from_rows(("customer_id", "name"), accounts),
    }


def ticket_codes(count: int) -> pa.StringArray:
    """Codes such as `GL-482913` for tickets by position: all different, in no visible order."""
    scattered = (np.arange(count, dtype=np.int64) * STRIDE + STRIDE // 3) % TICKETS_MOST
    letters = pa.array([first + second for first in FIRST_LETTERS for second in SECOND_LETTERS])
    number = pc.utf8_lpad(pa.array(scattered % NUMBERS).cast(pa.string()), 6, "0")
    return pc.binary_join_element_wise(letters.take(pa.array(scattered // NUMBERS)), number, "-")


def ticket_numbers(count: int) -> pa.StringArray:
    """What people call tickets by position: all different, in no visible order."""
    every = np.arange(count, dtype=np.int64)
    rest = (every * LETTERS_STRIDE + LETTERS_STRIDE) % LETTERS
    pieces = []
    for letters in (TRIPLES, TRIPLES, PAIRS):
        pieces.append(pa.array(letters).take(pa.array(rest % len(letters))))
        rest //= len(letters)
    digits = pc.utf8_lpad(pa.array(every * DIGITS_STRIDE % 1000).cast(pa.string()), 3, "0")
    middle = pc.binary_join_element_wise(pieces[1], pieces[2], "")
    return pc.binary_join_element_wise(pieces[0], middle, digits, "-")


def _tickets(story: Story, codes: pa.StringArray) -> Table:
    tickets, events = story.tickets, story.events
    every = np.arange(len(tickets), dtype=np.int64)
    kept = every[every != story.lost]
    severity = last_value(story, Kind.SEVERITY, tickets.severity)
    status = last_value(story, Kind.STATUS, np.zeros_like(every))
    last = np.searchsorted(events.ticket, every, side="right") - 1
    return {
        "ticket_id": Coded(codes, kept),
        "code": Coded(ticket_numbers(len(tickets)), kept),
        "customer_id": Coded(
            [one.account_id for one in story.cast.accounts], tickets.account[kept]
        ),
        "subject": Coded(SUBJECTS, subject_codes(tickets.severity, tickets.topic)[kept]),
        "channel": Coded(names(Channel), tickets.channel[kept]),
        "severity": Coded(["", *SEVERITIES], severity[kept]),
        "status": Coded(names(Status), status[kept]),
        "created_at": Moments(tickets.created_at[kept]),
        "updated_at": Moments(events.at[last][kept]),
        "url": Coded(pc.binary_join_element_wise("https://hilfe.example/", codes, ""), kept),
    }


def last_value(story: Story, kind: Kind, first: Ints) -> Ints:
    """Each ticket's last value of a kind of event, or what it is without one."""
    values = first.copy()
    chosen = story.events.kind == kind
    # Of several for one ticket the last stays.
    values[story.events.ticket[chosen]] = story.events.value[chosen]
    return values


def _events(story: Story, codes: pa.StringArray) -> Table:
    events = story.events
    agents = [one.agent_id for one in story.cast.agents]
    values = ["", *names(Status), *SEVERITIES, *agents]
    return {
        "event_id": Numbered(np.arange(len(events), dtype=np.int64) + FIRST_EVENT_ID),
        "ticket_id": Coded(codes, events.ticket),
        "occurred_at": Moments(events.at),
        "kind": Coded(names(Kind), events.kind),
        "value": Coded(values, _value_codes(events.kind, events.value)),
        "previous_value": Coded(values, _value_codes(events.kind, events.previous)),
        "actor_kind": Coded(names(ActorKind), events.actor_kind),
        "actor_id": Coded(["", *agents, *contact_ids(story.cast)], writer_codes(story, events)),
        "channel": Coded(["", *names(Channel)], events.channel + 1),
    }


def _value_codes(kind: Codes, value: Codes) -> Codes:
    """Positions among: nothing, the statuses, the severities (and tiers), the agents."""
    first = dict.fromkeys(Kind, 0)
    first[Kind.STATUS] = 1
    first[Kind.SEVERITY] = first[Kind.ESCALATION] = len(Status)
    first[Kind.ASSIGNMENT] = 1 + len(Status) + len(SEVERITIES)
    starts = np.array([first[one] for one in Kind], dtype=np.int32)
    codes: Codes = np.where(value == NONE, 0, starts[kind] + value)
    return codes
