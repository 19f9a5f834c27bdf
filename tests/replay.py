"""dbt's own statements, recorded once and said again to each of the tests' many builds.

What dbt says depends on the models, the moment and the reading alone: of a build of an empty
workspace it is written down (`python -m tests.replay FILE ARGUMENTS` stands in dbt's place), and a
build of a test says it to its own file. Where a statement or a check fails there, dbt itself builds
and tells why. `tests/pipeline/running/test_replay.py` holds both ways to the same rows.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import filelock
import yaml
from dbt.adapters.duckdb.environments.local import DuckDBCursorWrapper
from dbt.cli.main import dbtRunner

from pipeline.running import dbt, dbt_process
from pipeline.running.run import run
from pipeline.workspace import create_workspace

AS_OF, READING = "2001-02-03 04:05:06+00:00", "a reading to be put in here"

_DBT, _BUILD, _PROJECT = dbt._DBT, dbt.build, dbt.PROJECT


def cold() -> AbstractContextManager[object]:
    """Within this builds are as the product does them."""
    return patch.object(dbt, "build", _BUILD)


@contextmanager
def replayed(shared: Path) -> Iterator[None]:
    """Within this every build is said again, unless a test puts something else in dbt's place.

    What dbt says is kept in the folder `shared`, for whoever else looks there.
    """

    def build(
        folder: Path,
        kept: Path,
        as_of: datetime,
        reading: str,
        on_progress: Callable[[dbt.Progress], None] | None = None,
        way: dbt.Way = dbt.ON_DUCKDB,
    ) -> None:
        is_ours = dbt._DBT is _DBT and dbt.PROJECT == _PROJECT and way is dbt.ON_DUCKDB
        if not is_ours or not _says_again(_statements(shared), folder, as_of, reading):
            _BUILD(folder, kept, as_of, reading, on_progress, way)

    with patch.object(dbt, "build", build):
        yield


def _statements(shared: Path) -> list[str]:
    file = shared / "statements.json"
    with filelock.FileLock(shared / "statements.lock"):
        if not file.exists():
            recorder = [sys.executable, "-m", "tests.replay", str(file)]
            workspace = create_workspace(shared / "recorded")
            with cold(), patch.object(dbt, "_DBT", recorder), _importable():
                run(workspace)
    statements: list[str] = json.loads(file.read_text(encoding="utf-8"))
    return statements


def _importable() -> AbstractContextManager[object]:
    """dbt is started in the folder of the build, and finds this module all the same."""
    return patch.dict(os.environ, {"PYTHONPATH": str(_PROJECT.parent)})


def _says_again(statements: list[str], folder: Path, as_of: datetime, reading: str) -> bool:
    """Whether every statement was carried out and every check held; if not, nothing is left."""
    build_file = folder / dbt.BUILD_FILE
    before = folder / "before.duckdb"
    shutil.copy(build_file, before)
    try:
        with _connected(folder) as connection:
            for statement in statements:
                said = statement.replace(AS_OF, as_of.isoformat(sep=" ")).replace(READING, reading)
                _hold(connection.execute(said))
    except (duckdb.Error, AssertionError):
        (folder / dbt.MARTS_FILE).unlink(missing_ok=True)
        before.replace(build_file)
        return False
    before.unlink()
    return True


def _hold(answer: duckdb.DuckDBPyConnection) -> None:
    """dbt's own question whether a check failed, or that of the checks of a table."""
    columns = [column[0] for column in answer.description or ()]
    if columns == ["failures", "should_warn", "should_error"]:
        assert not any(row[2] for row in answer.fetchall())
    if columns == ["name", "row_count"]:
        assert not any(row[1] for row in answer.fetchall())


@contextmanager
def _connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    profile: dict[str, Any] = yaml.safe_load((_PROJECT / "profiles.yml").read_text("utf-8"))
    output = profile["vip_sla"]["outputs"]["build"]
    memory = os.environ.get("VIP_SLA_MEMORY_LIMIT", "4GB")
    config = output["config_options"] | {"memory_limit": memory}
    with duckdb.connect(str(folder / output["path"]), config=config) as connection:
        for name, value in output["settings"].items():
            connection.execute(f"set {name} = '{value}'")
        for file in output["attach"]:
            options = ", ".join(f"{name} '{value}'" for name, value in file["options"].items())
            path = folder / file["path"]
            connection.execute(f"attach '{path}' as {file['alias']} ({options})")
        yield connection


def _record(file: Path, arguments: list[str]) -> int:
    """Have dbt build, and write down what it says."""
    os.environ |= {"VIP_SLA_AS_OF": AS_OF, "VIP_SLA_READING": READING}
    statements: list[str] = []
    execute = DuckDBCursorWrapper.execute

    def recorded(self: DuckDBCursorWrapper, sql: str, bindings: Any = None) -> Any:
        assert bindings is None, sql
        # The first two are several connections' own: here each statement is whole. The third looks
        # whether a table will be as its contract has it, which hangs on no row.
        if sql not in ("BEGIN", "COMMIT") and "DESCRIBE (" not in sql:
            statements.append(sql)
        return execute(self, sql)

    with patch.object(DuckDBCursorWrapper, "execute", recorded):
        status = dbt_process.build(dbtRunner(), arguments)
    file.write_text(json.dumps(statements), encoding="utf-8")
    return status


if __name__ == "__main__":
    dbt_process.end_with_standard_input()
    sys.exit(_record(Path(sys.argv[1]), sys.argv[2:]))
