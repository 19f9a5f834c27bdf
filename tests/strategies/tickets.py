"""Tickets, and whole workspaces of them, drawn by Hypothesis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.reference.records import (
    Event,
    Export,
    Register,
    Source,
    Ticket,
    Waiver,
)
from tests.reference.responses import View
from tests.reference.terms import Policy
from tests.strategies.batch import Batch
from tests.strategies.customers import Customer, absences, customer
from tests.strategies.luck import Drawn, Luck, Seeded, many
from tests.strategies.policies import READINGS, policy
from tests.strategies.teller import Teller
from tests.strategies.world import AGENTS, AS_OF, SOURCES

# What happens on the calendar; many tickets begin in the day or two before.
MOMENTS = tuple(
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2019-12-31T23:00",  # the first policy version, Berlin
        "2022-03-01T12:00",  # long ago
        "2023-05-31T22:00",  # the second
        "2023-12-31T23:00",  # new year
        "2024-02-28T23:00",  # leap day begins
        "2024-02-29T23:00",  # and ends
        "2024-03-10T05:00",  # Havana: summer
        "2024-03-10T07:00",  # New York: summer
        "2024-03-29T00:00",  # Jerusalem: summer
        "2024-03-31T01:00",  # Berlin: summer
        "2024-03-31T22:00",  # the third version
        *["2024-04-06T15:00"] * 3,  # Lord Howe: winter
        "2024-04-25T22:00",  # Cairo: summer
        "2024-10-03T08:00",  # a holiday
        *["2024-10-05T15:30"] * 3,  # Lord Howe: summer
        "2024-10-26T23:00",  # Jerusalem: winter
        "2024-10-27T01:00",  # Berlin: winter
        "2024-10-31T21:00",  # Cairo: winter
        "2024-11-03T05:00",  # Havana: winter
        "2024-11-03T06:00",  # New York: winter
        "2024-11-17T23:00",  # an override begins
        "2024-11-20T22:30",  # a short night
        "2024-12-02T09:00",  # an odd day off
    )
)
LENGTHS = (2, 3, 5, 5, 8, 8, 13, 13, 21, 34)
EXPORTED_SEVERITIES = ("1", "2", "3", "4", "5", "kritisch", "hoch", "egal", None)


CUSTOMERS_OF_A_BATCH = 150


@dataclass(frozen=True)
class Town:
    """Everything but tickets; the readings are the policy's, parsed once."""

    policy: dict[str, Any]
    customers: tuple[Customer, ...]
    register: Register
    readings: tuple[Policy, ...]


@dataclass(frozen=True)
class Tale:
    """A ticket, its events and waivers; `named` gives it its number."""

    source: Source
    ticket: Ticket
    events: tuple[Event, ...]
    waivers: tuple[Waiver, ...] = ()
    is_exported: bool = True  # now and then events have lost their ticket

    def named(self, number: int) -> Tale:
        """The same as the ticket of that number."""
        name = f"T-{number}"
        waivers = (
            replace(
                row, response_id=row.response_id.replace(f":{self.ticket.ticket_id}:", f":{name}:")
            )
            for row in self.waivers
        )
        return Tale(
            self.source,
            replace(self.ticket, ticket_id=name),
            tuple(replace(event, ticket_id=name) for event in self.events),
            tuple(waivers),
            self.is_exported,
        )


@st.composite
def tales(draw: st.DrawFn, town: Town, lengths: Sequence[int] = LENGTHS) -> Tale:
    """One ticket of one of the town's customers, without a number."""
    return tale(Drawn(draw), town, lengths)


def tale(luck: Luck, town: Town, lengths: Sequence[int] = LENGTHS) -> Tale:
    """The same, by any luck."""
    source = luck.weighted(*zip((8, 1, 1), SOURCES, strict=True))
    ticket = _ticket(luck, town.customers)
    reading = luck.choice(town.readings)
    teller = Teller(luck, source, ticket, AGENTS, reading, town.register, AS_OF)
    events = tuple(teller.tell(_beginning(luck), luck.choice(lengths)))
    if luck.chance(10):
        ticket = _moved(luck, ticket, events, town.customers)
    waivers = _waivers(luck, source, ticket, events, town.readings[0]) if luck.chance(15) else ()
    return Tale(source, ticket, events, tuple(waivers), not luck.chance(2))


@st.composite
def workspaces(draw: st.DrawFn, max_tickets: int = 8) -> Batch:
    """A small whole workspace."""
    luck = Drawn(draw)
    here = _town(luck, 4)
    return batch_of(here, [tale(luck, here) for _ in range(1 + luck.below(max_tickets))])


