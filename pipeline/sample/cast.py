"""Who plays, and what befalls them: the written cast, and as many extras as a sample needs."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pipeline.sample.chance import Chance, Ints
from pipeline.sample.timeline import Timeline

TRAITS, TERMS = ("volume", "pace", "slow", "contacts"), ("plan", "add_on", "language", "report_to")


@cache
def written() -> dict[str, Any]:
    """The written part of the story."""
    text = Path(__file__).with_name("story.yml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told


@dataclass(frozen=True)
class Agent:
    """Somebody (or some bot) who writes for the help desk."""

    agent_id: str
    name: str
    tier: int = 1
    is_bot: bool = False


@dataclass(frozen=True)
class Account:
    """A customer's account in the help desk, and how it is to work with: see story.yml."""

    account_id: str
    name: str
    customer_id: str | None
    volume: float
    pace: float
    slow: float = 1.0
    contacts: int = 4


@dataclass(frozen=True)
class Coverage:
    """A row of register/customers.csv, both days included."""

    customer_id: str
    name: str
    valid_from: date
    valid_until: date | None = None
    plan: str = "All-Inclusive"
    add_on: str | None = "vip"
    language: str = "de"
    report_to: str = ""


@dataclass(frozen=True)
class Duty:
    """A row of register/roster.csv: the customer's dedicated agent, both days included."""

    customer_id: str
    agent_id: str
    valid_from: date
    valid_until: date | None = None


class Cast:
    """Everybody in the story. Positions are the numbers that the story's arrays use."""

    def __init__(self, tickets: int, seed: int, timeline: Timeline) -> None:
        """Everybody needed for so many tickets. Below 3,000 the written cast is alone."""
        self.coverage: list[Coverage] = []
        self.roster: list[Duty] = []
        self.accounts: list[Account] = []
        self.agents = [
            Agent(agent_id, name, tier)
            for tier, agents in written()["agents"].items()
            for agent_id, name in agents.items()
        ]
        self.agents += [Agent(key, name, is_bot=True) for key, name in written()["bots"].items()]
        for row in written()["accounts"]:
            name, customer_id = row["name"], row.get("customer", row["id"])
            traits = {key: row[key] for key in TRAITS if key in row}
            self.accounts.append(Account(row["id"], name, customer_id, **traits))
            terms: dict[str, Any] = {key: row[key] for key in TERMS if key in row}
            spans = row.get("covered", [])
            for first, *last in spans:
                terms["valid_until"] = timeline.month(*last[0]) if last else None
                self.coverage.append(Coverage(customer_id, name, timeline.month(*first), **terms))
            for agent_id, *span in row.get("served", [[row.get("agent"), *one] for one in spans]):
                days = [timeline.month(*day) for day in span]
                self.roster.append(Duty(customer_id, agent_id, *days))
        self._add_extras(min(tickets // 3_000, 300), seed, timeline)

    def _add_extras(self, count: int, seed: int, timeline: Timeline) -> None:
        """Add covered customers with an agent each; mostly well served."""
        chance = Chance(seed, "dedicated extras")
        volume, pace = chance.skewed(1.0, 0.5, count), chance.skewed(0.8, 0.25, count)
        pace = np.where(chance.happens(0.04, count), pace * 3.0, pace)
        joined = chance.below(900, count)
        for at in range(count):
            customer_id, agent_id = f"K-{2001 + at}", f"a{1001 + at}"
            name, mail = f"{person(at)} GmbH", f"sla@kunde-{2001 + at}.example"
            since = timeline.first_day + timedelta(days=200 - int(joined[at]))
            self.accounts.append(Account(customer_id, name, customer_id, volume[at], pace[at]))
            self.agents.append(Agent(agent_id, person(at + 10)))
            self.coverage.append(Coverage(customer_id, name, since, report_to=mail))
            self.roster.append(Duty(customer_id, agent_id, since))

    def writer(self, agent_id: str) -> int:
        """The number of an agent among all writers: 0 is the system."""
        return 1 + [agent.agent_id for agent in self.agents].index(agent_id)

    def pool(self, tier: int) -> Ints:
        """Positions of the human agents of a tier who are nobody's dedicated agent."""
        dedicated = {duty.agent_id for duty in self.roster}
        is_free = [
            one.tier == tier and not one.is_bot and one.agent_id not in dedicated
            for one in self.agents
        ]
        return np.flatnonzero(is_free)

    def contact_counts(self) -> Ints:
        """How many people each account has."""
        return np.array([one.contacts for one in self.accounts])

    def contact(self, account: Ints, number: Ints) -> Ints:
        """Positions among the contacts of all accounts of those with a number in their account."""
        counts = self.contact_counts()
        positions: Ints = (np.cumsum(counts) - counts)[account] + number
        return positions


def person(number: int) -> str:
    """The name of the made-up person with this number (400 different ones)."""
    first, last = written()["first_names"], written()["last_names"]
    around = number // len(first)
    return f"{first[number % len(first)]} {last[(around + number * 7) % len(last)]}"
