"""The same models on Spark: the same marts, every column of every row."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from pipeline import marts
from pipeline.erasing.forget import forget_snapshots
from pipeline.errors import SettingsError
from pipeline.quoted import literal
from pipeline.running import spark
from pipeline.running.run import Engine, run
from pipeline.workspace import Workspace
from tests.pipeline.running import webhdfs
from tests.planned import by_dbt
from tests.strategies import many_tickets, write_workspace

TICKETS = int(os.environ.get("SPARK_TICKETS", "60"))
QUICK = (
    *("--conf", "spark.sql.codegen.wholeStage=false"),
    *("--conf", "spark.sql.codegen.factoryMode=NO_CODEGEN"),
    *("--conf", "spark.sql.adaptive.enabled=false"),
)
"""Queries over so few rows take longer to compile than to answer."""
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
NEEDED = bool(os.environ.get("VIP_SLA_SPARK_NEEDED"))
OF_THE_RUN = ("run_id", "started_at", "finished_at")
"""Columns of `run_info` that no two runs share."""


@dataclass(frozen=True)
class World:
    """A made-up workspace, and what DuckDB published of it."""

    workspace: Workspace
    as_of: datetime
    snapshot: Path

    def on_spark(self) -> Path:
        """What Spark publishes of it."""
        return run(self.workspace, as_of=self.as_of.isoformat(), engine=Engine.SPARK).snapshot


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """`make spark` and CI install what is missing, and cannot do without."""
    try:
        spark.check_installed()
    except SettingsError as error:
        skip_or_fail = pytest.fail if NEEDED or os.environ.get("CI") == "true" else pytest.skip
        skip_or_fail(f"SPARK WAS NOT COMPARED WITH DUCKDB; `make spark` does it: {error}")
    batch = many_tickets(5, TICKETS)
    workspace = Workspace(tmp_path_factory.mktemp("spark"))
    write_workspace(workspace.root, batch)
    export_again(workspace.root)
    with by_dbt():  # which describes what it makes
        return World(workspace, batch.as_of, run(workspace, as_of=batch.as_of.isoformat()).snapshot)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[bytes]]:
    """A Spark Connect server on this machine, named to whatever runs."""
    spec = find_spec("pyspark")
    assert spec and spec.origin
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    binding = "spark.connect.grpc.binding"
    command = [
        *(Path(spec.origin).parent / "bin" / "spark-submit", "--class", SERVER),
        *("--master", "local[2]", "--driver-memory", "1g", *QUICK),
        *("--conf", f"{binding}.address=127.0.0.1", "--conf", f"{binding}.port={port}"),
        *("--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.ui.enabled=false"),
        *("--conf", "spark.sql.catalogImplementation=in-memory"),
    ]
    with subprocess.Popen(
        command, env=os.environ | {"JAVA_TOOL_OPTIONS": QUICK_JAVA}, stderr=subprocess.DEVNULL
    ) as process:
        try:
            await_answer(process, port)
            monkeypatch.setenv(spark.REMOTE, f"sc://127.0.0.1:{port}")
            yield process
        finally:
            process.terminate()


def await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    pytest.fail("the Spark Connect server does not answer")


def test_spark_publishes_the_tables_and_rows_that_duckdb_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", " ".join([*QUICK, "pyspark-shell"]))

    snapshot = world.on_spark()

    assert differences(world.snapshot, snapshot) == []
    parquet = world.workspace.marts_parquet(snapshot.stem)
    [months] = duckdb.execute(
        f"""
        select count(*), count(partition_month), count(*) filter (partition_month != month)
        from read_parquet('{parquet}/fct_responses/*/*.parquet', hive_types = {{
            'partition_month': date
        }})
        """
    ).fetchall()
    count = rows_of(snapshot, "fct_responses")
    assert months == (count, count, 0)


@pytest.mark.skipif(not NEEDED, reason="SPARK CONNECT WAS NOT TRIED; `make spark` does it")
def test_a_server_that_sees_the_workspace_by_url_makes_the_same_and_newest_facts_are_kept(
    world: World,
    server: subprocess.Popen[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "seen by Spark").symlink_to(world.workspace.root)
    monkeypatch.setenv(spark.MONTHS, "2")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with webhdfs.served(tmp_path) as (url, asked):
        monkeypatch.setenv(spark.SEEN_AT, f"{url}/seen by Spark")
        snapshot = world.on_spark()

    assert asked["OPEN"] and asked["CREATE"] and asked["RENAME"]
    assert server.poll() is None
    assert differences(world.snapshot, snapshot) == []
    marts.seal(snapshot)
    held = marts.ask(snapshot, "select count(*) as n from recent.fct_responses")["n"].iloc[0]
    assert 0 < held < rows_of(snapshot, "fct_responses")

    parquet = world.workspace.marts_parquet(snapshot.stem)
    forget_snapshots(world.workspace)
    assert parquet.exists()
    world.workspace.published.unlink()
    forget_snapshots(world.workspace)
    assert not parquet.exists()


def export_again(root: Path) -> None:
    """A content comes once more, in a newer file, which makes its rows newer than they landed."""
    events = min((root / "exports").rglob("events*"))
    again = events.with_name(f"events-again{events.name.removeprefix('events')}")
    shutil.copy(events, again)
    os.utime(again, (events.stat().st_mtime + 60,) * 2)


def rows_of(snapshot: Path, table: str) -> int:
    return int(marts.ask(snapshot, f"select count(*) as n from {table}")["n"].iloc[0])


def differences(one: Path, other: Path) -> list[str]:
    """What two snapshots disagree in: tables, views, columns, types, comments, rows."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, file in {"one": one, "other": other}.items():
            connection.execute(f"attach {literal(file)} as {name} (read_only)")
        catalogs = {
            name: connection.execute(
                """
                select table_name, comment, null from duckdb_tables() where database_name = $1
                    and schema_name = 'marts'
                union all
                select view_name, comment, null from duckdb_views() where database_name = $1
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

    with socket.create_server(("127.0.0.1", 0)) as unused:
        remote = f"sc://127.0.0.1:{unused.getsockname()[1]}/;user_id=kim"
    monkeypatch.setenv(spark.REMOTE, remote)
    with pytest.raises(SettingsError, match=f"nothing answers at {remote}"):
        run(Workspace(tmp_path), engine=Engine.SPARK)


def test_a_path_that_spark_would_take_for_a_pattern_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "check_installed", lambda: None)
    with pytest.raises(SettingsError, match=r"Spark reads \[\]\{\} in the path .*\{x\} as"):
        run(Workspace(tmp_path / "ro[o]t {x}"), engine=Engine.SPARK)
    monkeypatch.setenv(spark.SEEN_AT, "file:///mnt/other")
    spark.check(Workspace(tmp_path / "ro[o]t {x}"))
