"""What whoever watches over us is told: fresh or stale, and what became of runs."""

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from dashboards import monitoring
from dashboards.snapshot import WORKSPACE_VARIABLE
from pipeline import marts
from pipeline.errors import RunError
from pipeline.marts import EVERYBODY
from pipeline.marts.freshness import Freshness
from pipeline.marts.records import records
from pipeline.running import last_run
from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace

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
    with pytest.raises(RunError):
        run(desk, as_of="2999-01-01T00:00:00Z")
    found = monitoring.state()
    assert found.status == "failed"
    assert monitoring.health(found)[0] == HTTPStatus.OK  # the snapshot before still serves
    assert found.last is not None
    assert "lies in the future" in found.last.told
    assert "vip_sla_last_run_published 0\n" in monitoring.metrics(found)


def test_metrics_stand_on_a_port_of_their_own(watched: Workspace) -> None:
    server = monitoring.serve_metrics(0)
    try:
        address = f"http://localhost:{server.server_port}"
        told = httpx.get(f"{address}/metrics", trust_env=False)
        health = httpx.get(f"{address}/healthz", trust_env=False)
        nothing = httpx.get(f"{address}/", trust_env=False)
    finally:
        server.shutdown()
        server.server_close()
    owed = marts.open_responses(EVERYBODY, marts.newest_snapshot(watched))
    counted = owed[owed["exclusion_reason"].isna()]
    values = dict(line.split() for line in told.text.splitlines() if not line.startswith("#"))
    assert int(values["vip_sla_owed_responses"]) == len(counted) > 0
    assert int(values["vip_sla_overdue_responses"]) == counted["is_overdue"].sum() > 0
    assert values["vip_sla_up"] == "0"  # the demo's day is long gone
    assert health.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert nothing.status_code == HTTPStatus.NOT_FOUND
