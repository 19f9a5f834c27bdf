"""Who plays, and what befalls them: the written cast, and as many extras as a sample needs."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pipeline.sample.chance import Chance, Ints
from pipeline.sample.timeline import Timeline

Row = dict[str, Any]


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
        told, extras = written(), min(tickets // 3_000, 300)
        more = {f"a{1001 + at}": person(at + 10) for at in range(extras)}
        self.agents: list[Row] = [
            {"agent_id": agent_id, "name": name, "tier": tier or 1, "is_bot": not tier}
            for tier, agents in (*told["agents"].items(), (1, more))
            for agent_id, name in agents.items()
        ]
        self.accounts: list[Row] = []
        self.coverage: list[Row] = []
        self.roster: list[Row] = []
        for account_id, one in (told["accounts"] | _extras(extras, seed)).items():
            row = {"account_id": account_id, "customer_id": account_id} | told["usual"] | one
            covered, served, agent_id = (row.pop(key) for key in ("covered", "served", "agent"))
            if served is None:
                served = [[agent_id, *days] for days in covered]
            self.accounts.append(row)
            self.coverage += [row | timeline.valid(*days) for days in covered]
            self.roster += [
                {"customer_id": row["customer_id"], "agent_id": agent_id} | timeline.valid(*days)
                for agent_id, *days in served
            ]
        self.absences: list[Row] = [
            row
            | {
                key: timeline.last_day + timedelta(row[key])
                for key in ("valid_from", "valid_until")
            }
            for row in told["absences"]
        ]

    def column(self, rows: str, name: str) -> list[Any]:
        """One field of all rows of a kind, e.g. `agents`."""
        return [row[name] for row in getattr(self, rows)]

    def writer(self, agent_id: str) -> int:
        """The number of an agent among all writers: 0 is the system."""
        return 1 + self.column("agents", "agent_id").index(agent_id)

    def pool(self, tier: int) -> Ints:
        """Positions of the human agents of a tier who are nobody's dedicated agent."""
        taken = self.column("roster", "agent_id")
        return np.flatnonzero(
            [
                one["tier"] == tier and not one["is_bot"] and one["agent_id"] not in taken
                for one in self.agents
            ]
        )

    def contact(self, account: Ints, number: Ints) -> Ints:
        """Positions among the contacts of all accounts of those with a number in their account."""
        counts = np.array(self.column("accounts", "contacts"))
        positions: Ints = (np.cumsum(counts) - counts)[account] + number % counts[account]
        return positions


def _extras(count: int, seed: int) -> Row:
    """Covered customers with an agent each, as they are written; mostly well served."""
    chance = Chance(seed, "dedicated extras")
    volume, pace = chance.skewed(1.0, 0.5, count), chance.skewed(0.8, 0.25, count)
    pace = np.where(chance.happens(0.04, count), pace * 3.0, pace)
    return {
        f"K-{2001 + at}": {
            "name": f"{person(at)} GmbH",
            "volume": volume[at],
            "pace": pace[at],
            "covered": [[[joined, 1]]],
            "agent": f"a{1001 + at}",
            "mail": f"kunde-{2001 + at}",
        }
        for at, joined in enumerate(chance.below(24, count).tolist())
    }


def person(number: int) -> str:
    """The name of the made-up person with this number (400 different ones)."""
    first, last = written()["first_names"], written()["last_names"]
    around = number // len(first)
    return f"{first[number % len(first)]} {last[(around + number * 7) % len(last)]}"
