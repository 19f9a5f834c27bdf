"""Whole workspaces at random: a big batch from a seed, or small ones from Hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from tests.reference.records import Event, Export, Register, Source, Ticket, Waiver
from tests.reference.responses import View
from tests.reference.terms import Policy
from tests.strategies import world
from tests.strategies.batch import Batch
from tests.strategies.teller import Teller
from tests.strategies.world import AS_OF, Customer

# What happens on the calendar; many tickets begin in the day or two before.
MOMENTS = tuple(
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2019-12-31T23:00",  # the first policy version, Berlin
        "2023-05-31T22:00",  # the second
        "2023-12-31T23:00",  # new year
        "2024-02-28T23:00",  # leap day begins
        "2024-02-29T23:00",  # and ends
        "2024-03-10T05:00",  # Havana: summer
        "2024-03-10T07:00",  # New York: summer
        "2024-03-29T00:00",  # Jerusalem: summer
        "2024-03-31T01:00",  # Berlin: summer
        "2024-03-31T22:00",  # the third version
        "2024-04-06T15:00",  # Lord Howe: winter
        "2024-04-25T22:00",  # Cairo: summer
        "2024-10-03T08:00",  # a holiday
        "2024-10-05T15:30",  # Lord Howe: summer
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
LENGTHS = (1, 2, 3, 5, 8, 13, 21, 34)
EXPORTED_SEVERITIES = ("1", "2", "3", "4", "5", "kritisch", "hoch", "egal", None)


@st.composite
def workspaces(draw: st.DrawFn, max_tickets: int = 8) -> Batch:
    """A small whole workspace."""
    rnd = draw(st.randoms(use_true_random=False))
    return _batch(rnd, draw(st.integers(1, max_tickets)))


def many_tickets(seed: int, n: int = 5000) -> Batch:
    """`n` tickets of some n/40 customers in one workspace: for the same seed always the same."""
    return _batch(Random(seed), n)


def _batch(rnd: Random, count: int) -> Batch:
    known = world.customers(rnd, max(4, count // 40))
    policy = world.policy(rnd, known)
    register = Register(
        customers=tuple(world.coverage(rnd, known)),
        accounts=tuple(world.accounts(known)),
        roster=tuple(world.roster(rnd, known)),
    )
    readings = [Policy(policy, name) for name in world.READINGS]
    tickets: dict[str, list[Ticket]] = {source.name: [] for source in world.SOURCES}
    events: dict[str, list[Event]] = {source.name: [] for source in world.SOURCES}
    waivers: list[Waiver] = []
    for _ in range(count):
        source = rnd.choices(world.SOURCES, (8, 1, 1))[0]
        # Ids are unique in a source only.
        ticket = _ticket(rnd, len(tickets[source.name]), known)
        teller = Teller(rnd, source, ticket, world.AGENTS, rnd.choice(readings), register, AS_OF)
        told = teller.tell(_beginning(rnd), rnd.choice(LENGTHS))
        tickets[source.name].append(ticket)
        events[source.name] += told
        if rnd.random() < 0.15:
            waivers += _waivers(rnd, source, ticket, told, readings[0])
    exports = tuple(
        Export(
            source,
            # Some events have lost their ticket.
            tuple(ticket for ticket in tickets[source.name] if rnd.random() < 0.98),
            tuple(events[source.name]),
            world.AGENTS,
        )
        for source in world.SOURCES
    )
    register = Register(register.customers, register.accounts, register.roster, tuple(waivers))
    return Batch(policy, register, exports, AS_OF)


def _ticket(rnd: Random, number: int, known: list[Customer]) -> Ticket:
    whose = rnd.random()
    account: str | None = rnd.choice(known).account_id
    if whose < 0.03:
        account = None
    elif whose < 0.06:
        account = "acc-of-nobody"
    channel = rnd.choice(("email", "chat", None))
    return Ticket(f"T-{number}", account, channel, rnd.choice(EXPORTED_SEVERITIES))


def _beginning(rnd: Random) -> datetime:
    where = rnd.random()
    if where < 0.2:  # in a whole year
        begin = AS_OF - timedelta(seconds=rnd.randrange(366 * 86400))
    elif where < 0.4:  # owed at the end of it, some of them
        begin = AS_OF - timedelta(seconds=rnd.randrange(4 * 86400))
    else:
        begin = rnd.choice(MOMENTS) - timedelta(seconds=rnd.randrange(36 * 3600))
    # Half of them on a full quarter of an hour, so that targets end on openings and closings.
    if rnd.random() < 0.5:
        begin = begin.replace(minute=begin.minute // 15 * 15, second=0)
    return begin


def _waivers(
    rnd: Random, source: Source, ticket: Ticket, told: list[Event], policy: Policy
) -> Iterator[Waiver]:
    """Good ones, and ones with another opening time, or approved only after `as_of`."""
    view = View(Export(source, (ticket,), (), world.AGENTS), policy, Register(), AS_OF)
    for row in view.of_ticket(ticket.ticket_id, told):
        late = timedelta(seconds=rnd.choice((0, 0, 0, 0, 1)))
        approved_on = AS_OF.date() + timedelta(days=rnd.choice((-30, -1, 0, 0, 1)))
        if rnd.random() < 0.5:
            yield Waiver(row["response_id"], row["opened_at"] + late, approved_on)
