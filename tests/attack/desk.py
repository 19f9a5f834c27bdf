"""A made-up help desk: rows that are good beyond doubt, and what must land of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

STARTED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""When the runs of the attack start: no event of the desk lies behind it."""

_FREE_TEXTS = (
    "Müller & Söhne",
    'er sagt "hallo"',
    "Meier, Schulze; Töchter\tKG",
    "zwei\nZeilen",
    '"',
    "Out of memory",
    "No space left on device",
    "Too many open files",
    "007",
    "1.10",
    "1e400",
    "[1]",
    '{"a": 1}',
    "NULL",
    "null",
    "=1+1",
    "C:\\temp\\new",
    "日本語, 한국어",
    "🙂 und \u202eabc",
    "x" * 400,
    "true",
    "-",
    "\u00a0eng\u00a0",
)
_PLAIN_TEXTS = ("email", "chat", "a, b", "0042", "ß", "sehr dringend", "x;y", "1.10", "NaN", "inf")

Cell = str | int | bool | None


@dataclass(frozen=True)
class Column:
    """How a column's cells are drawn, and what lands of one."""

    name: str
    draw: Callable[[Random], Cell]
    landed: Callable[[Cell], Any] = lambda cell: cell
    landed_as: str = ""


@dataclass(frozen=True)
class Table:
    """One entity of the desk."""

    name: str
    id_column: str
    landed_id: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Record:
    """One good row under an id that no other row has, in no file of the attack."""

    id: str
    cells: Mapping[str, Cell]
    landed: Mapping[str, Any]


def record(luck: Random, table: Table, without: frozenset[str] = frozenset()) -> Record:
    """A row of the table; columns of `without` are not in its file."""
    record_id = f"{luck.choice('abcdefgh')}{luck.getrandbits(40):010x}"
    cells: dict[str, Cell] = {}
    landed: dict[str, Any] = {}
    for column in table.columns:
        cell = record_id if column.name == table.id_column else column.draw(luck)
        if column.name in without:
            cell = None
        else:
            cells[column.name] = cell
        landed[column.landed_as or column.name] = None if cell is None else column.landed(cell)
    return Record(record_id, cells, landed)


def _free(luck: Random) -> Cell:
    return luck.choice((*_FREE_TEXTS, None))


def _plain(luck: Random) -> Cell:
    return luck.choice((*_PLAIN_TEXTS, None))


def _moment(luck: Random) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=luck.randrange(360 * 86400))


def _time(luck: Random) -> Cell:
    moment = _moment(luck)
    if luck.random() < 0.3:
        there = moment + timedelta(hours=2)
        return f"{there:%Y-%m-%d %H:%M:%S}+02:00"
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def _time_or_none(luck: Random) -> Cell:
    return _time(luck) if luck.random() < 0.8 else None


def _instant(cell: Cell) -> Any:
    return datetime.fromisoformat(str(cell)).astimezone(UTC)


def _lower(cell: Cell) -> Any:
    return str(cell).lower()


def _one_of(*words: str | None) -> Callable[[Random], Cell]:
    return lambda luck: luck.choice(words)


CUSTOMERS = Table(
    "customers",
    "customer_id",
    "account_id",
    (Column("customer_id", _plain, landed_as="account_id"), Column("name", _free)),
)
AGENTS = Table(
    "agents",
    "agent_id",
    "agent_id",
    (
        Column("agent_id", _plain),
        Column("name", _free),
        Column("tier", lambda luck: luck.choice((1, 2, 3, None))),
        Column("is_bot", lambda luck: luck.choice((True, False, None))),
    ),
)
TICKETS = Table(
    "tickets",
    "ticket_id",
    "ticket_id",
    (
        Column("ticket_id", _plain),
        Column("customer_id", _plain, landed_as="account_id"),
        Column("subject", _free),
        Column("channel", _plain),
        Column("severity", _one_of("1", "2", "kritisch", None)),
        Column("status", _one_of("Open", "resolved", None), _lower),
        Column("created_at", _time_or_none, _instant),
        Column("updated_at", _time_or_none, _instant),
        Column("url", _one_of("https://help.example/a?b=1&c=%20", None)),
    ),
)
EVENTS = Table(
    "events",
    "event_id",
    "event_id",
    (
        Column("event_id", _plain),
        Column("ticket_id", lambda luck: f"t{luck.randrange(9)}"),
        Column("occurred_at", _time, _instant),
        Column("kind", _one_of("message", "NOTE", "severity", "assignment", "escalation"), _lower),
        Column("value", _one_of("1", "2", "a, b", None)),
        Column("previous_value", _plain),
        Column("actor_kind", _one_of("customer", "Agent", "bot", "system"), _lower),
        Column("actor_id", _plain),
        Column("channel", _plain),
        Column("updated_at", _time_or_none, _instant),
    ),
)
TABLES = (CUSTOMERS, AGENTS, TICKETS, EVENTS)
REQUIRED = {
    "customers": {"customer_id"},
    "agents": {"agent_id"},
    "tickets": {"ticket_id", "customer_id"},
    "events": {"event_id", "ticket_id", "occurred_at", "kind", "actor_kind"},
}
"""Columns that a file of the desk always has."""
