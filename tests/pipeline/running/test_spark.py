"""The same models on Spark: the same marts, every column of every row."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.erasing.forget import forget_snapshots
from pipeline.errors import SettingsError
from pipeline.running import spark
from pipeline.running.run import Engine, run
from pipeline.workspace import Workspace
from tests.strategies import many_tickets, write_workspace

TICKETS = int(os.environ.get("SPARK_TICKETS", "200"))
QUICK = {
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "PYSPARK_SUBMIT_ARGS": "--conf spark.sql.codegen.wholeStage=false "
    "--conf spark.sql.codegen.factoryMode=NO_CODEGEN "
    "--conf spark.sql.adaptive.enabled=false pyspark-shell",
}
"""Queries over so few rows take longer to compile than to answer."""
OF_THE_RUN = ("run_id", "started_at", "finished_at")
"""Columns of `run_info` that no two runs share."""


@pytest.fixture
def installed() -> None:
    """`make spark` installs what is missing, and cannot do without."""
    try:
        spark.check_installed()
    except SettingsError as error:
        skip_or_fail = pytest.fail if os.environ.get("VIP_SLA_SPARK_NEEDED") else pytest.skip
        skip_or_fail(f"SPARK WAS NOT COMPARED WITH DUCKDB; `make spark` does it: {error}")


@pytest.mark.usefixtures("installed")
def test_spark_publishes_the_tables_and_rows_that_duckdb_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    batch = many_tickets(5, TICKETS)
    workspace = Workspace(tmp_path)
    write_workspace(tmp_path, batch)
    export_again(tmp_path)

    one, other = (
        run(workspace, as_of=batch.as_of.isoformat(), engine=engine).snapshot
        for engine in (Engine.DUCKDB, Engine.SPARK)
    )

    assert differences(one, other) == []
    parquet = workspace.marts_parquet(other.stem)
    responses = duckdb.execute(
        f"select count(*) from read_parquet('{parquet}/fct_responses/*.parquet')"
    ).fetchone()
    assert responses == rows_of(other, "fct_responses")
    forget_snapshots(workspace)
    assert parquet.exists()
    other.chmod(0o640)
    workspace.published.unlink()
    forget_snapshots(workspace)
    assert not parquet.exists()


def export_again(root: Path) -> None:
    """A content comes once more, in a newer file, which makes its rows newer than they landed."""
    events = min((root / "exports").rglob("events*"))
    again = events.with_name(f"events-again{events.name.removeprefix('events')}")
    shutil.copy(events, again)
    os.utime(again, (events.stat().st_mtime + 60,) * 2)


def rows_of(snapshot: Path, table: str) -> tuple[int] | None:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        return connection.execute(f"select count(*) from marts.{table}").fetchone()


def differences(one: Path, other: Path) -> list[str]:
    """What two snapshots disagree in: tables, views, columns, types, comments, rows."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, file in {"one": one, "other": other}.items():
            connection.execute(f"attach '{file}' as {name} (read_only)")
        catalogs = {
            name: connection.execute(
                """
                select table_name, comment, null from duckdb_tables() where database_name = $1
                union all
                select view_name, comment, sql from duckdb_views() where database_name = $1
                    and schema_name = 'marts'
                union all
                select table_name || '.' || column_name, comment, data_type || column_index
                from duckdb_columns() where database_name = $1 and schema_name = 'marts'
                """,
                [name],
            ).fetchall()
            for name in ("one", "other")
        }
        found = [str(told) for told in {*catalogs["one"]} ^ {*catalogs["other"]}]
        tables = {name for name, *_ in catalogs["one"] if "." not in name}
        for table in sorted(tables):
            columns = f"* exclude ({', '.join(OF_THE_RUN)})" if table == "run_info" else "*"
            for left, right in (("one", "other"), ("other", "one")):
                rows = connection.execute(
                    f"select {columns} from {left}.marts.{table} "
                    f"except all select {columns} from {right}.marts.{table}"
                ).fetchall()
                found += [f"{table}: only in {left}: {row}" for row in rows]
        assert tables
        return found


def test_without_the_extra_or_java_a_run_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'vip-sla\[spark\]'"):
        run(Workspace(tmp_path), engine=Engine.SPARK)

    monkeypatch.setattr(spark, "find_spec", lambda name: name)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(SettingsError, match="needs Java 17"):
        run(Workspace(tmp_path), engine=Engine.SPARK)

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match="needs Java 17"):
        run(Workspace(tmp_path), engine=Engine.SPARK)