def town(seed: int, customers: int = CUSTOMERS_OF_A_BATCH) -> Town:
    """A policy and its customers, drawn one by one: for the same seed always the same."""
    return _town(Seeded(seed), customers)


def many_tickets(seed: int, n: int = 5000) -> Batch:
    """`n` tickets in one workspace, each drawn by itself: for the same seed always the same."""
    here = town(seed)
    return batch_of(here, many(lambda luck: tale(luck, here), n, seed))


def numbered(told: Iterable[Tale]) -> list[Tale]:
    """The tales under ids of their own, unique in a source only; those of events in a ticket."""
    counts = {source.name: 0 for source in SOURCES}
    named: list[Tale] = []
    for tale in told:
        named.append(tale.named(counts[tale.source.name]))
        counts[tale.source.name] += 1
    return named


def batch_of(town: Town, told: Iterable[Tale]) -> Batch:
    """The tales as the tickets of one workspace."""
    named = numbered(told)
    exports = tuple(
        Export(
            source,
            tuple(it.ticket for it in named if it.source == source and it.is_exported),
            tuple(event for it in named if it.source == source for event in it.events),
            AGENTS,
        )
        for source in SOURCES
    )
    waivers = tuple(waiver for tale in named for waiver in tale.waivers)
    register = replace(town.register, waivers=waivers)
    return Batch(town.policy, register, exports, AS_OF)


def _town(luck: Luck, count: int) -> Town:
    terms = policy(luck)
    calendars = sorted(terms["calendars"])
    known = tuple(customer(luck, calendars).named(number) for number in range(count))
    overrides = {it.customer_id: list(it.overrides) for it in known if it.overrides}
    whole = terms | {"customers": overrides}
    roster = tuple(row for it in known for row in it.roster)
    register = Register(
        customers=tuple(row for it in known for row in it.coverage),
        accounts=tuple(row for it in known for row in it.accounts),
        roster=roster,
        absences=absences(luck, roster),
        meetings=tuple(row for it in known for row in it.meetings),
    )
    return Town(whole, known, register, tuple(Policy(whole, name) for name in READINGS))


def _ticket(luck: Luck, known: Sequence[Customer]) -> Ticket:
    account: str | None = luck.choice(known).account_id
    whose = luck.weighted((94, "known"), (3, "none"), (3, "nobody"))
    if whose != "known":
        account = None if whose == "none" else "acc-of-nobody"
    channel = luck.choice(("email", "chat", "call", None))
    return Ticket("T", account, channel, luck.choice(EXPORTED_SEVERITIES))


def _moved(
    luck: Luck, ticket: Ticket, events: Sequence[Event], known: Sequence[Customer]
) -> Ticket:
    """The ticket goes to others on the way, mostly as something else happens on it."""
    moments = {
        luck.choice(events).occurred_at.replace(microsecond=0) + timedelta(seconds=seconds)
        for seconds in (0, luck.choice((0, 1, -1)), luck.choice((0, 3600)))
    }
    accounts = [(None, ticket.account_id or "acc-of-nobody")]
    accounts += [(moment, luck.choice(known).account_id) for moment in sorted(moments)]
    return replace(ticket, account_id=accounts[-1][1], accounts=tuple(accounts))


def _beginning(luck: Luck) -> datetime:
    where = luck.weighted((60, "moment"), (20, "year"), (20, "end"))
    if where == "year":
        begin = AS_OF - timedelta(seconds=luck.below(366 * 86400))
    elif where == "end":  # owed at the end of it, some of them
        begin = AS_OF - timedelta(seconds=luck.below(4 * 86400))
    else:
        begin = luck.choice(MOMENTS) - timedelta(seconds=luck.below(36 * 3600))
    # Half of them on a full quarter of an hour, so that targets end on openings and closings.
    if luck.chance(50):
        begin = begin.replace(minute=begin.minute // 15 * 15, second=0)
    return begin


def _waivers(
    luck: Luck, source: Source, ticket: Ticket, told: Sequence[Event], policy: Policy
) -> Iterator[Waiver]:
    """Good ones, and ones with another opening time, or approved only after `as_of`."""
    view = View(Export(source, (ticket,), (), AGENTS), policy, Register(), AS_OF)
    for row in view.of_ticket(ticket.ticket_id, list(told)):
        late = timedelta(seconds=luck.choice((0, 0, 0, 0, 1)))
        approved_on = AS_OF.date() + timedelta(days=luck.choice((0, 0, -1, -30, 1)))
        if luck.chance(50):
            yield Waiver(row["response_id"], row["opened_at"] + late, approved_on)
