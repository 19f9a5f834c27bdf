"""A landed file that is not what was landed: refused by runs, told by status, found by verify."""

import os
from pathlib import Path

import duckdb
import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.small_desk import Published, copy_of, small_workspace


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Four tickets, run once, and a month's report."""
    workspace = small_workspace(tmp_path_factory.mktemp("seals") / "acme")
    assert vip_sla("run", "--as-of", "latest", "--workspace", workspace.root).status in (0, 3)
    report = ("report", "--month", "2026-03", "--format", "json", "--workspace", workspace.root)
    assert vip_sla(*report).status == 0
    return workspace


@pytest.fixture
def workspace(landed: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(landed, tmp_path / "acme")


def answered_earlier(workspace: Workspace) -> Path:
    """The late reply on T-1, five hours earlier in landing: a breach becomes met."""
    (rows,) = (
        path
        for path in (workspace.landing / "helpdesk" / "events").glob("*.parquet")
        if ".rejected." not in path.name
    )
    with duckdb.connect() as connection:
        connection.execute(
            "create table t as select * replace (case when event_id = 'e4' then occurred_at "
            f"- interval 5 hour else occurred_at end as occurred_at) from read_parquet('{rows}')"
        )
        connection.execute(f"copy t to '{rows}' (format parquet, compression zstd)")
    return rows


def test_a_run_refuses(workspace: Workspace) -> None:
    rows = answered_earlier(workspace)
    before = Published.of(workspace)
    message = one_message(vip_sla("run", "--as-of", "latest", "--workspace", workspace.root))
    assert f"{rows.relative_to(workspace.root)} is not what was landed" in message
    assert Published.of(workspace) == before


def test_verify_refuses(workspace: Workspace) -> None:
    (report,) = (workspace.reports / "2026-03").rglob("*K-1*.json")
    answered_earlier(workspace)
    message = one_message(vip_sla("verify", report, "--workspace", workspace.root))
    assert "is not what was landed" in message


def test_what_keeps_its_size_and_time_is_found_by_a_deep_look(workspace: Workspace) -> None:
    run = ("run", "--as-of", "latest", "--workspace", workspace.root)
    assert vip_sla(*run).status in (0, 3)
    (rows,) = (workspace.landing / "helpdesk" / "agents").glob("*.parquet")
    before, content = rows.stat(), bytearray(rows.read_bytes())
    content[len(content) // 2] ^= 1
    rows.write_bytes(content)
    os.utime(rows, ns=(before.st_atime_ns, before.st_mtime_ns))
    said = vip_sla("status", "--deep", "--json", "--workspace", workspace.root)
    assert said.status == 3
    assert [sentence.split()[0] for sentence in said.json["damage"]] == [
        str(rows.relative_to(workspace.root))
    ]
    assert "damage" not in vip_sla("status", "--json", "--workspace", workspace.root).json


def test_a_policy_table_is_what_its_name_stands_for(workspace: Workspace) -> None:
    (targets,) = (workspace.landing / "policy" / "targets").glob("*.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"create table t as from read_parquet('{targets}') limit 1")
        connection.execute(f"copy t to '{targets}' (format parquet)")
    message = one_message(vip_sla("run", "--as-of", "latest", "--workspace", workspace.root))
    assert "delete it, and the next run makes it again" in message
    targets.unlink()
    assert vip_sla("run", "--as-of", "latest", "--workspace", workspace.root).status in (0, 3)
    assert vip_sla("status", "--deep", "--json", "--workspace", workspace.root).json["damage"] == []


def test_a_copied_workspace_is_whole(workspace: Workspace) -> None:
    said = vip_sla("run", "--as-of", "latest", "--workspace", workspace.root)
    assert said.status in (0, 3), said.all
