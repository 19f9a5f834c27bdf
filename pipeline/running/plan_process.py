"""`python -m pipeline.running.plan_process PLAN PROFILE [KEPT [ON]]`: say again what dbt said.

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
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml
from jinja2 import Template

from pipeline.quoted import literal
from pipeline.running.dbt import BUILD_FILE
from pipeline.running.increment import NotOnTopError, build_on_top, keep
from pipeline.running.plan import Plan, Step, brought, read

_FOUND_BY_CHECKS = {("failures", "should_warn", "should_error"): 2, ("name", "row_count"): 1}
"""Of the questions of checks: which column tells, by the columns of the answer."""


def end_with_standard_input() -> None:
    """End with whoever holds the other end, however that ended.

    An orphan would write into the next run's files.
    """
    threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()


def carry_out(
    plan: Plan,
    profile: Path,
    folder: Path,
    environment: Mapping[str, str],
    kept: Path | None = None,
    on: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """Say it all to the folder's files, those of dbt's profile, and tell of each step that is done.

    With `kept`, the build's file becomes that, with what a later build on top of this one needs
    alone, if that would be quicker. With `on`, the marts of the build that `kept` is of, this is
    such a build. Raises duckdb.Error where a statement fails, AssertionError where a check does not
    hold, and NotOnTopError.
    """

    def connected(folder: Path) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return _connected(profile, folder, environment)

    def say(connection: duckdb.DuckDBPyConnection, step: Step) -> None:
        with _at_once(connection) if step.node.name else nullcontext():
            for statement in step.statements:
                _hold(connection.execute(brought(statement, environment)), step.node.name)

    def in_full() -> Iterator[Step]:
        with connected(folder) as connection:
            for step in plan:
                say(connection, step)
                yield step
            is_kept = kept and keep(connection, plan)
        if kept and is_kept:
            (folder / BUILD_FILE).replace(kept)

    total, number, started = sum(bool(step.node.name) for step in plan), 0, time.monotonic()
    steps = build_on_top(plan, folder, on, kept, connected, say) if on and kept else in_full()
    for step in steps:
        if step.node.name:  # not the schemas, which belong to nobody and lie in both files
            number += 1
            yield _done(step.node.name, time.monotonic() - started, number, total)
        started = time.monotonic()


@contextmanager
def _at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A transaction, written down once and not for each column's comment."""
    connection.begin()
    yield
    connection.commit()


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


def _main(plan: Path, profile: Path, *increment: Path) -> int:
    try:
        for done in carry_out(read(plan), profile, Path(), os.environ, *increment):
            say(json.dumps(done))
    except (duckdb.Error, AssertionError, NotOnTopError) as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    end_with_standard_input()
    # Not sys.exit: at the interpreter's end DuckDB would complain of what the thread still holds.
    os._exit(_main(*map(Path, sys.argv[1:])))
