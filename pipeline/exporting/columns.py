"""How a question's columns are told to people: their order, their headings, their form.

A row about a ticket begins with its number and subject and ends with what programs know it by.
Months are dates, shares parts of one, durations parts of a day: a spreadsheet goes on with them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.spreadsheets import COUNT, DAY_SECONDS, DURATION, MONEY, MONTH, PERCENT, Told
from pipeline.statistics.shares import Share
from pipeline.wording.catalogues import LANGUAGES, SHARED, Wording, entries
from pipeline.wording.formatting import Formatting
from pipeline.wording.retold import retold

CATALOGUE = Path(__file__).parent / "catalogue"

HOUR_SECONDS = 3600

FIRST = ("code", "subject", "customer_name")
LAST = ("url", "response_id", "source", "ticket_id", "event_id", "calendar_id")

HOURS = "#,##0.00"

_SAID: Mapping[str, str] = {
    "metric": "metric",
    "channel": "channel",
    "outcome": "reckoning",
    "exclusion_reason": "reckoning",
    "reason": "contest.reason",
    "kind": "service.kind",
}
"""Columns whose values are words of ours, and where these are said."""

_FORMER_NAMES = {
    **dict.fromkeys(
        ("opened_month", "created_month", "escalated_month", "arrived_month", "began_month"),
        "month",
    ),
    **dict.fromkeys(("scheduled_month", "local_month"), "month"),
    **dict.fromkeys(
        ("responder_id", "closed_by_agent_id", "answered_by_agent_id", "started_by_agent_id"),
        "agent_id",
    ),
}
"""What columns were called before, and are for a version more; a workbook shows one of the two."""

_RETOLD = {"message", "reason", "error", "warning"}
"""Columns whose values are sentences that models and landing publish in English."""


def told_columns(frame: pd.DataFrame, say: Wording, show: Formatting) -> list[Told]:
    """The frame's columns as people read them, shares and what they are of among them.

    A column that no heading is known of keeps its own name. Raises nothing about a single value.
    """
    with_shares = _with_shares(_in_language(frame, say.language))
    known = entries(say.language, CATALOGUE)
    return [
        _told(name, column, say, show, known)
        for name, column in ((name, with_shares[name]) for name in _ordered(with_shares))
    ]


def _told(
    name: str,
    column: "pd.Series[Any]",
    say: Wording,
    show: Formatting,
    known: Mapping[str, Any],
) -> Told:
    if name == "left_seconds":  # below zero once a target is exceeded, which no duration may be
        return Told(say("heading.left_hours"), column.astype("Float64") / HOUR_SECONDS, HOURS)
    heading = say(f"heading.{name}") if f"heading.{name}" in known else name
    if name in _SAID:
        words = entries(say.language, SHARED)
        column = column.map(lambda value: words.get(f"{_SAID[name]}.{value}", value))
    if name in _RETOLD:
        column = column.map(lambda value: retold(say, show, value) or value, na_action="ignore")
    if name.endswith("_seconds") or name == "seconds":
        return Told(heading, column.astype("Float64") / DAY_SECONDS, DURATION)
    return Told(heading, column, _pattern(name, column))


def _pattern(name: str, column: "pd.Series[Any]") -> str | None:
    if name == "share" or name.endswith("_share"):
        return PERCENT
    if name == "month" or name.endswith("_month"):
        return MONTH
    if name.endswith("_count") and pd.api.types.is_integer_dtype(column):
        return COUNT
    return MONEY if name == "monthly_fee_eur" else None


def _in_language(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Without former names and those in other languages; `name_de` is the name in German."""
    others = tuple(f"_{each}" for each in LANGUAGES if each != language)
    kept = frame[
        [
            name
            for name in frame.columns
            if not str(name).endswith(others) and _FORMER_NAMES.get(str(name)) not in frame.columns
        ]
    ]
    return kept.rename(columns=lambda name: str(name).removesuffix(f"_{language}"))


def _with_shares(frame: pd.DataFrame) -> pd.DataFrame:
    """The share that was kept, behind how many it is of; none below ten, which says too little.

    Cut to a tenth of a per cent: a spreadsheet would round it up.
    """
    if not {"met_count", "breached_count"} <= set(frame.columns):
        return frame
    rows = zip(frame["met_count"], frame["breached_count"], strict=True)
    shares = [Share(int(met), int(met) + int(breached)) for met, breached in rows]
    found = frame.copy()
    place = list(found.columns).index("met_count")
    cut = [share.cut if share.is_telling else None for share in shares]
    found.insert(place, "counted_count", [share.whole for share in shares])
    found.insert(place + 1, "share", pd.Series(cut, index=found.index, dtype="Float64"))
    return found


def _ordered(frame: pd.DataFrame) -> Iterator[str]:
    names = [str(name) for name in frame.columns]
    is_of_a_ticket = "code" in names
    first = [name for name in FIRST if name in names] if is_of_a_ticket else []
    last = [name for name in LAST if name in names] if is_of_a_ticket else []
    yield from first
    yield from (name for name in names if name not in {*first, *last})
    yield from last
