"""`python -m pipeline.running.plan_process PLAN PROFILE`: say to DuckDB what a plan holds.

It works on the profile's files in this folder. Each finished step is a line of JSON, of the shape
in which dbt tells of it. Ends with 1 where a statement fails or a check does not hold: dbt knows
better how to tell that.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml
from jinja2 import Template

from pipeline.landing.database import literal
from pipeline.running.plan import Plan, brought, read

_FOUND_BY_CHECKS = {("failures", "should_warn", "should_error"): 2, ("name", "row_count"): 1}
"""Of the questions of checks: which column tells, by the columns of the answer."""


def end_with_standard_input() -> None:
    """End with whoever holds the other end, however that ended.

    An orphan would write into the next run's files.
    """
    threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()


def carry_out(
    plan: Plan, profile: Path, folder: Path, environment: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Say it all to the folder's files, those of dbt's profile, and tell of each step that is done.

    Raises duckdb.Error where a statement fails, AssertionError where a check does not hold.
    """
    total = sum(bool(step.name) for step in plan)
    number = 0
    with _connected(profile, folder, environment) as connection:
        for step in plan:
            started = time.monotonic()
            for statement in step.statements:
                _hold(connection.execute(brought(statement, environment)), step.name)
            if step.name:  # not the schemas, which belong to nobody
                number += 1
                yield _done(step.name, time.monotonic() - started, number, total)


def _hold(answer: duckdb.DuckDBPyConnection, name: str) -> None:
    """Checks must find nothing: one that dbt itself asks, or those of a table at once."""
    columns = tuple(column[0] for column in answer.description or ())
    if place := _FOUND_BY_CHECKS.get(columns):
        assert not any(row[place] for row in answer.fetchall()), f"a check of {name} does not hold"


@contextmanager
def _connected(
    profile: Path, folder: Path, environment: Mapping[str, str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection as dbt's profile has it."""
    written = Template(profile.read_text(encoding="utf-8")).render(env_var=environment.get)
    output = yaml.safe_load(written)["vip_sla"]["outputs"]["build"]
    file, config = folder / output["path"], output["config_options"]
    with duckdb.connect(str(file), config=config) as connection:
        for name, value in output["settings"].items():
            connection.execute(f"set {name} = {literal(value)}")
        for attached in output["attach"]:
            options = (f"{name} {literal(value)}" for name, value in attached["options"].items())
            connection.execute(
                f"attach {literal(str(folder / attached['path']))} as {attached['alias']} "
                f"({', '.join(options)})"
            )
        yield connection


def _done(name: str, seconds: float, number: int, total: int) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    told = f"{number} of {total} {name} [OK in {seconds:.2f}s]"
    return {
        "info": {"name": "LogModelResult", "level": "info", "ts": now, "msg": told},
        "data": {
            "node_info": {"node_name": name},
            "execution_time": seconds,
            "index": number,
            "total": total,
        },
    }


def say(line: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _main(plan: Path, profile: Path) -> int:
    try:
        for done in carry_out(read(plan), profile, Path(), os.environ):
            say(json.dumps(done))
    except (duckdb.Error, AssertionError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    end_with_standard_input()
    # Not sys.exit: at the interpreter's end DuckDB would complain of what the thread still holds.
    os._exit(_main(*map(Path, sys.argv[1:])))
