"""Policies and the overrides of customers, drawn at random; who uses which calendar is drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.strategies.calendars import CALENDARS
from tests.strategies.luck import Luck

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


def policy(luck: Luck) -> dict[str, Any]:
    """A whole `policy.yml` but for customers: three versions, every calendar.

    Now and then no calendar is called `dedicated_support`.
    """
    calendars = dict(CALENDARS)
    if luck.chance(25):
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
                "calendar": first if place == 0 else luck.choice(names),
                "pause_statuses": [] if place == 0 else ["on_hold"],
                "targets": PROMISED if place == 0 else _all_targets(luck),
                **({} if place == 0 else _by_the_wall(luck)),
            }
            for place, valid_from in enumerate(VERSION_DATES)
        ],
        "readings": READINGS,
        "old_thread_days": 2,
    }


def overrides(luck: Luck, calendars: list[str]) -> tuple[dict[str, Any], ...]:
    """One customer's, of different days."""
    dates = luck.sample(OVERRIDE_DATES, luck.choice((1, 2, 3)))
    return tuple(_override(luck, valid_from, calendars) for valid_from in dates)


def _override(luck: Luck, valid_from: date, calendars: list[str]) -> dict[str, Any]:
    """Any of its keys, whole severities set to null, single targets set to null."""
    written: dict[str, Any] = {"valid_from": valid_from}
    if luck.chance(80):
        written["calendar"] = luck.choice(calendars)
    if luck.chance(60):
        written["pause_statuses"] = luck.sample(PAUSES, luck.choice((0, 1, 1, 2, 4)))
    if luck.chance(60):
        targets: dict[int, dict[str, str | None] | None] = {}
        for severity in luck.sample(range(1, 6), luck.choice((1, 2, 4))):
            metrics = luck.sample(METRICS, luck.choice((1, 2)))
            amounts = {metric: luck.choice((*AMOUNTS, *LONG_AMOUNTS)) for metric in metrics}
            targets[severity] = None if luck.chance(15) else amounts
        written["targets"] = targets
    return written | _by_the_wall(luck)


def _by_the_wall(luck: Luck) -> dict[str, Any]:
    """Sentences beside the targets: left out, taken away, of any severity."""
    if luck.chance(50):
        return {}
    levels = luck.sample(range(1, 6), luck.choice((1, 2)))
    return {"by_the_wall": {level: luck.choice((*AMOUNTS, *LONG_AMOUNTS)) for level in levels}}


def _all_targets(luck: Luck) -> dict[int, dict[str, str]]:
    """Some are missing."""
    found: dict[int, dict[str, str]] = {}
    for severity in range(1, 6):
        drawn = {metric: luck.choice(AMOUNTS + LONG_AMOUNTS) for metric in METRICS}
        found[severity] = {metric: amount for metric, amount in drawn.items() if amount}
    return found
