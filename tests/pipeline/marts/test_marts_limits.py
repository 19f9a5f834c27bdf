"""What queries on a snapshot may take, where the environment says so."""

import shutil
from pathlib import Path

import duckdb
import pytest

from dashboards import serve
from pipeline import marts
from pipeline.marts.snapshot import LIMITS
from pipeline.workspace import Workspace

ASKED = "select current_setting('memory_limit') as memory, current_setting('threads') as threads"


@pytest.mark.parametrize(("memory", "threads"), [("1GB", 2), ("300MB", 1)])
def test_a_snapshot_is_opened_within_limits(
    demo_workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    memory: str,
    threads: int,
) -> None:
    opened_by_nobody_else = tmp_path / "snapshot.duckdb"
    shutil.copy(marts.newest_snapshot(demo_workspace), opened_by_nobody_else)
    monkeypatch.setenv("VIP_SLA_QUERY_MEMORY", memory)
    monkeypatch.setenv("VIP_SLA_QUERY_THREADS", str(threads))
    [row] = marts.ask(opened_by_nobody_else, ASKED).to_dict("records")
    shown = {"1GB": "953.6 MiB", "300MB": "286.1 MiB"}[memory]
    assert row == {"memory": shown, "threads": threads}


def test_what_is_odd_is_counted_beside_open_questions_within_limits(
    demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the server's /metrics does; a run that counted may write the file afterwards."""
    file = tmp_path / "snapshot.duckdb"
    shutil.copy(marts.newest_snapshot(demo_workspace), file)
    file.chmod(0o640)
    monkeypatch.setenv("VIP_SLA_QUERY_MEMORY", "1GB")
    monkeypatch.setenv("VIP_SLA_QUERY_THREADS", "2")
    counted = marts.trouble_counts(file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("checkpoint")
    marts.ask(file, "from run_info")
    marts.seal(file)
    assert marts.trouble_counts(file) == counted


def test_the_dashboard_s_server_has_limits() -> None:
    assert set(serve.LIMITS) == set(LIMITS.values())
