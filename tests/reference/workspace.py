"""A workspace's own files, read plainly.

Clean generic exports in CSV are all it knows: comma, UTF-8, every column there, no bad rows.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml

from tests.reference.records import (
    Absence,
    Account,
    Agent,
    CoveragePeriod,
    Event,
    Export,
    Meeting,
    Register,
    RosterRow,
    Source,
    Ticket,
    Waiver,
)
from tests.reference.responses import responses

Line = dict[str, str | None]
NEVER = datetime.min.replace(tzinfo=UTC)
FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)
Record = TypeVar("Record")


def reference_responses(workspace_dir: Path, as_of: datetime, reading: str) -> list[dict[str, Any]]:
    """One dict per response owed, with every column of `fct_responses`; all generic sources.

    Values are aware UTC datetimes, ints, bools, dates, text and None.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a time zone")
    exports, policy, kept = read_workspace(workspace_dir)
    rows: list[dict[str, Any]] = []
    for export in exports:
        rows += responses(export, policy, kept, as_of.astimezone(UTC), reading)
    return rows


def read_workspace(workspace_dir: Path) -> tuple[list[Export], dict[str, Any], Register]:
    """Exports, policy and register."""
    config = _yaml(workspace_dir / "vip-sla.yml")
    policy = _yaml(workspace_dir / "policy.yml")
    kept = read_register(workspace_dir / "register")
    return [read_export(workspace_dir, written) for written in config["sources"]], policy, kept


def read_export(workspace_dir: Path, written: dict[str, Any]) -> Export:
    """The newest row of every key, as §2's stream."""
    assert written["kind"] == "generic", "the reference reads generic sources only"
    rules = written.get("severity") or []
    source = Source(
        name=written["name"],
        time_zone=written["time_zone"],
        severity=tuple(
            (str(rule["value"]), int(rule["level"])) for rule in rules if "value" in rule
        ),
        default_severity=next((rule["default"] for rule in rules if "default" in rule), None),
        bots=tuple(written.get("bots") or ()),
        tiers={tier: tuple(ids) for tier, ids in (written.get("tiers") or {}).items()},
    )
    folder = workspace_dir / written["path"]

    def newest(entity: str, *key: str) -> list[Line]:
        """Of several rows with one key the newest wins."""
        return [rows[-1].line for rows in versions_of(folder, entity, key, source.time_zone)]

    return Export(
        source=source,
        tickets=tuple(
            replace(_ticket(rows[-1].line, source.time_zone), accounts=_accounts(rows))
            for rows in versions_of(folder, "tickets", ("ticket_id",), source.time_zone)
        ),
        # §2: "Events before 2000-01-01 … are rejected rows"
        events=tuple(
            event
            for line in newest("events", "ticket_id", "event_id")
            if (event := _event(line, source.time_zone)).occurred_at >= FIRST_DAY
        ),
        agents=tuple(_agent(line) for line in newest("agents", "agent_id")),
        replaced=tuple(_replaced(folder, source.time_zone)),
    )


def _replaced(folder: Path, time_zone: str) -> Iterator[Event]:
    """Rows of events whose newest row "tells a different event (other time, kind or actor)"."""
    for rows in versions_of(folder, "events", ("ticket_id", "event_id"), time_zone):
        told = [_event(row.line, time_zone) for row in rows]
        told = [event for event in told if event.occurred_at >= FIRST_DAY]
        yield from (event for event in told[:-1] if _which(event) != _which(told[-1]))


def _which(event: Event) -> tuple[object, ...]:
    return event.occurred_at, event.kind, event.actor_kind or "", event.actor_id or ""


@dataclass(frozen=True, order=True)
class Version:
    """One exported row, by how new it is."""

    updated_at: datetime  # the year 1 where the row does not tell
    modified_at: datetime  # of its file
    text: str
    line: Line = field(compare=False)


def versions_of(
    folder: Path, entity: str, key: tuple[str, ...], time_zone: str
) -> list[list[Version]]:
    """The rows of every key, the newest last.

    "Of several rows with one key the one with the latest `updated_at` wins, else the later file
    (its modification time …), else by row text".
    """
    rows: dict[tuple[str | None, ...], list[Version]] = {}
    for path in folder.glob(f"{entity}*.csv"):
        modified_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for line in _lines(path):
            updated = line.get("updated_at")
            version = Version(
                instant(updated, time_zone) if updated else NEVER,
                modified_at,
                "|".join(text or "" for text in line.values()),
                line,
            )
            rows.setdefault(tuple(line[name] for name in key), []).append(version)
    return [sorted(versions) for versions in rows.values()]


