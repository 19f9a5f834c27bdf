"""What whoever watches over us is told: fresh or stale, and what became of runs."""

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import duckdb
import httpx
import pytest

from dashboards import monitoring, serve
from dashboards.snapshot import WORKSPACE_VARIABLE
from pipeline import marts
from pipeline.errors import SettingsError
from pipeline.marts import EVERYBODY
from pipeline.marts.freshness import Freshness
from pipeline.marts.records import records
from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.running import last_run
from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.dashboards import made_up

AS_OF = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)
"""Of the demo: a Friday, 10:40 by the contract's clock, 6 hours and 20 minutes before closing."""
STALE_FROM = datetime(2026, 11, 2, 9, 40, tzinfo=UTC)
"""Monday, 10:40: another 1 hour and 40 minutes of opening hours make 8."""


@pytest.fixture
def watched(demo_workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(demo_workspace.root))
    return demo_workspace


@pytest.mark.parametrize(
    ("moment", "open_seconds", "is_stale"),
    [
        (AS_OF - timedelta(hours=1), 0, False),
        (AS_OF, 0, False),
        (AS_OF + timedelta(minutes=1), 60, False),
        (datetime(2026, 10, 30, 20, tzinfo=UTC), 6 * 3600 + 20 * 60, False),
        (datetime(2026, 11, 1, 20, tzinfo=UTC), 6 * 3600 + 20 * 60, False),
        (STALE_FROM, 8 * 3600, False),
        (STALE_FROM + timedelta(seconds=1), 8 * 3600 + 1, True),
    ],
)
def test_a_snapshot_grows_old_while_the_desk_is_open(
    watched: Workspace, moment: datetime, open_seconds: int, *, is_stale: bool
) -> None:
    answer = marts.freshness(EVERYBODY, marts.newest_snapshot(watched), moment)
    [fresh] = records(answer, Freshness)
    assert (fresh.as_of, fresh.open_seconds, fresh.is_stale) == (AS_OF, open_seconds, is_stale)
    status, told = monitoring.health(monitoring.state(moment))
    expected = HTTPStatus.SERVICE_UNAVAILABLE if is_stale else HTTPStatus.OK
    assert (status, json.loads(told)["status"]) == (expected, "stale" if is_stale else "ok")
    assert json.loads(told)["age_seconds"] == int((moment - AS_OF).total_seconds())
    assert str(watched.root) not in told


def test_a_workspace_before_its_first_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = create_workspace(tmp_path / "desk")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(empty.root))
    status, told = monitoring.health(monitoring.state())
    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert json.loads(told)["status"] == "nothing_published"
    assert json.loads(told)["last_run"] is None


def test_a_run_that_fails_is_known_and_the_next_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = create_workspace(tmp_path / "desk")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(desk.root))
    first = run(desk)
    known = last_run.last_run(desk)
    assert known is not None
    assert (known.outcome, known.told) == ("published", first.run_id)
    desk.policy_file.write_text("goal: banana\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        run(desk)
    found = monitoring.state()
    assert found.status == "failed"
    assert monitoring.health(found)[0] == HTTPStatus.OK  # the snapshot before still serves
    assert found.last is not None
    assert "goal" in found.last.told
    told = monitoring.metrics(found)
    assert "vip_sla_last_run_published 0\n" in told
    assert "vip_sla_up 1\n" in told  # by the rule of `/healthz`


def asked(*paths: str) -> list[httpx.Response]:
    """The answers of the port for metrics, one after the other."""
    server = monitoring.serve_metrics(0)
    try:
        address = f"http://localhost:{server.server_port}"
        return [httpx.get(f"{address}{path}", trust_env=False, timeout=60) for path in paths]
    finally:
        server.shutdown()
        server.server_close()


def test_metrics_stand_on_a_port_of_their_own(watched: Workspace) -> None:
    told, health, nothing = asked("/metrics", "/healthz", "/")
    owed = marts.open_responses(EVERYBODY, marts.newest_snapshot(watched))
    values = dict(line.split() for line in told.text.splitlines() if not line.startswith("#"))
    assert int(values["vip_sla_owed_responses"]) == len(owed) > 0
    assert int(values["vip_sla_overdue_responses"]) == owed["is_overdue"].sum() > 0
    assert values["vip_sla_up"] == "0"  # the demo's day is long gone
    assert health.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert nothing.status_code == HTTPStatus.NOT_FOUND


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace whose snapshot nobody has opened yet, and whose newest run published it."""
    workspace = made_up.publish(tmp_path)
    last_run.remember(workspace, "published", "made up")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
    return workspace


def test_a_server_whose_queries_are_limited_tells_health_and_metrics(
    made: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, limit in serve.LIMITS.items():
        monkeypatch.setenv(variable, limit)
    health, told = asked("/healthz", "/metrics")
    assert health.json()["run_id"]
    assert told.status_code == HTTPStatus.OK, told.text
    assert "vip_sla_data_findings 0\n" in told.text
    assert made.published.exists()


@pytest.mark.usefixtures("made")
def test_what_keeps_it_from_telling_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise duckdb.ConnectionException("no\n  connection")

    monkeypatch.setattr(marts, "open_responses", fail)
    told, health = asked("/metrics", "/healthz")
    assert told.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert told.text == "/metrics cannot be told: no connection\n"
    assert health.json()["run_id"]
    monkeypatch.setattr(monitoring, "state", fail)
    [health] = asked("/healthz")
    assert health.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert health.text == "/healthz cannot be told: no connection\n"


@pytest.mark.parametrize(
    "statements",
    [
        (f"update marts.run_info set schema_version = {SCHEMA_VERSION + 1}",),
        ("drop table marts.run_info", "create table marts.run_info (a int)"),
        ("delete from marts.run_info",),
        (),
    ],
    ids=["of another version", "of before versions", "without its run", "no snapshot at all"],
)
def test_a_snapshot_that_cannot_be_read_is_a_state_of_its_own(
    made: Workspace, statements: tuple[str, ...]
) -> None:
    file = made.published.resolve()
    file.chmod(0o640)
    if statements:
        with duckdb.connect(str(file)) as connection:
            for statement in statements:
                connection.execute(statement)
    else:
        file.write_bytes(b"not a database at all" * 1000)
    health, told = asked("/healthz", "/metrics")
    assert health.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert health.json()["status"] == "unreadable"
    assert health.json()["last_run"]["outcome"] == "published"
    assert told.status_code == HTTPStatus.OK
    assert "vip_sla_up 0\n" in told.text
    assert "vip_sla_last_run_published 1\n" in told.text
    assert "vip_sla_owed_responses" not in told.text
