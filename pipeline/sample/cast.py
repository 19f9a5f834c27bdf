"""Who plays, and what befalls them day by day: the written cast, and as many extras as needed."""

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from pipeline.sample.chance import Chance, Ints
from pipeline.sample.timeline import Timeline

WEEKDAY_VOLUME = (1.3, 1.15, 1.1, 1.0, 0.85, 0.13, 0.09)  # Monday to Sunday
HOLIDAY_VOLUME, CHRISTMAS_VOLUME = 0.12, 0.4
# Tickets of an account that nobody covers wait like everybody else's.
UNCOVERED_PACE = 3.0
LEAVE_DAYS = 14
NOBODY = -1
Row = dict[str, Any]
# The written part of the story.
WRITTEN: Row = yaml.safe_load(Path(__file__).with_name("story.yml").read_text(encoding="utf-8"))


class Cast:
    """Everybody in the story, as rows; their positions are the numbers that its arrays use.

    `accounts` and `agents` (bots are of tier 0) are the help desk's, `coverage` and `roster` the
    register's. Tables of account x day (position in the timeline) are `volume` and `pace`, factors;
    `critical`, a share of tickets; `dedicated`, agents' positions or `NOBODY`. `on_leave` is agent
    x day.
    """

    def __init__(self, tickets: int, seed: int, timeline: Timeline) -> None:
        """Everybody needed for so many tickets. Below 3,000 the written cast is alone."""
        self.seed, self.timeline = seed, timeline
        extras = min(tickets // 3_000, 300)
        more = {f"a{1001 + at}": person(at + 10) for at in range(extras)}
        self.agents: list[Row] = [
            {"agent_id": agent_id, "name": name, "tier": tier}
            for tier, agents in (*WRITTEN["agents"].items(), (1, more))
            for agent_id, name in agents.items()
        ]
        self.accounts, self.coverage, self.roster = list[Row](), list[Row](), list[Row]()
        for account_id, values in (WRITTEN["accounts"] | _extras(extras, seed)).items():
            row = {"account_id": account_id, "customer_id": account_id} | WRITTEN["usual"]
            row |= dict(zip(WRITTEN["columns"], values, strict=False))
            row |= WRITTEN["unusual"].get(account_id, {})
            covered = row.pop("covered", [[[row.get("since"), 1]]])
            served = row.pop("served", [[row.get("agent"), *days] for days in covered])
            self.accounts.append(row)
            self.coverage += [row | timeline.valid(*days) for days in covered]
            self.roster += [
                {"customer_id": row["customer_id"], "agent_id": agent_id} | timeline.valid(*days)
                for agent_id, *days in served
            ]
        self._lay_out()

    def _lay_out(self) -> None:
        """Lay traits, chapters, coverage and roster out by day."""
        timeline, customers = self.timeline, np.array(self.column("accounts", "customer_id"))

        def days_of(row: Row) -> tuple[Ints, ...]:
            first, last = row["valid_from"], row["valid_until"] or timeline.last_day
            is_then = (timeline.days >= first) & (timeline.days <= last)
            return np.ix_(customers == row["customer_id"], is_then)

        size = len(customers), len(timeline.days)
        # Less is written on holidays, and in the weeks around New Year.
        is_free = [day in timeline.holidays for day in timeline.days]
        is_around = [not (1, 4) < (day.month, day.day) < (12, 22) for day in timeline.days]
        calm = np.select([is_free, is_around], [HOLIDAY_VOLUME, CHRISTMAS_VOLUME], 1.0)
        weekdays = [WEEKDAY_VOLUME[day.weekday()] for day in timeline.days]
        self.volume = np.outer(self.column("accounts", "volume"), weekdays * calm)
        # Pace wanders a little from month to month, differently for each account.
        month = np.unique([f"{day:%Y-%m}" for day in timeline.days], return_inverse=True)[1]
        moods = Chance(self.seed, "moods").skewed(1.0, 0.15, size[0] * (int(month[-1]) + 1))
        pace = np.array(self.column("accounts", "pace"))[:, np.newaxis]
        self.pace = pace * moods.reshape(size[0], -1)[:, month]
        self.critical, self.dedicated = np.zeros(size), np.full(size, NOBODY)
        for told in WRITTEN["chapters"]:
            here = days_of(told | timeline.valid(told["first"], told.get("last")))
            pace, days = told.get("pace", 1.0), here[1].size
            self.volume[here] *= told.get("volume", 1.0)
            self.pace[here] *= np.linspace(pace, told.get("final_pace", pace), days)
            self.critical[here] = told.get("critical", 0.0)
        # Whoever is without the add-on, at times or ever, waits longer.
        is_without = np.ones(size, dtype=np.bool_)
        for row in self.coverage:
            is_without[days_of(row)] &= row["add_on"] is None
        self.pace[is_without] *= UNCOVERED_PACE
        for row in self.roster:
            self.dedicated[days_of(row)] = self.writer(row["agent_id"]) - 1
        # Two weeks of leave for each agent, somewhere in the second half of the story.
        half, agents = size[1] // 2, len(self.agents)
        first = half + Chance(self.seed, "leave").below(max(half - LEAVE_DAYS - 30, 1), agents)
        since = np.arange(size[1]) - first[:, np.newaxis]
        self.on_leave = (since >= 0) & (since < LEAVE_DAYS)

    def column(self, rows: str, name: str) -> list[Any]:
        """One field of all rows of a kind, e.g. `agents`."""
        return [row[name] for row in getattr(self, rows)]

    def writer(self, agent_id: str) -> int:
        """The number of an agent among all writers: 0 is the system."""
        return 1 + self.column("agents", "agent_id").index(agent_id)

    def pool(self, tier: int) -> Ints:
        """Positions of the human agents of a tier who are nobody's dedicated agent."""
        taken = self.column("roster", "agent_id")
        is_free = [one["tier"] == tier and one["agent_id"] not in taken for one in self.agents]
        return np.flatnonzero(is_free)

    def contact(self, account: Ints, number: Ints) -> Ints:
        """Positions among the contacts of all accounts of those with a number in their account."""
        counts = np.array(self.column("accounts", "contacts"))
        positions: Ints = (np.cumsum(counts) - counts)[account] + number % counts[account]
        return positions


def _extras(count: int, seed: int) -> Row:
    """Covered customers with an agent each, as they are written; mostly well served."""
    chance = Chance(seed, "dedicated extras")
    volume, pace = chance.skewed(1.0, 0.5, count), chance.skewed(0.8, 0.4, count)
    rows: Row = {}
    for at, joined in enumerate(chance.below(24, count).tolist()):
        traits = [f"{person(at)} GmbH", volume[at], pace[at], 4]
        rows[f"K-{2001 + at}"] = [*traits, f"kunde-{2001 + at}", f"a{1001 + at}", joined]
    return rows


def person(number: int) -> str:
    """The name of the made-up person with this number (400 different ones)."""
    first, last = WRITTEN["first_names"], WRITTEN["last_names"]
    around = number // len(first)
    return f"{first[number % len(first)]} {last[(around + number * 7) % len(last)]}"
