"""Calendars, policy, customers and register, drawn at random.

The calendars are fixed, because each is there for a trap; who uses which is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from tests.reference.records import Account, Agent, CoveragePeriod, RosterRow, Source

AS_OF = datetime(2024, 12, 4, 10, 37, 13, tzinfo=UTC)

CALENDARS: dict[str, dict[str, Any]] = {
    "dedicated_support": {
        "time_zone": "Europe/Berlin",
        "day_hours": 8,
        "hours": {"mon-fri": "09:00-17:00"},
        "holidays": [],
    },
    # Literal CET: no summer time.
    "cet": {"time_zone": "Etc/GMT-1", "day_hours": 8, "hours": {"mon-fri": "09:00-17:00"}},
    # A break at noon, other hours by day, holidays of a state, half days, an open Sunday.
    "split": {
        "time_zone": "Europe/Berlin",
        "day_hours": 7.5,
        "hours": {
            "mon-thu": ["08:00-12:00", "13:00-17:30"],
            "fri": "08:00-14:00",
            "sat": "10:00-13:00",
        },
        "holidays": [
            {"country": "DE", "subdivision": "BE"},
            {
                "date": date(2024, 2, 29),
                "hours": ["07:00-09:00", "20:00-24:00"],
                "name": "Schalttag",
            },
            {"date": date(2024, 11, 24), "hours": "09:00-12:00", "name": "Sonntagsdienst"},
            {"date": date(2024, 12, 2)},
            {"date": date(2024, 10, 3), "hours": "10:00-11:00", "name": "Notdienst am Feiertag"},
        ],
    },
    # Shifts that cross midnight, also into and out of holidays, and over both clock changes.
    "night": {
        "time_zone": "Europe/Berlin",
        "day_hours": 8,
        "hours": {"mon-fri": "22:00-06:00", "sat": "22:00-06:00"},
        "holidays": [
            {"country": "DE"},
            {"date": date(2024, 11, 20), "hours": "23:30-00:30", "name": "Kurze Nacht"},
        ],
    },
    # Hours whose ends fall into the gap of 31 March and the fold of 27 October.
    "small_hours": {
        "time_zone": "Europe/Berlin",
        "day_hours": 4,
        "hours": {
            "sun": ["01:00-02:30", "02:45-03:15", "03:15-05:00"],
            "mon-sat": ["00:00-02:00", "23:00-24:00"],
        },
    },
    "always": {
        "time_zone": "Europe/Berlin",
        "day_hours": 24,
        "hours": {"mon-sun": "00:00-24:00"},
    },
    "new_york": {
        "time_zone": "America/New_York",
        "day_hours": 9,
        "hours": {"mon-fri": "09:00-18:00", "sun": "00:30-03:30"},
        "holidays": [{"country": "US"}],
    },
    "kolkata": {
        "time_zone": "Asia/Kolkata",
        "day_hours": 9,
        "hours": {"mon-sat": "09:30-18:30"},
    },
    "jerusalem": {
        "time_zone": "Asia/Jerusalem",
        "day_hours": 8.5,
        "hours": {"sun-thu": "08:30-17:00", "fri": ["01:00-02:15", "08:00-13:00"]},
        "holidays": [{"country": "IL"}],
    },
    # Clocks change at midnight here.
    "cairo": {
        "time_zone": "Africa/Cairo",
        "day_hours": 10,
        "hours": {"sun-thu": ["00:00-01:30", "18:00-24:00"], "fri": "00:00-04:00"},
        "holidays": [{"date": date(2024, 10, 31), "hours": "23:00-24:00"}],
    },
    # Midnight comes twice on 3 November and not at all on 10 March.
    "havana": {
        "time_zone": "America/Havana",
        "day_hours": 12,
        "hours": {"mon-sun": ["00:00-06:00", "18:00-24:00"]},
        "holidays": [{"date": date(2024, 11, 3)}, {"date": date(2024, 3, 9)}],
    },
    # Summer time of half an hour.
    "lord_howe": {
        "time_zone": "Australia/Lord_Howe",
        "day_hours": 6,
        "hours": {"mon-sun": ["00:00-01:45", "02:15-05:00", "20:00-22:00"]},
    },
}

SEVERITIES = {
    level: {"name": {"de": de, "en": en}, "definition": {"de": de, "en": en}}
    for level, de, en in (
        (1, "Kritisch", "Critical"),
        (2, "Hoch", "High"),
        (3, "Standard", "Standard"),
        (4, "Bugfix", "Bug fix"),
        (5, "Anfrage", "Request"),
    )
}
PROMISED = {
    1: {"first_response": "1 hour", "follow_up": "4 hours"},
    2: {"first_response": "1 hour", "follow_up": "4 hours"},
    3: {"first_response": "2 hours", "follow_up": "2 working days"},
    4: {"first_response": "1 working day"},
    5: {"first_response": "1 working day"},
}
READINGS: dict[str, dict[int, str]] = {
    "default": {},
    "literal": {1: "wall_from_opening", 2: "wall_from_opening"},
    "strict": dict.fromkeys(range(1, 6), "wall"),
    "mixed": {1: "wall", 3: "wall_from_opening", 4: "wall", 5: "wall_from_opening"},
}
AMOUNTS = ("1 second", "61 seconds", "30 minutes", "90 minutes", "1 hour", "1.5 hours", "3 hours")
LONG_AMOUNTS = ("8 hours", "1 working day", "2 working days", "5 working days", None)
METRICS = ("first_response", "follow_up")
VERSION_DATES = (date(2020, 1, 1), date(2023, 6, 1), date(2024, 4, 1))
OVERRIDE_DATES = (
    date(2019, 6, 1),  # before the first version
    date(2020, 1, 1),
    date(2023, 6, 1),
    date(2024, 2, 29),
    date(2024, 10, 27),
    date(2024, 11, 18),
)
PAUSES = ("on_hold", "waiting_customer", "resolved", "open")

SOURCES = (
    Source(
        "helpdesk",
        severity=(("kritisch", 1), ("hoch", 2)),
        bots=("robo-listed",),
        tiers={2: ("otto", "nobody-knows"), 3: ("petra",)},
    ),
    Source("branch", time_zone="America/Phoenix", bots=("anna",)),
    Source("depot", time_zone="Europe/Berlin"),
)
AGENTS = (
    Agent("anna", 1),
    Agent("ben", 1),
    Agent("carla", 2),
    Agent("otto", 1),
    Agent("petra"),
    Agent("robo", 1, is_bot=True),
)


@dataclass(frozen=True)
class Customer:
    """A customer and the accounts that its tickets may come in on, by source."""

    customer_id: str
    account_id: str


def policy(rnd: Random, customers: list[Customer]) -> dict[str, Any]:
    """A whole `policy.yml`: three versions, every calendar, overrides for most customers.

    Now and then no calendar is called `dedicated_support`.
    """
    calendars = dict(CALENDARS)
    if rnd.random() < 0.25:
        calendars["house_hours"] = calendars.pop("dedicated_support")
    names = sorted(calendars)
    first = "dedicated_support" if "dedicated_support" in calendars else "house_hours"
    return {
        "goal": 0.95,
        "severities": SEVERITIES,
        "calendars": calendars,
        "policies": [
            {
                "valid_from": valid_from,
                "calendar": first if place == 0 else rnd.choice(names),
                "pause_statuses": [] if place == 0 else ["on_hold"],
                "targets": PROMISED if place == 0 else _all_targets(rnd),
            }
            for place, valid_from in enumerate(VERSION_DATES)
        ],
        "readings": READINGS,
        "customers": {
            customer.customer_id: _overrides(rnd, names)
            for customer in customers
            if rnd.random() < 0.85
        },
    }


def customers(rnd: Random, count: int) -> list[Customer]:
    """Every third has an account of another name."""
    return [
        Customer(f"K-{1000 + at}", f"acc-{at}" if rnd.random() < 0.33 else f"K-{1000 + at}")
        for at in range(count)
    ]


def accounts(known: list[Customer]) -> list[Account]:
    """The rows that tell whose the accounts of another name are, in every source."""
    return [
        Account(source.name, customer.account_id, customer.customer_id)
        for customer in known
        if customer.account_id != customer.customer_id
        for source in SOURCES
    ]


def coverage(rnd: Random, known: list[Customer]) -> list[CoveragePeriod]:
    """Covered throughout, in two periods, on single days, without the add-on, or not in it."""
    rows: list[CoveragePeriod] = []
    for customer in known:
        kind = rnd.choice((*["always"] * 5, "gap", "gap", "day", "plain", "absent"))
        name, begin = customer.customer_id, date(2019, 1, 1)
        if kind == "always":
            rows.append(CoveragePeriod(name, "vip", begin, None))
        elif kind == "gap":
            gap = date(2024, 3, 29) + timedelta(days=rnd.randrange(240))
            rows.append(CoveragePeriod(name, "vip", begin, gap))
            rows.append(CoveragePeriod(name, None, gap + timedelta(days=1), None))
            rows.append(CoveragePeriod(name, "vip", gap + timedelta(days=3), None))
        elif kind == "day":
            days = [date(2024, 10, 27), date(2024, 2, 29), date(2024, 3, 31)]
            rows += [CoveragePeriod(name, "vip", day, day) for day in days]
        elif kind == "plain":
            rows.append(CoveragePeriod(name, None, begin, None))
    return rows


def roster(rnd: Random, known: list[Customer]) -> list[RosterRow]:
    """None, one, or several dedicated agents, one after the other or at once."""
    rows: list[RosterRow] = []
    for customer in known:
        for source in SOURCES:
            for _ in range(rnd.choice((0, 1, 1, 2, 3))):
                begin = rnd.choice((date(2019, 1, 1), date(2024, 3, 31), date(2024, 10, 1)))
                until = rnd.choice((None, None, date(2024, 10, 27), AS_OF.date()))
                agent_id = rnd.choice(AGENTS).agent_id
                rows.append(RosterRow(customer.customer_id, source.name, agent_id, begin, until))
    return sorted(set(rows), key=repr)


def _all_targets(rnd: Random) -> dict[int, dict[str, str]]:
    """Some are missing."""
    found: dict[int, dict[str, str]] = {}
    for severity in range(1, 6):
        drawn = {metric: rnd.choice(AMOUNTS + LONG_AMOUNTS) for metric in METRICS}
        found[severity] = {metric: amount for metric, amount in drawn.items() if amount}
    return found


def _overrides(rnd: Random, calendars: list[str]) -> list[dict[str, Any]]:
    dates = sorted(rnd.sample(OVERRIDE_DATES, rnd.choice((1, 2, 3))))
    return [_override(rnd, valid_from, calendars) for valid_from in dates]


def _override(rnd: Random, valid_from: date, calendars: list[str]) -> dict[str, Any]:
    """Any of its keys, whole severities set to null, single targets set to null."""
    written: dict[str, Any] = {"valid_from": valid_from}
    if rnd.random() < 0.8:
        written["calendar"] = rnd.choice(calendars)
    if rnd.random() < 0.6:
        written["pause_statuses"] = rnd.sample(PAUSES, rnd.choice((0, 1, 1, 2)))
    if rnd.random() < 0.6:
        targets: dict[int, dict[str, str | None] | None] = {}
        for severity in rnd.sample(range(1, 6), rnd.choice((1, 2, 4))):
            metrics = rnd.sample(METRICS, rnd.choice((1, 2)))
            amounts = {metric: rnd.choice((*AMOUNTS, *LONG_AMOUNTS)) for metric in metrics}
            targets[severity] = None if rnd.random() < 0.15 else amounts
        written["targets"] = targets
    return written
