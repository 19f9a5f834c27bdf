"""The records that the reference works on. Every instant is an aware datetime in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Ticket:
    """A ticket as last exported."""

    ticket_id: str
    account_id: str | None
    channel: str | None = None
    severity: str | None = None
    status: str | None = None  # "never read" (§3), but for §9
    created_at: datetime | None = None
    updated_at: datetime | None = None
    # Since when which account had it, the first since ever; empty: `account_id` always did.
    accounts: tuple[tuple[datetime | None, str], ...] = ()

    def account_at(self, moment: datetime) -> str | None:
        """§2: "the account that its ticket had at the opening", or at any other moment."""
        held = self.account_id
        for since, account_id in self.accounts:
            if since is None or since <= moment:
                held = account_id
        return held


@dataclass(frozen=True)
class Event:
    """One line of a ticket's stream (§2)."""

    event_id: str
    ticket_id: str
    occurred_at: datetime
    kind: str
    value: str | None = None
    previous_value: str | None = None
    actor_kind: str | None = None
    actor_id: str | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Agent:
    """A person or a bot of the help desk."""

    agent_id: str
    tier: int | None = None
    is_bot: bool = False


@dataclass(frozen=True)
class Source:
    """What `vip-sla.yml` says of one source."""

    name: str
    time_zone: str = "UTC"
    severity: tuple[tuple[str, int], ...] = ()  # text of a severity -> level
    default_severity: int | None = None  # of what no text of those matches
    bots: tuple[str, ...] = ()
    tiers: dict[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Export:
    """Everything that one source exported."""

    source: Source
    tickets: tuple[Ticket, ...] = ()
    events: tuple[Event, ...] = ()
    agents: tuple[Agent, ...] = ()
    # Rows that another row of the same ticket and event replaced, telling another event.
    replaced: tuple[Event, ...] = ()


@dataclass(frozen=True)
class CoveragePeriod:
    """A row of `customers.csv`."""

    customer_id: str
    add_on: str | None = "vip"
    valid_from: date | None = None
    valid_until: date | None = None
    monthly_fee_eur: Decimal | None = None
    currency: str = "EUR"


@dataclass(frozen=True)
class Account:
    """A row of `accounts.csv`."""

    source: str
    account_id: str
    customer_id: str


@dataclass(frozen=True)
class RosterRow:
    """A row of `roster.csv`."""

    customer_id: str
    source: str
    agent_id: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Absence:
    """A row of `absences.csv`."""

    source: str
    agent_id: str
    stand_in_id: str | None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Waiver:
    """A row of `waivers.csv`."""

    response_id: str
    opened_at: datetime
    approved_on: date | None
    approved_by: str | None = None


@dataclass(frozen=True)
class Meeting:
    """A row of `meetings.csv`."""

    meeting_id: str
    customer_id: str
    source: str | None
    agent_id: str | None
    kind: str
    booked_at: datetime | None
    scheduled_at: datetime | None
    held_at: datetime | None
    status: str


@dataclass(frozen=True)
class Register:
    """What people keep about customers."""

    customers: tuple[CoveragePeriod, ...] = ()
    accounts: tuple[Account, ...] = ()
    roster: tuple[RosterRow, ...] = ()
    absences: tuple[Absence, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    meetings: tuple[Meeting, ...] = ()
