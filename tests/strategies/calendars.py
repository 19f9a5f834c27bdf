"""Calendars that tickets are judged by; each is there for a trap."""

from __future__ import annotations

from datetime import date
from typing import Any

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
