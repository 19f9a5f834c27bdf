"""A snapshot that has the newest facts alone and reads the others where Spark left them.

Spark is played by DuckDB, which lays the demo's marts out as Spark does.
"""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from stat import S_IMODE
from unittest.mock import patch

import duckdb
import pytest

from pipeline import marts
from pipeline.cli.export import PAGES
from pipeline.errors import SettingsError
from pipeline.quoted import literal
from pipeline.running import dbt, spark, what_if
from pipeline.running.publish import parquet_of_snapshots_alone, publish, remove
from pipeline.running.rebuild import what_was_read
from pipeline.running.run import Engine, run
from pipeline.settings.scenario import Scenario
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace
from tests.pipeline.command_line import vip_sla
from tests.pipeline.running.test_spark import differences

BY_MONTH = {
    "contested_responses": "month",
    "fct_contacts_out_of_hours": "month",
    "fct_escalations": "month",
    "fct_late_updates": "month",
    "fct_meetings": "month",
    "fct_response_legs": "made_at",
    "fct_response_pauses": "started_at",
    "fct_responses": "month",
    "fct_silences": "month",
    "fct_ticket_events": "occurred_at",
    "fct_tickets": "created_at",
}


@pytest.fixture(scope="module")
def newest_facts(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo, whose newest snapshot has the facts of two months."""
    workspace = Workspace(tmp_path_factory.mktemp("months") / "it's here")
    workspace.build.mkdir(parents=True)
    for name in ("vip-sla.yml", "policy.yml"):
        shutil.copy(demo_workspace.root / name, workspace.root)
    shutil.copytree(demo_workspace.register, workspace.register)
    snapshot = marts.newest_snapshot(demo_workspace)
    _, as_it_was = what_was_read(demo_workspace, snapshot.stem)
    made = workspace.build / "made"
    lay_out(snapshot, made)
    parquet = workspace.marts_parquet(snapshot.stem)
    spark._keep(made, parquet)
    with patch.dict(os.environ, {spark.MONTHS: "2"}):
        spark.bring_back(workspace.build, workspace.build, parquet, as_it_was)
    finished_at = marts.ask(snapshot, "select finished_at from run_info").iloc[0, 0]
    publish(workspace, workspace.build / dbt.MARTS_FILE, snapshot.stem, finished_at)
    return workspace


def lay_out(snapshot: Path, folder: Path) -> None:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            (folder / table).mkdir(parents=True)
            rows, to, form = f"marts.{table}", folder / table, "format parquet"
            if column := BY_MONTH.get(table):
                month = f"cast(date_trunc('month', {column}) as date)"
                rows = f"(select *, {month} as partition_month from {rows})"
                form += ", partition_by (partition_month)"
            else:
                to /= "part-0.parquet"
            connection.execute(f"copy {rows} to {literal(to)} ({form})")


@pytest.fixture
def both(demo_workspace: Workspace, newest_facts: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for name, workspace in {"whole": demo_workspace, "months": newest_facts}.items():
            file = literal(marts.newest_snapshot(workspace))
            connection.execute(f"attach {file} as {name} (read_only)")
        yield connection


def test_facts_are_views_of_a_table_and_of_what_spark_left(
    both: duckdb.DuckDBPyConnection,
) -> None:
    kinds = both.execute(
        "select table_name, table_type from information_schema.tables "
        "where table_catalog = 'months' and table_schema in ('marts', 'recent')"
    ).fetchall()
    assert {name for name, kind in kinds if kind == "BASE TABLE" and name in BY_MONTH} == {
        *BY_MONTH
    }
    assert {(name, "VIEW") for name in BY_MONTH} < {*kinds}

    held = both.execute(
        "select min(month), count(*), (select count(*) from months.marts.fct_responses) "
        "from months.recent.fct_responses"
    ).fetchone()
    assert held
    assert held[0] == date(2026, 9, 1)
    assert 0 < held[1] < held[2]


def test_columns_types_descriptions_and_rows_are_those_of_tables(
    demo_workspace: Workspace, newest_facts: Workspace
) -> None:
    whole, months = map(marts.newest_snapshot, (demo_workspace, newest_facts))
    assert differences(whole, months) == []


def test_files_of_months_that_the_snapshot_has_are_not_read(
    both: duckdb.DuckDBPyConnection,
) -> None:
    [(_, plan)] = both.execute(
        "explain analyze select count(ticket_id) from months.marts.fct_ticket_events"
    ).fetchall()
    scanned = re.search(r"Scanning Files: (\d+)/(\d+)", plan)
    assert scanned
    assert int(scanned[1]) == int(scanned[2]) - 2


@pytest.mark.parametrize("page", PAGES)
def test_pages_do_not_know(
    demo_workspace: Workspace, newest_facts: Workspace, tmp_path: Path, page: str
) -> None:
    files = []
    for workspace in (demo_workspace, newest_facts):
        to = tmp_path / str(len(files))
        said = vip_sla(
            *("export", page, "--month", "2026-06", "--customer", "K-1001", "--format", "csv"),
            *("--to", to, "--workspace", workspace.root),
        )
        assert said.status == 0, said.all
        files.append({path.name: path.read_bytes() for path in to.iterdir()})
    assert files[0] == files[1]


def test_alerts_and_queries_do_not_know(demo_workspace: Workspace, newest_facts: Workspace) -> None:
    alerts, answers = (
        [ask(workspace) for workspace in (demo_workspace, newest_facts)]
        for ask in (
            lambda it: marts.responses_to_alert(marts.EVERYBODY, marts.newest_snapshot(it)),
            lambda it: (
                vip_sla(
                    *(
                        "sql",
                        "select month, count(*) as n from fct_responses group by all order by all",
                    ),
                    *("--workspace", it.root, "--json"),
                ).json
            ),
        )
    )
    assert len(alerts[0])
    assert alerts[0].equals(alerts[1])
    assert len(answers[0]) > 2
    assert answers[0] == answers[1]


def test_a_scenario_is_set_beside_those_facts_too(
    demo_workspace: Workspace, newest_facts: Workspace, tmp_path: Path
) -> None:
    whole = marts.newest_snapshot(demo_workspace)
    answers = []
    for workspace in (demo_workspace, newest_facts):
        scenario = Scenario(f"like-today-{len(answers)}", "", load_settings(workspace).policy)
        told = what_if._compare(newest_facts, scenario, marts.newest_snapshot(workspace), whole)
        answers.append(duckdb.sql(f"from read_parquet({literal(told)}) order by all").fetchall())
    assert len(answers[0]) > 100
    assert answers[0] == answers[1]


def test_a_query_sees_those_facts_and_no_file_beside_them(newest_facts: Workspace) -> None:
    snapshot = marts.newest_snapshot(newest_facts)
    for path in newest_facts.marts_parquet(snapshot.stem).rglob("*"):
        assert S_IMODE(path.stat().st_mode) == (0o550 if path.is_dir() else 0o440)
    for seen in (newest_facts.config_file, newest_facts.all_marts_parquet / "other" / "a.parquet"):
        query = f"from read_text({literal(seen)})"
        said = vip_sla("sql", query, "--workspace", newest_facts.root)
        assert "asks for more than the snapshot" in said.all


def test_parquet_of_no_snapshot_is_gone_and_old_snapshots_take_theirs_along(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path)
    workspace.warehouse.mkdir()
    made = tmp_path / "made"
    for run_id in ("published", "failed"):
        (made / "fct_responses" / "partition_month=2026-09-01").mkdir(parents=True)
        spark._keep(made, workspace.marts_parquet(run_id))
    workspace.snapshots.mkdir()
    (workspace.snapshots / "published.duckdb").touch()

    with pytest.raises(OSError, match="full"), parquet_of_snapshots_alone(workspace):
        raise OSError("full")

    assert [path.name for path in workspace.all_marts_parquet.iterdir()] == ["published"]
    remove(workspace, workspace.snapshots / "published.duckdb")
    assert [*workspace.all_marts_parquet.iterdir()] == []


@pytest.mark.parametrize(
    ("as_of", "months", "first"),
    [
        (datetime(2026, 10, 1, 0, 30, tzinfo=UTC), 1, date(2026, 10, 1)),
        (datetime(2026, 1, 31, tzinfo=UTC), 2, date(2025, 12, 1)),
        (datetime(2026, 12, 31, tzinfo=UTC), 12, date(2026, 1, 1)),
        (datetime(2026, 12, 31, tzinfo=UTC), 12 * 9999, date(1, 1, 1)),
    ],
)
def test_the_first_of_so_many_months(as_of: datetime, months: int, first: date) -> None:
    assert spark.first_month(as_of, months) == first


@pytest.mark.parametrize("told", ["0", "-1", "many", "1.5"])
def test_months_are_a_number_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setattr(spark, "check_installed", lambda: None)
    monkeypatch.setenv(spark.MONTHS, told)
    with pytest.raises(SettingsError, match="a number of months, at least 1"):
        run(Workspace(tmp_path), engine=Engine.SPARK)