def _accounts(versions: list[Version]) -> tuple[tuple[datetime | None, str], ...]:
    """§2: "before the first export it was as first exported"; then each change of account.

    "It changed at the later row's own time of change …, else at the later file's modification
    time". A time that the row before had too is not that of the change.
    """
    # Of several rows in one file that do not tell their order the last by text holds.
    told = {
        (version.updated_at, version.modified_at): version
        for version in versions
        if version.line["customer_id"]
    }
    held: list[tuple[datetime | None, str]] = []
    before: Version | None = None
    for version in told.values():
        account_id = _text(version.line, "customer_id")
        if before is None:
            held.append((None, account_id))
        elif account_id != before.line["customer_id"]:
            is_told = version.updated_at > before.updated_at
            since = version.updated_at if is_told else version.modified_at
            # Who is said to have had it from a later moment on never had it.
            held = [it for it in held if it[0] is None or it[0] < since]
            held.append((since, account_id))
        before = version
    return tuple(held)


def read_register(folder: Path) -> Register:
    """Only the columns that the rules need."""

    def table(name: str, make: Callable[[Line], Record]) -> tuple[Record, ...]:
        path = folder / name
        return tuple(make(line) for line in _lines(path)) if path.exists() else ()

    return Register(
        customers=table(
            "customers.csv",
            lambda line: CoveragePeriod(
                _text(line, "customer_id"),
                line["add_on"],
                *_period(line),
                Decimal(fee) if (fee := line.get("monthly_fee_eur")) else None,
                line.get("currency") or "EUR",
            ),
        ),
        accounts=table(
            "accounts.csv",
            lambda line: Account(
                _text(line, "source"), _text(line, "account_id"), _text(line, "customer_id")
            ),
        ),
        roster=table(
            "roster.csv",
            lambda line: RosterRow(
                _text(line, "customer_id"),
                _text(line, "source"),
                _text(line, "agent_id"),
                *_period(line),
            ),
        ),
        absences=table(
            "absences.csv",
            lambda line: Absence(
                _text(line, "source"),
                _text(line, "agent_id"),
                line["stand_in_id"],
                *_period(line),
            ),
        ),
        waivers=table(
            "waivers.csv",
            lambda line: Waiver(
                _text(line, "response_id"),
                instant(_text(line, "opened_at"), "UTC"),
                _date(line["approved_on"]),
                line["approved_by"],
            ),
        ),
        meetings=table(
            "meetings.csv",
            lambda line: Meeting(
                _text(line, "meeting_id"),
                _text(line, "customer_id"),
                line["source"],
                line["agent_id"],
                _text(line, "kind"),
                *(
                    instant(text, "UTC") if (text := line[column]) else None
                    for column in ("booked_at", "scheduled_at", "held_at")
                ),
                _text(line, "status"),
            ),
        ),
    )


def instant(text: str, time_zone: str) -> datetime:
    """§2: "Times are UTC, cut to whole seconds"; a time without an offset is the source's."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(time_zone))  # fold=0: the earlier, or shifted forward
    return read.astimezone(UTC).replace(microsecond=0)


def _ticket(line: Line, time_zone: str) -> Ticket:
    created_at, updated_at = (
        instant(text, time_zone) if (text := line.get(column)) else None
        for column in ("created_at", "updated_at")
    )
    return Ticket(
        _text(line, "ticket_id"),
        line["customer_id"],
        line["channel"],
        line["severity"],
        line["status"],
        created_at,
        updated_at,
    )


def _event(line: Line, time_zone: str) -> Event:
    return Event(
        event_id=_text(line, "event_id"),
        ticket_id=_text(line, "ticket_id"),
        occurred_at=instant(_text(line, "occurred_at"), time_zone),
        kind=_text(line, "kind"),
        value=line["value"],
        previous_value=line["previous_value"],
        actor_kind=line["actor_kind"],
        actor_id=line["actor_id"],
        channel=line["channel"],
    )


def _agent(line: Line) -> Agent:
    tier = line["tier"]
    return Agent(_text(line, "agent_id"), int(tier) if tier else None, line["is_bot"] == "true")


def _lines(path: Path) -> list[Line]:
    """Rows by column name; an empty cell is None."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {column: cell.strip() or None for column, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def _text(line: Line, column: str) -> str:
    cell = line[column]
    assert cell is not None, f"no {column}: the reference wants clean files"
    return cell


def _period(line: Line) -> tuple[date | None, date | None]:
    return _date(line["valid_from"]), _date(line["valid_until"])


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _yaml(path: Path) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return written
