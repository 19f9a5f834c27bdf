"""The tests' many builds carry out their plan here: a process of its own takes longer than many a
small world. Whichever build comes first has dbt make the plan, and all others wait for it. What
columns mean is left out: the demo, which dbt itself builds, has that.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import filelock

from pipeline.running import dbt, plan, plan_process
from pipeline.running.increment import NotOnTopError
from pipeline.running.plan import Plan


def by_dbt() -> AbstractContextManager[object]:
    """Within this no plan is known, and dbt builds."""
    return patch.object(plan, "known", lambda places: None)


@contextmanager
def carried_out_here(shared: Path) -> Iterator[None]:
    """Within this plans are kept in the folder `shared`, and carried out in this process."""
    build, done_by = dbt.build, dbt._Work.done_by

    def waited(folder: Path, kept: Path, *args: Any, **others: Any) -> bool:
        is_known = plan.known(plan.places(dbt.PROJECT, kept))
        with nullcontext() if is_known else filelock.FileLock(shared / "plan.lock"):
            return build(folder, kept, *args, **others)

    def done_here(work: dbt._Work, command: list[str], folder: Path, heard: dbt._Heard) -> int:
        if command[: len(dbt._PLAN)] != dbt._PLAN:
            return done_by(work, command, folder, heard)
        return _status(folder, work, heard, *map(Path, command[len(dbt._PLAN) :]))

    with (
        patch.dict(os.environ, {"XDG_CACHE_HOME": str(shared / "caches")}),
        patch.object(dbt, "build", waited),
        patch.object(dbt._Work, "done_by", done_here),
    ):
        yield


def _short(whole: Plan) -> Plan:
    return tuple(step.undescribed() for step in whole)


def _status(
    folder: Path, work: dbt._Work, heard: dbt._Heard, file: Path, profile: Path, *increment: Path
) -> int:
    listen: Callable[..., str] = dbt._listen
    assert all(path.is_absolute() for path in (file, profile, *increment))  # as from elsewhere
    try:
        steps = plan_process.carry_out(
            _short(plan.read(file)), profile, folder, work.environment, *increment
        )
        for done in steps:
            work.log.write(listen(json.dumps(done), heard, work.on_progress))
    except (duckdb.Error, AssertionError, NotOnTopError):
        return 1
    return 0
