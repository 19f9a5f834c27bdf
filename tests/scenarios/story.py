"""A story read from its file, and the comparison of rows with what it expects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from tests.reference.records import (
    Absence,
    CoveragePeriod,
    Event,
    Meeting,
    RosterRow,
    Ticket,
    Waiver,
)
from tests.scenarios import help_desk
from tests.scenarios.words import duration, event, moment

HERE = Path(__file__).parent
SOURCE = "helpdesk"


@dataclass(frozen=True)
class Table:
    """A table that stories tell rows of, under the reading `default`."""

    name: str
    key: tuple[str, ...]  # beside the customer
    is_whole: bool = False  # every row of the customer is told


EXPECTATIONS = {
    "default": "expect",
    "literal": "expect_literal",
    "strict": "expect_strict",
}
# Other tables: whose key, and whether the rows told are all that there are.
TABLES = {
    "expect_compliance": Table("compliance_monthly", ("opened_month", "severity", "metric")),
    "expect_contested": Table("contested_responses", ("reason", "at"), is_whole=True),
    "expect_escalations": Table("fct_escalations", ("ticket_id",), is_whole=True),
    "expect_contacts": Table("fct_contacts_out_of_hours", ("arrived_at",), is_whole=True),
    "expect_silences": Table("fct_silences", ("started_at",), is_whole=True),
    "expect_updates": Table("updates_monthly", ("month", "severity"), is_whole=True),
    "expect_late_updates": Table("fct_late_updates", ("started_at",), is_whole=True),
    "expect_by_the_wall": Table("by_the_wall_monthly", ("month", "severity"), is_whole=True),
    "expect_meetings": Table("fct_meetings", ("meeting_id",), is_whole=True),
    "expect_months": Table("service_monthly", ("month",)),
    "expect_channels": Table("contacts_out_of_hours_monthly", ("month", "channel"), is_whole=True),
    "expect_calls": Table("meetings_monthly", ("month", "kind"), is_whole=True),
    "expect_team": Table("team_monthly", ("agent_id", "month"), is_whole=True),
    "expect_team_hours": Table("team_hours", ("agent_id", "weekday", "local_hour"), is_whole=True),
}
KEYS = {
    *("story", "rule", "week", "severity", "channel", "status", "account", "moves", "events"),
    "ticket_row",
    *("override", "covered", "dedicated", "away", "waivers", "meetings", "fee"),
    *EXPECTATIONS.values(),
    *TABLES,
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
    absences: tuple[Absence, ...]
    waivers: tuple[Waiver, ...]
    meetings: tuple[Meeting, ...]
    published: dict[str, tuple[dict[str, Any], ...]]  # key of `TABLES` -> columns
    expected: dict[str, tuple[dict[str, Any], ...]]  # reading -> columns of `fct_responses`


@cache
def load_stories() -> tuple[Story, ...]:
    """Every story, by name."""
    return tuple(read_story(path) for path in sorted(HERE.glob("*.yml")))


def read_story(path: Path) -> Story:
    """One file as a story; unknown keys are a mistake."""
    written: dict[str, Any] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
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
    ticket = Ticket(
        name,
        account_id,
        written.get("channel"),
        str(severity) if severity else None,
        written.get("status"),
    )
    if moves := [(at(move["at"]), move["to"]) for move in written.get("moves", ())]:
        accounts = ((None, account_id), *moves)
        ticket = replace(ticket, account_id=accounts[-1][1], accounts=accounts)
    fee = Decimal(str(written.get("fee", 1000)))
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
            CoveragePeriod(
                name,
                period.get("add_on", "vip"),
                period["from"],
                period.get("until"),
                Decimal(str(period.get("fee", fee))),
            )
            for period in written.get("covered", [{"from": date(2019, 1, 1)}])
        ),
        roster=tuple(
            RosterRow(name, SOURCE, row["agent"], row["from"], row.get("until"))
            for row in written.get("dedicated", ())
        ),
        absences=tuple(
            Absence(SOURCE, row["agent"], row.get("stand_in"), row["from"], row.get("until"))
            for row in written.get("away", ())
        ),
        waivers=tuple(
            Waiver(f"{SOURCE}:{name}:{row['response']}", at(row["opened_at"]), row["approved_on"])
            for row in written.get("waivers", ())
        ),
        meetings=tuple(
            _meeting(row, name, number, at)
            for number, row in enumerate(written.get("meetings", ()), start=1)
        ),
        published={
            key: tuple(_columns(row, week, name) for row in written[key])
            for key in TABLES
            if key in written
        },
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


def published_differences(story: Story, key: str, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The same for the rows of one of `TABLES`; rows of other customers are passed over."""
    table = TABLES[key]

    def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row.get(name, story.name) for name in table.key)

    mine = {place(row): row for row in rows if row["customer_id"] == story.name}
    found = []
    if table.is_whole and len(mine) != len(story.published[key]):
        found.append(f"{story.name}: {len(story.published[key])} rows expected, {len(mine)} found")
    for columns in story.published[key]:
        row = mine.get(place(columns))
        if row is None:
            found.append(f"{story.name}, {table.name}: no row {place(columns)}, only {list(mine)}")
            continue
        found += [
            f"{story.name}, {table.name} {place(columns)}, {column}: "
            f"{_shown(value)} expected, {_shown(row[column])} found"
            for column, value in columns.items()
            if row[column] != value
        ]
    return found


def _meeting(
    row: dict[str, Any], customer_id: str, number: int, at: Callable[[str], datetime]
) -> Meeting:
    return Meeting(
        meeting_id=f"{customer_id}-{number}",
        customer_id=customer_id,
        source=SOURCE,
        agent_id=row.get("agent", "anna"),
        kind=row.get("kind", "review"),
        booked_at=at(row["booked"]),
        scheduled_at=at(row["scheduled"]),
        held_at=at(row["held"]) if "held" in row else None,
        status=row["status"],
    )


def _columns(written: dict[str, Any], week: date | None, name: str = "") -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for column, value in written.items():
        if column == "response":  # of the story, by number
            columns["response_id"] = f"{SOURCE}:{name}:{value}"
        elif value is not None and (column == "at" or column.endswith("_at")):
            columns[column] = moment(value, week)
        elif value is not None and column.endswith("_seconds"):
            columns[column] = duration(value)
        else:
            columns[column] = value
    return columns


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
