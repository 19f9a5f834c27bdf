"""A story read from its file, and the comparison of rows with what it expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from tests.reference.records import CoveragePeriod, Event, RosterRow, Ticket, Waiver
from tests.scenarios import help_desk
from tests.scenarios.words import duration, event, moment

HERE = Path(__file__).parent
SOURCE = "helpdesk"
EXPECTATIONS = {
    "default": "expect",
    "literal": "expect_literal",
    "strict": "expect_strict",
}
KEYS = {
    *("story", "rule", "week", "severity", "channel", "account", "ticket_row", "events"),
    *("override", "covered", "dedicated", "waivers"),
    *EXPECTATIONS.values(),
}


@dataclass(frozen=True)
class Story:
    """One ticket's tale, and what is owed in it. `name` is its ticket's and its customer's id."""

    name: str
    title: str
    rule: str
    account_id: str
    ticket: Ticket | None
    events: tuple[Event, ...]
    overrides: tuple[dict[str, Any], ...]
    coverage: tuple[CoveragePeriod, ...]
    roster: tuple[RosterRow, ...]
    waivers: tuple[Waiver, ...]
    expected: dict[str, tuple[dict[str, Any], ...]]  # reading -> columns of `fct_responses`


def load_stories() -> tuple[Story, ...]:
    """Every story, by name."""
    return tuple(read_story(path) for path in sorted(HERE.glob("*.yml")))


def read_story(path: Path) -> Story:
    """One file as a story; unknown keys are a mistake."""
    written: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = set(written) - KEYS
    if unknown:
        raise ValueError(f"{path.name}: unknown keys {sorted(unknown)}")
    name: str = path.stem
    week: date | None = written.get("week")
    if week and week.weekday() != 0:
        raise ValueError(f"{path.name}: {week} is not a Monday")
    account_id: str = written.get("account", name)
    at = partial(moment, week=week)
    told = [next(iter(line.items())) for line in written["events"]]
    severity = written.get("severity")
    ticket = Ticket(name, account_id, written.get("channel"), str(severity) if severity else None)
    return Story(
        name=name,
        title=written["story"],
        rule=written["rule"],
        account_id=account_id,
        ticket=None if written.get("ticket_row") == "absent" else ticket,
        events=tuple(
            event(what, f"{name}-{number:02}", name, at(when), help_desk.cast())
            for number, (when, what) in enumerate(told, start=1)
        ),
        overrides=tuple(written.get("override", ())),
        coverage=tuple(
            CoveragePeriod(name, "vip", period["from"], period.get("until"))
            for period in written.get("covered", [{"from": date(2019, 1, 1)}])
        ),
        roster=tuple(
            RosterRow(name, SOURCE, row["agent"], row["from"], row.get("until"))
            for row in written.get("dedicated", ())
        ),
        waivers=tuple(
            Waiver(f"{SOURCE}:{name}:{row['response']}", at(row["opened_at"]), row["approved_on"])
            for row in written.get("waivers", ())
        ),
        expected={
            reading: tuple(_columns(row, week) for row in written[key])
            for reading, key in EXPECTATIONS.items()
            if key in written
        },
    )


def differences(story: Story, rows: Iterable[Mapping[str, Any]], reading: str) -> list[str]:
    """What in the rows is not as told, a line each; rows of other tickets are passed over."""
    expected = story.expected[reading]
    owed = sorted(
        (row for row in rows if row["ticket_id"] == story.name),
        key=lambda row: int(row["cycle_number"]),
    )
    found = []
    if len(owed) != len(expected):
        found.append(f"{story.name}: {len(expected)} responses expected, {len(owed)} found")
    for number, (row, columns) in enumerate(zip(owed, expected, strict=False), start=1):
        for column, value in columns.items():
            if row[column] != value:
                found.append(
                    f"{story.name}, response {number}, {column}: "
                    f"{_shown(value)} expected, {_shown(row[column])} found"
                )
    return found


def _columns(written: dict[str, Any], week: date | None) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for column, value in written.items():
        if value is not None and column.endswith("_at"):
            columns[column] = moment(value, week)
        elif value is not None and column.endswith("_seconds"):
            columns[column] = duration(value)
        else:
            columns[column] = value
    return columns


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
