"""Who plays, and what befalls them: the written cast, and as many extras as a sample needs."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pipeline.sample.chance import Chance, Ints
from pipeline.sample.timeline import Timeline

Row = dict[str, Any]
Span = dict[str, date | None]
# What rows hold, with what they hold where nothing else is said.
ACCOUNT = {"slow": 1.0, "contacts": 4} | dict.fromkeys(
    ("account_id", "name", "customer_id", "volume", "pace")
)
COVERAGE = {"plan": "All-Inclusive", "add_on": "vip", "language": "de", "report_to": ""} | (
    dict.fromkeys(("customer_id", "name"))
)


@cache
def written() -> Row:
    """The written part of the story."""
    text = Path(__file__).with_name("story.yml").read_text(encoding="utf-8")
    told: Row = yaml.safe_load(text)
    return told


class Cast:
    """Everybody in the story, as rows; their positions are the numbers that its arrays use.

    `accounts` and `agents` are the help desk's; `coverage`, `roster`, `absences` the register's.
    """

    def __init__(self, tickets: int, seed: int, timeline: Timeline) -> None:
        """Everybody needed for so many tickets. Below 3,000 the written cast is alone."""
        self.accounts: list[Row] = []
        self.coverage: list[Row] = []
        self.roster: list[Row] = []
        self.agents: list[Row] = [
            {"agent_id": agent_id, "name": name, "tier": tier or 1, "is_bot": not tier}
            for tier, agents in written()["agents"].items()
            for agent_id, name in agents.items()
        ]

        def span(first: list[int], last: list[int] | None = None) -> Span:
            until = timeline.month(*last) if last else None
            return {"valid_from": timeline.month(*first), "valid_until": until}

        for account_id, row in written()["accounts"].items():
            names = {"account_id": account_id, "report_to": f"leitung@{row.get('mail')}.example"}
            days = row.get("covered", [])
            served = row.get("served", [[row.get("agent"), *one] for one in days])
            duties = [(agent_id, span(*one)) for agent_id, *one in served]
            self._add(names | row, [span(*one) for one in days], duties)
        self.absences: list[Row] = [
            {
                "agent_id": agent_id,
                "stand_in_id": stand_in_id,
                "valid_from": timeline.last_day + timedelta(first),
                "valid_until": timeline.last_day + timedelta(last),
            }
            for agent_id, stand_in_id, first, last in written()["absences"]
        ]
        self._add_extras(min(tickets // 3_000, 300), seed, timeline)

    def _add(self, row: Row, covered: Iterable[Span], duties: Iterable[tuple[str, Span]]) -> None:
        """Add an account, its days of coverage, and those of its dedicated agents."""
        row = ACCOUNT | COVERAGE | {"customer_id": row["account_id"]} | row
        self.accounts.append({key: row[key] for key in ACCOUNT})
        self.coverage += [{key: row[key] for key in COVERAGE} | days for days in covered]
        key = {"customer_id": row["customer_id"]}
        self.roster += [key | {"agent_id": agent_id} | days for agent_id, days in duties]

    def _add_extras(self, count: int, seed: int, timeline: Timeline) -> None:
        """Add covered customers with an agent each; mostly well served."""
        chance = Chance(seed, "dedicated extras")
        volume, pace = chance.skewed(1.0, 0.5, count), chance.skewed(0.8, 0.25, count)
        pace = np.where(chance.happens(0.04, count), pace * 3.0, pace)
        joined = chance.below(900, count)
        for at in range(count):
            agent_id, days_before = f"a{1001 + at}", 200 - int(joined[at])
            days = {"valid_from": timeline.first_day + timedelta(days_before), "valid_until": None}
            row = {
                "account_id": f"K-{2001 + at}",
                "name": f"{person(at)} GmbH",
                "volume": volume[at],
                "pace": pace[at],
                "report_to": f"sla@kunde-{2001 + at}.example",
            }
            self.agents.append(
                {"agent_id": agent_id, "name": person(at + 10), "tier": 1, "is_bot": False}
            )
            self._add(row, [days], [(agent_id, days)])

    def column(self, rows: str, name: str) -> list[Any]:
        """One field of all rows of a kind, e.g. `agents`."""
        return [row[name] for row in getattr(self, rows)]

    def writer(self, agent_id: str) -> int:
        """The number of an agent among all writers: 0 is the system."""
        return 1 + self.column("agents", "agent_id").index(agent_id)

    def pool(self, tier: int) -> Ints:
        """Positions of the human agents of a tier who are nobody's dedicated agent."""
        taken = {one["agent_id"] for one in self.roster}
        is_free = [
            (one["tier"], one["is_bot"]) == (tier, False) and one["agent_id"] not in taken
            for one in self.agents
        ]
        return np.flatnonzero(is_free)

    def contact(self, account: Ints, number: Ints) -> Ints:
        """Positions among the contacts of all accounts of those with a number in their account."""
        counts = np.array(self.column("accounts", "contacts"))
        positions: Ints = (np.cumsum(counts) - counts)[account] + number % counts[account]
        return positions


def person(number: int) -> str:
    """The name of the made-up person with this number (400 different ones)."""
    first, last = written()["first_names"], written()["last_names"]
    around = number // len(first)
    return f"{first[number % len(first)]} {last[(around + number * 7) % len(last)]}"
