"""Who plays: agents, accounts, coverage and roster, as exports and register will know them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["de", "en"]


@dataclass(frozen=True)
class Agent:
    """Somebody (or some bot) who writes for the help desk."""

    agent_id: str
    name: str
    tier: int = 1
    is_bot: bool = False


@dataclass(frozen=True)
class Account:
    """A customer's account in the help desk, and how it is to work with."""

    account_id: str
    name: str
    customer_id: str | None
    """Null: nobody ever entered it in the register."""
    volume: float = 1.0
    """Tickets, relative to the others."""
    pace: float = 1.0
    """How long answers take, relative to the others."""
    standard_follow_ups: float = 1.0
    """The same once more, for follow-ups at severity 3 alone."""
    contacts: int = 4


@dataclass(frozen=True)
class Coverage:
    """A row of register/customers.csv."""

    customer_id: str
    name: str
    valid_from: date
    valid_until: date | None = None
    plan: str = "All-Inclusive"
    add_on: Literal["vip", ""] = "vip"
    language: Language = "de"
    report_to: str = ""


@dataclass(frozen=True)
class Duty:
    """A row of register/roster.csv: the customer's dedicated agent, both days included."""

    customer_id: str
    agent_id: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Chapter:
    """Days (both included) on which something befalls a customer."""

    customer_id: str
    first: date
    last: date
    volume: float = 1.0
    pace: float = 1.0
    final_pace: float | None = None
    """Where pace gets to by the last day, day by day; null: it stays."""
    critical: float = 0.0
    """Share of tickets that are severity 1, whatever they would have been."""


@dataclass(frozen=True)
class Cast:
    """Everybody in the story, and what happens to them.

    Positions in `agents` and `accounts` are the numbers that the story's arrays use.
    """

    agents: tuple[Agent, ...]
    accounts: tuple[Account, ...]
    coverage: tuple[Coverage, ...]
    roster: tuple[Duty, ...]
    chapters: tuple[Chapter, ...]

    def agent(self, agent_id: str) -> int:
        """Position of an agent."""
        return next(at for at, agent in enumerate(self.agents) if agent.agent_id == agent_id)

    def account(self, account_id: str) -> int:
        """Position of an account."""
        return next(at for at, one in enumerate(self.accounts) if one.account_id == account_id)

    def pool(self, tier: int) -> tuple[int, ...]:
        """Positions of the human agents of a tier who are nobody's dedicated agent."""
        dedicated = {duty.agent_id for duty in self.roster}
        return tuple(
            at
            for at, agent in enumerate(self.agents)
            if agent.tier == tier and not agent.is_bot and agent.agent_id not in dedicated
        )
