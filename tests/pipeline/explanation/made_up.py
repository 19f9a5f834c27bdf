"""A snapshot made by hand, no run needed: just what the segments of responses are made from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.promise.calendars import Segment, expand
from pipeline.promise.policy_tables import SCHEMAS
from pipeline.settings.policy import Calendar
from tests.rendered import rendered

_TEXT, _INSTANT = pa.string(), pa.timestamp("us", tz="UTC")
_TABLES = {
    "fct_responses": {
        "response_id": _TEXT,
        "ticket_id": _TEXT,
        "customer_id": _TEXT,
        "calendar_id": _TEXT,
        "clock": _TEXT,
        "outcome": _TEXT,
        "leg_started_at": _INSTANT,
        "leg_ended_at": _INSTANT,
        "clock_started_at": _INSTANT,
    },
    "fct_response_pauses": {
        "response_id": _TEXT,
        "pause_status": _TEXT,
        "started_at": _INSTANT,
        "ended_at": _INSTANT,
    },
}


@dataclass(frozen=True)
class Leg:
    """A reported leg; without a target, a response."""

    calendar_id: str
    clock: str
    started_at: datetime
    ended_at: datetime
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    has_target: bool = True


def response_id(number: int) -> str:
    """The id of the leg with that place in the list."""
    return f"desk:T-{number}:1"


def _clock_started_at(leg: Leg, pieces: Iterable[Segment]) -> datetime:
    """The leg's start, or the opening that its clock waits for."""
    [piece] = [it for it in pieces if it.started_at <= leg.started_at < it.ended_at]
    return (leg.clock != "wall" and piece.next_opening_at) or leg.started_at


def write_snapshot(
    path: Path,
    calendars: Mapping[str, Mapping[str, Any]],
    legs: Iterable[Leg],
    days: tuple[date, date],
) -> Path:
    """Legs, and calendars as policy.yml writes them, spread out over some days."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _TABLES}
    expanded = {
        name: expand(Calendar.model_validate(dict(written)), *days)
        for name, written in calendars.items()
    }
    for number, leg in enumerate(legs):
        key = {"response_id": response_id(number)}
        rows["fct_responses"].append(
            {
                **key,
                "ticket_id": response_id(number).split(":")[1],
                "customer_id": f"K-{number}",
                "calendar_id": leg.calendar_id,
                "clock": leg.clock,
                "outcome": "met" if leg.has_target else "no_target",
                "leg_started_at": leg.started_at,
                "leg_ended_at": leg.ended_at,
                "clock_started_at": _clock_started_at(leg, expanded[leg.calendar_id]),
            }
        )
        rows["fct_response_pauses"] += [
            {**key, "pause_status": "on_hold", "started_at": started_at, "ended_at": ended_at}
            for started_at, ended_at in leg.pauses
        ]
    segments = [
        {"calendar_id": name, **segment._asdict()}
        for name, pieces in expanded.items()
        for segment in pieces
    ]
    tables = {
        **{
            name: pa.Table.from_pylist(rows[name], schema=pa.schema(list(columns.items())))
            for name, columns in _TABLES.items()
        },
        "dim_calendar_segments": pa.Table.from_pylist(
            segments, schema=SCHEMAS["calendar_segments"]
        ),
        "run_info": pa.table({"schema_version": [SCHEMA_VERSION]}),
    }
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for name, table in tables.items():
            connection.register("incoming", table)
            connection.execute(f"create table marts.{name} as from incoming")
            connection.unregister("incoming")
        view = rendered("response_segments")
        connection.execute(f"create view marts.response_segments as {view}")
    return path
