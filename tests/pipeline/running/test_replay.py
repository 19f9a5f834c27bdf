"""What the tests' builds are: dbt's own statements, said again, and dbt itself where they fail."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.errors import CheckFailedError
from pipeline.marts import newest_snapshot
from pipeline.running.rebuild import rebuild
from pipeline.running.warehouse import create_build_file
from pipeline.workspace import Workspace

DESCRIBED = """
select table_name, column_name, data_type, is_nullable, comment
from duckdb_columns()
where schema_name = 'marts' and not (table_name = 'run_info' and column_name = 'finished_at')
order by all
"""


def _described(file: Path) -> list[tuple[str, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(DESCRIBED).fetchall()


def test_the_demo_is_the_same_as_by_dbt(demo_workspace: Workspace, tmp_path: Path) -> None:
    by_dbt = newest_snapshot(demo_workspace)
    said_again = rebuild(demo_workspace, by_dbt.stem, tmp_path)

    assert not (tmp_path / "target").exists()  # dbt did not run
    columns = _described(by_dbt)
    assert _described(said_again) == columns
    tables: dict[str, list[str]] = {}
    for table, column, *_ in columns:
        tables.setdefault(table, []).append(f'"{column}"')
    assert len(tables) > 40
    with duckdb.connect() as connection:
        connection.execute(f"attach '{by_dbt}' as dbt (read_only)")
        connection.execute(f"attach '{said_again}' as again (read_only)")
        for table, names in tables.items():
            one = f"select {', '.join(names)} from dbt.marts.{table}"
            other = f"select {', '.join(names)} from again.marts.{table}"
            difference = (
                f"from (({one}) except all ({other})) union all (({other}) except all ({one}))"
            )
            assert connection.execute(difference).fetchall() == [], table


def test_a_check_that_fails_is_left_to_dbt_to_tell(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubled(workspace: Workspace, build_file: Path, *args: Any) -> None:
        create_build_file(workspace, build_file, *args)
        with duckdb.connect(str(build_file)) as connection:
            connection.execute("insert into landing.run from landing.run")

    monkeypatch.setattr("pipeline.running.rebuild.create_build_file", doubled)
    with pytest.raises(CheckFailedError, match="unique_run_info_run_id"):
        rebuild(demo_workspace, newest_snapshot(demo_workspace).stem, tmp_path)
