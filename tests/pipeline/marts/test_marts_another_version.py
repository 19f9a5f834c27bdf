"""A snapshot of another version is one sentence, wherever it is asked: never a traceback."""

from functools import partial
from pathlib import Path

import duckdb
import pytest

from pipeline import marts
from pipeline.errors import OldSnapshotError
from pipeline.marts import EVERYBODY
from pipeline.marts.snapshot import SCHEMA_VERSION, exactly
from pipeline.workspace import Workspace
from tests.dashboards import made_up
from tests.pipeline.command_line import one_message, vip_sla

SENTENCE = (
    "another version of vip-sla made it (its tables are of version {}, this one's of "
    f"{SCHEMA_VERSION}); start `vip-sla run`"
)


def other(root: Path, *statements: str) -> Workspace:
    """A workspace whose snapshot was made otherwise."""
    workspace = made_up.publish(root)
    workspace.config_file.touch()
    file = workspace.published.resolve()
    file.chmod(0o640)
    with duckdb.connect(str(file)) as connection:
        for statement in statements:
            connection.execute(statement)
    return workspace


def test_of_another_version(tmp_path: Path) -> None:
    """Though every column is there: each may mean another thing."""
    workspace = other(tmp_path, f"update marts.run_info set schema_version = {SCHEMA_VERSION + 1}")
    snapshot = workspace.published.resolve()
    words = SENTENCE.format(SCHEMA_VERSION + 1)
    for question in (partial(marts.customers, EVERYBODY), marts.trouble_counts, marts.tables):
        with pytest.raises(OldSnapshotError) as raised:
            question(snapshot)
        assert words in str(raised.value)
    with pytest.raises(OldSnapshotError):
        exactly(snapshot, "select 1")
    said = vip_sla("status", "--workspace", workspace.root)
    assert said.status == 1
    assert said.err.count("\n") == 1
    assert words in said.err
    query = "select 1"
    assert words in one_message(vip_sla("sql", query, "--workspace", workspace.root))


def test_of_before_there_were_versions(tmp_path: Path) -> None:
    workspace = other(tmp_path, "drop table marts.run_info", "create table marts.run_info (a int)")
    with pytest.raises(OldSnapshotError) as raised:
        marts.customers(EVERYBODY, workspace.published.resolve())
    assert SENTENCE.format("none") in str(raised.value)


def test_a_wrong_query_on_this_version_is_the_querys_fault(tmp_path: Path) -> None:
    workspace = other(tmp_path)
    message = one_message(
        vip_sla("sql", "select no_such from dim_customers", "--workspace", tmp_path)
    )
    assert "another version" not in message
    assert "no_such" in message
    assert workspace.published.exists()


def test_what_is_no_snapshot_at_all(tmp_path: Path) -> None:
    workspace = made_up.publish(tmp_path)
    file = workspace.published.resolve()
    file.chmod(0o640)
    file.write_bytes(b"something else" * 1000)
    with pytest.raises(OldSnapshotError, match="is no file that this version of DuckDB reads"):
        marts.customers(EVERYBODY, file)
