"""Customers, drawn at random: what is settled, covered, rostered and booked with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.reference.records import Absence, Account, CoveragePeriod, Meeting, RosterRow
from tests.strategies.luck import Luck
from tests.strategies.policies import overrides
from tests.strategies.world import AGENTS, AS_OF, SOURCES


@dataclass(frozen=True)
class Customer:
    """All that is settled with one customer; `named` gives it its number."""

    customer_id: str
    account_id: str
    overrides: tuple[dict[str, Any], ...]
    coverage: tuple[CoveragePeriod, ...]
    roster: tuple[RosterRow, ...]
    meetings: tuple[Meeting, ...]

    def named(self, number: int) -> Customer:
        """The same as the customer of that number."""
        name = f"K-{1000 + number}"
        return Customer(
            name,
            name if self.account_id == self.customer_id else f"acc-{number}",
            self.overrides,
            tuple(replace(row, customer_id=name) for row in self.coverage),
            tuple(replace(row, customer_id=name) for row in self.roster),
            tuple(
                replace(row, customer_id=name, meeting_id=f"M-{number}-{place}")
                for place, row in enumerate(self.meetings)
            ),
        )

    @property
    def accounts(self) -> list[Account]:
        """The rows that tell whose an account of another name is, in every source."""
        if self.account_id == self.customer_id:
            return []
        return [Account(source.name, self.account_id, self.customer_id) for source in SOURCES]


def customer(luck: Luck, calendars: list[str]) -> Customer:
    """Anybody; every third has an account of another name."""
    return Customer(
        "K",
        "acc" if luck.chance(33) else "K",
        overrides(luck, calendars) if luck.chance(85) else (),
        tuple(_coverage(luck)),
        tuple(_roster(luck)),
        tuple(_meeting(luck) for _ in range(luck.choice((0, 1, 2, 4)))),
    )


def _coverage(luck: Luck) -> list[CoveragePeriod]:
    """Covered throughout, in two periods, on single days, without the add-on, or not in it."""
    begin = luck.choice(
        (date(2023, 5, 15), date(2022, 3, 1), date(2023, 12, 31), date(2019, 12, 31))
    )
    fee, raised = luck.choice((Decimal(1000), Decimal("990.50"), None)), Decimal(1200)
    kind = luck.weighted(
        (4, "always"), (1, "raised"), (2, "gap"), (1, "day"), (1, "plain"), (1, "absent")
    )
    if kind == "always":
        return [_vip(begin, None, fee)]
    if kind == "raised":  # the fee, in the middle of a month
        return [_vip(begin, date(2024, 11, 11), fee), _vip(date(2024, 11, 12), None, raised, "CHF")]
    if kind == "gap":
        gap = date(2024, 3, 29) + timedelta(days=luck.below(240))
        plain = CoveragePeriod("K", None, gap + timedelta(days=1), gap + timedelta(days=2))
        return [_vip(begin, gap, fee), plain, _vip(gap + timedelta(days=3), None, raised)]
    if kind == "day":
        days = [date(2024, 10, 27), date(2024, 2, 29), date(2024, 3, 31)]
        return [_vip(day, day, fee) for day in days]
    return [CoveragePeriod("K", None, begin, None)] if kind == "plain" else []


def _vip(
    valid_from: date, valid_until: date | None, fee: Decimal | None, currency: str = "EUR"
) -> CoveragePeriod:
    return CoveragePeriod("K", "vip", valid_from, valid_until, fee, currency)


def _roster(luck: Luck) -> list[RosterRow]:
    """None, one, or several dedicated agents, one after the other or at once."""
    rows: list[RosterRow] = []
    for source in SOURCES:
        for _ in range(luck.choice((0, 1, 1, 2, 3))):
            begin = luck.choice((date(2019, 1, 1), date(2024, 3, 31), date(2024, 10, 1)))
            until = luck.choice((None, None, date(2024, 10, 27), AS_OF.date()))
            agent_id = luck.choice(AGENTS).agent_id
            rows.append(RosterRow("K", source.name, agent_id, begin, until))
    return sorted(set(rows), key=repr)


AWAY = (
    (date(2024, 3, 29), date(2024, 4, 2)),
    (date(2024, 10, 20), date(2024, 10, 31)),
    (date(2024, 11, 25), None),
)


def absences(luck: Luck, roster: Sequence[RosterRow]) -> tuple[Absence, ...]:
    """Some days of those on the roster who are ever away; the others stand in, or nobody."""
    return tuple(
        Absence(source, agent_id, luck.choice(("carla", "petra", None)), first, last)
        for source, agent_id in sorted({(row.source, row.agent_id) for row in roster})
        if agent_id in ("anna", "ben")
        for first, last in luck.sample(AWAY, luck.choice((0, 1, 2, 3)))
    )


def _meeting(luck: Luck) -> Meeting:
    """Around `as_of`, around midnights, or any time; some were written down too early or late."""
    begin = luck.choice((AS_OF, datetime(2024, 10, 31, 23, tzinfo=UTC), AS_OF))
    scheduled_at = begin + timedelta(minutes=15 * luck.below(400) - 3000)
    booked_at = scheduled_at - timedelta(minutes=luck.choice((0, 30, 1440, 20000)))
    status = luck.choice(("held", "booked", "missed", "cancelled"))
    held_at = None
    if status == "held" and not luck.chance(5):
        held_at = scheduled_at + timedelta(seconds=luck.choice((0, 7, 300, 86400, -600)))
    return Meeting(
        meeting_id="M",
        customer_id="K",
        source=luck.choice((*[source.name for source in SOURCES], None)),
        agent_id=luck.choice((*[agent.agent_id for agent in AGENTS], "stranger", None)),
        kind=luck.choice(("review", "support", "training", "brainstorming")),
        booked_at=None if luck.chance(8) else booked_at,
        scheduled_at=None if luck.chance(8) else scheduled_at,
        held_at=held_at,
        status=status,
    )
