"""What dbt said, said again: the same tables, and dbt itself where that fails."""

import json
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from pipeline.errors import CheckFailedError
from pipeline.marts import newest_snapshot
from pipeline.running import dbt, plan
from pipeline.running.plan import Node, Step, as_planned, brought, environment, places
from pipeline.running.rebuild import rebuild
from pipeline.running.warehouse import create_build_file
from pipeline.workspace import Workspace
from tests.planned import built_instead, with_one_mart

DESCRIBED = """
select table_name, column_name, data_type, is_nullable, comment
from duckdb_columns()
where schema_name = 'marts' and not (table_name = 'run_info' and column_name = 'finished_at')
order by all
"""
LATER = environment(datetime(2026, 1, 2, tzinfo=UTC), "strict")


def _described(file: Path) -> list[tuple[str, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(DESCRIBED).fetchall()


def _is_by_dbt(folder: Path) -> bool:
    return (folder / "target").exists()


@dataclass(frozen=True)
class SaidAgain:
    """The demo's marts made by its plan, and what was told of the progress."""

    folder: Path
    marts_file: Path
    told: list[dbt.Progress]


@pytest.fixture(scope="module")
def demo_again(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> SaidAgain:
    folder, told = tmp_path_factory.mktemp("again"), list[dbt.Progress]()
    with patch("tests.planned._said", lambda file, written_at: plan.read(file)):
        run_id = newest_snapshot(demo_workspace).stem
        return SaidAgain(folder, rebuild(demo_workspace, run_id, folder, told.append), told)


def test_the_demo_is_the_same_as_by_dbt(demo_workspace: Workspace, demo_again: SaidAgain) -> None:
    made_by_dbt, said_again = newest_snapshot(demo_workspace), demo_again.marts_file

    assert not _is_by_dbt(demo_again.folder)
    columns = _described(made_by_dbt)
    assert _described(said_again) == columns
    tables: dict[str, list[str]] = {}
    for table, column, *_ in columns:
        tables.setdefault(table, []).append(f'"{column}"')
    assert len(tables) > 40
    with duckdb.connect() as connection:
        connection.execute(f"attach '{made_by_dbt}' as dbt (read_only)")
        connection.execute(f"attach '{said_again}' as again (read_only)")
        for table, names in tables.items():
            one = f"select {', '.join(names)} from dbt.marts.{table}"
            other = f"select {', '.join(names)} from again.marts.{table}"
            difference = (
                f"from (({one}) except all ({other})) union all (({other}) except all ({one}))"
            )
            assert connection.execute(difference).fetchall() == [], table


def test_progress_is_told_as_dbt_tells_it(demo_again: SaidAgain) -> None:
    told = demo_again.told
    assert [step.number for step in told] == [*range(1, len(told) + 1)]
    assert {step.total for step in told} == {len(told)}
    assert {"fct_responses", "int_event_roles"} < {step.name for step in told}
    assert all(step.seconds >= 0 for step in told)


@dataclass(frozen=True)
class MadeAnew:
    """What dbt built of one mart, where the plan was one of another version, which failed."""

    project: Path
    caches: Path
    folder: Path
    marts_file: Path

    def again(self) -> AbstractContextManager[None]:
        """Within this its project is built, by the plan that is kept of it."""
        return built_instead(self.project, XDG_CACHE_HOME=str(self.caches))


@pytest.fixture(scope="module")
def made_anew(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> MadeAnew:
    folder, caches = tmp_path_factory.mktemp("anew"), tmp_path_factory.mktemp("caches")
    project = with_one_mart(folder / "project")
    with built_instead(project, XDG_CACHE_HOME=str(caches)):
        _, shared = places(project, folder)
        shared.parent.mkdir(parents=True)
        wrong = "create table snapshot.marts.wrong as select 1 as wrong; from nowhere"
        plan.write((Step(Node("wrong"), (wrong,)),), shared)
        marts = rebuild(demo_workspace, newest_snapshot(demo_workspace).stem, folder)
    return MadeAnew(project, caches, folder, marts)


def test_a_plan_that_fails_leaves_nothing_and_dbt_makes_it_anew(made_anew: MadeAnew) -> None:
    """As one of another version would, which somebody put in this one's place."""
    assert _is_by_dbt(made_anew.folder)
    assert {table for table, *_ in _described(made_anew.marts_file)} == {"run_info"}
    with made_anew.again():
        own, shared = places(made_anew.project, made_anew.folder)
    assert {"run_info", "stg_policy__settings"} < {step.node.name for step in plan.read(shared)}
    assert plan.read(shared) == plan.read(own)


def test_a_check_that_fails_is_left_to_dbt_to_tell(
    made_anew: MadeAnew,
    demo_workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def doubled(workspace: Workspace, build_file: Path, *args: Any) -> None:
        create_build_file(workspace, build_file, *args)
        with duckdb.connect(str(build_file)) as connection:
            connection.execute("insert into landing.run from landing.run")

    build_by_dbt = dbt._build_by_dbt

    def by_dbt(folder: Path, log_file: Path, work: dbt._Work, way: dbt.Way) -> None:
        assert not (folder / dbt.MARTS_FILE).exists()
        work.log.flush()
        log = log_file.read_text(encoding="utf-8")
        assert "OK in" in log
        assert "run_info" not in log, "a step whose check does not hold was told as done"
        build_by_dbt(folder, log_file, work, way)

    monkeypatch.setattr("pipeline.running.rebuild.create_build_file", doubled)
    monkeypatch.setattr(dbt, "_build_by_dbt", by_dbt)
    failing = pytest.raises(CheckFailedError, match="unique_run_info_run_id")
    with made_anew.again(), failing:
        rebuild(demo_workspace, newest_snapshot(demo_workspace).stem, tmp_path)


@pytest.mark.parametrize("damage", ["", "[]", "{}", '[{"node": "int_events"}]', "\xff"])
def test_a_damaged_plan_is_none(damage: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(damage.encode("latin-1"))
    assert plan.known([tmp_path / "none.json", file]) is None


def test_another_project_and_another_version_have_other_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "models" / "one.sql").write_text("select 1")
    (project / "notes.txt").write_text("nothing that dbt reads")
    before = places(project, tmp_path)
    assert places(project, tmp_path) == before
    (project / "notes.txt").write_text("still nothing")
    assert places(project, tmp_path) == before
    (project / "models" / "one.sql").rename(project / "models" / "two.sql")
    renamed = places(project, tmp_path)
    (project / "models" / "two.sql").write_text("select 2")
    changed = places(project, tmp_path)
    monkeypatch.setattr(plan, "version", lambda name: f"{name} of tomorrow")
    newer = places(project, tmp_path)
    assert len({*before, *renamed, *changed, *newer}) == 8


def test_a_user_without_a_home_has_the_workspace_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert [place.parent for place in places(tmp_path, tmp_path)] == [tmp_path / "plans"]


def test_places_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    plan.write((Step(Node("one"), ("select 1",)),), file)
    (tmp_path / "file").write_text("no folder")
    plan.keep(file, [tmp_path / "file" / "plan-1.json", tmp_path / "ours" / "plan-1.json"])
    assert (tmp_path / "file").read_text() == "no folder"
    assert plan.read(tmp_path / "ours" / "plan-1.json") == plan.read(file)


def test_old_plans_go(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    plan.write((Step(Node("one"), ("select 1",)),), file)
    for number in range(8):
        plan.keep(file, [tmp_path / "kept" / f"plan-{number}.json"])
        os.utime(tmp_path / "kept" / f"plan-{number}.json", (number, number))
    names = sorted(kept.name for kept in (tmp_path / "kept").iterdir())
    assert names == [f"plan-{number}.json" for number in range(3, 8)]


def test_what_is_kept_of_what_dbt_says() -> None:
    nobody, one, two = Node(), Node("one", "snapshot", "marts"), Node("two", is_view=True)
    said = [
        (nobody, '/* {"app": "dbt"} */\n create schema marts'),
        (one, "BEGIN"),
        (one, "\n DESCRIBE (select 1)"),
        (one, "/* {} */ create table one as select /* kept */ 1"),
        (two, "create view two as select 2"),
        (one, "comment on table one is 'one'"),
        (one, "COMMIT"),
    ]
    assert as_planned(said) == (
        Step(nobody, ("create schema marts",)),
        Step(one, ("create table one as select /* kept */ 1", "comment on table one is 'one'")),
        Step(two, ("create view two as select 2",)),
    )


def test_a_run_brings_its_moment_and_its_reading() -> None:
    recorded = (
        "select '2025-01-01' as day, cast('2025-01-01' /* VIP_SLA_AS_OF */ as date),"
        " 'default' /* VIP_SLA_READING */, 'default' as word"
    )
    assert brought(recorded, LATER) == (
        "select '2025-01-01' as day,"
        " cast('2026-01-02 00:00:00+00:00' /* VIP_SLA_AS_OF */ as date),"
        " 'strict' /* VIP_SLA_READING */, 'default' as word"
    )


def test_no_plan_holds_the_moment_it_was_made_at(demo_workspace: Workspace, tmp_path: Path) -> None:
    """A model that would write it otherwise than by the macro would hold yesterday's for ever."""
    known = plan.known(places(dbt.PROJECT, demo_workspace.build))
    assert known
    marked = " ".join(
        brought(statement, {plan.AS_OF: "", plan.READING: ""})
        for step in plan.read(known)
        for statement in step.statements
    )
    with duckdb.connect(str(newest_snapshot(demo_workspace)), read_only=True) as connection:
        [(as_of,)] = connection.execute("select as_of::date::text from marts.run_info").fetchall()
    assert as_of not in marked
    assert json.dumps(marked).count("/* VIP_SLA_AS_OF */") > 20
