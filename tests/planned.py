"""The tests' many builds carry out their plan here: a process of its own takes longer than many a
small world. dbt makes the plan as it builds the demo, which whatever else is built first has done
before; where dbt itself builds later, it goes on from what it parsed of the project then. What
columns mean is left out of all but the demo, and a calendar comes to what it came to before.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa

from pipeline.promise import policy_tables
from pipeline.running import dbt, plan, plan_process
from pipeline.running.increment import NotOnTopError
from pipeline.running.plan import Plan
from pipeline.settings.policy import Calendar

_PARSED = "DBT_PARTIAL_PARSE_FILE_PATH"


def by_dbt() -> AbstractContextManager[object]:
    """Within this no plan is known, and dbt builds."""
    return patch.object(plan, "known", lambda places: None)


def with_one_mart(folder: Path) -> Path:
    """A copy of the project with `run_info` alone and what that is made from.

    Where it matters how dbt is called and heard, and not what it builds, it has little to do.
    """
    of_it = {"sources.yml", "stg_policy__settings.sql", "run_info.sql", "run_info.yml"}
    shutil.copytree(dbt.PROJECT, folder, ignore=shutil.ignore_patterns("reconciliation", "target"))
    for file in (folder / "models").rglob("*.*"):
        if file.name not in of_it:
            file.unlink()
    return folder


@contextmanager
def built_instead(project: Path, **environment: str) -> Iterator[None]:
    """Within this dbt's project is another one, of which nothing has been parsed."""
    with patch.object(dbt, "PROJECT", project), patch.dict(os.environ, environment):
        os.environ.pop(_PARSED, None)
        yield


def parsed(caches: Path) -> Path:
    """What dbt parsed of the project when it first built."""
    return caches / "partial_parse.msgpack"


def go_on_from_what_is_parsed(caches: Path) -> None:
    """From here on, in this process and those that it starts."""
    os.environ[_PARSED] = str(parsed(caches))


@contextmanager
def carried_out_here(caches: Path, plan_made: Callable[[], object]) -> Iterator[None]:
    """Within this plans are kept with `caches`, and carried out in this process; `plan_made` sees
    to it that there is one.
    """
    build, done_by, known, project = dbt.build, dbt._Work.done_by, plan.known, dbt.PROJECT
    name, named = plan.name, cache(plan.name)
    by_dbt_itself = dbt._build_by_dbt

    def parsed_once(folder: Path, *args: Any) -> None:
        by_dbt_itself(folder, *args)
        if not parsed(caches).exists():
            caches.mkdir(exist_ok=True)
            shutil.copy(folder / "target" / parsed(caches).name, parsed(caches))

    def planned(folder: Path, kept: Path, *args: Any, **others: Any) -> bool:
        is_usual = plan.known is known and project == dbt.PROJECT
        if is_usual and not parsed(caches).exists() and not known(plan.places(project, kept)):
            plan_made()
        return build(folder, kept, *args, **others)

    def done_here(work: dbt._Work, command: list[str], folder: Path, heard: dbt._Heard) -> int:
        if command[: len(dbt._PLAN)] != dbt._PLAN:
            return done_by(work, command, folder, heard)
        return _status(folder, work, heard, *map(Path, command[len(dbt._PLAN) :]))

    with (
        patch.dict(os.environ, {"XDG_CACHE_HOME": str(caches)}),
        patch.object(dbt, "build", planned),
        # which nobody changes here
        patch.object(plan, "name", lambda of: named(of) if of == project else name(of)),
        patch.object(dbt, "_build_by_dbt", parsed_once),
        patch.object(dbt._Work, "done_by", done_here),
        patch.object(plan_process, "_connected", _in_one_thread),
        patch.object(policy_tables, "_pieces", _pieces),
    ):
        yield


_connected = plan_process._connected


@contextmanager
def _in_one_thread(*place: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """Over few rows several only wait for each other; other tests have the other cores."""
    with _connected(*place) as connection:
        connection.execute("set threads = 1")
        yield connection


_expanded, _EXPANDED = policy_tables._pieces, dict[tuple[str, date, date], dict[str, pa.Table]]()


def _pieces(calendar: Calendar, first_day: date, last_day: date) -> dict[str, pa.Table]:
    """Drawn workspaces share a dozen calendars over years, which take longer than their tickets."""
    asked = calendar.model_dump_json(), first_day, last_day
    if asked not in _EXPANDED:
        _EXPANDED[asked] = _expanded(calendar, first_day, last_day)
    return _EXPANDED[asked]


@cache
def _said(file: Path, written_at: int) -> Plan:
    return tuple(step.undescribed() for step in plan.read(file))


def _status(
    folder: Path, work: dbt._Work, heard: dbt._Heard, file: Path, profile: Path, *increment: Path
) -> int:
    listen: Callable[..., str] = dbt._listen
    assert all(path.is_absolute() for path in (file, profile, *increment))  # as from elsewhere
    try:
        said = _said(file, file.stat().st_mtime_ns)
        steps = plan_process.carry_out(said, profile, folder, work.environment, *increment)
        for done in steps:
            work.log.write(listen(json.dumps(done), heard, work.on_progress))
    except (duckdb.Error, AssertionError, NotOnTopError):
        return 1
    return 0
