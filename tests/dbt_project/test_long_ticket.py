"""What a ticket takes grows with its events, and not with their square."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.running import plan_process
from pipeline.running.run import run
from tests.pipeline.small_desk import EVENT_COLUMNS, export, small_workspace

EVENTS = 2_000
MOST_ROWS = 12 * EVENTS
"""Of a step of a query: an event has its row in each reading, and lies on some pieces of time."""


def test_no_step_makes_rows_of_pairs_of_a_ticket_s_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = small_workspace(tmp_path)
    at = datetime.fromisoformat("2026-03-05T09:00:00Z")
    rows = []
    for number in range(EVENTS):
        at += timedelta(minutes=15)
        who = "customer,c3" if number % 2 else "agent,a1"
        rows.append(f"x{number},T-4,{at:%Y-%m-%dT%H:%M:%SZ},message,,,{who}\n")
    export(workspace, "events-2.csv", EVENT_COLUMNS + "".join(rows))
    found = dict[str, int]()
    connected, hold = plan_process._connected, plan_process._hold

    @contextmanager
    def profiled(*place: Any) -> Iterator[duckdb.DuckDBPyConnection]:
        with connected(*place) as connection:
            connection.execute("set enable_profiling = 'no_output'")
            yield connection

    def seen(answer: duckdb.DuckDBPyConnection, name: str) -> None:
        told = json.loads(answer.get_profiling_information("json"))
        found[name] = max(found.get(name, 0), *map(most_rows, told.get("operator") or [{}]))
        hold(answer, name)

    monkeypatch.setattr(plan_process, "_connected", profiled)
    monkeypatch.setattr(plan_process, "_hold", seen)

    run(workspace, as_of="2026-04-03T09:00:00Z")

    assert found["fct_ticket_events"] >= EVENTS
    assert {name: rows for name, rows in found.items() if rows > MOST_ROWS} == {}


def most_rows(operator: dict[str, Any]) -> int:
    """What an operator or one below it gave."""
    below = map(most_rows, operator.get("children", []))
    return max(operator.get("intermediate_rows", 0), *below, 0)
