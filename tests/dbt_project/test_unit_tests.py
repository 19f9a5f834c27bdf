"""The models' unit tests, which stand beside the models, run in an empty workspace.

They need their relations to exist, and so a run; that it publishes is tested on the way.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import marts
from pipeline.running.dbt import PROJECT
from pipeline.running.rebuild import rebuild
from pipeline.running.run import RunResult, run
from pipeline.workspace import Workspace, create_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return create_workspace(tmp_path_factory.mktemp("empty") / "workspace")


@pytest.fixture(scope="module")
def empty_run(workspace: Workspace) -> RunResult:
    return run(workspace)


def test_a_workspace_without_exports_is_published_with_empty_facts(empty_run: RunResult) -> None:
    tables = marts.tables(empty_run.snapshot).set_index("table")["rows"].dropna()

    assert not empty_run.has_something_to_look_at
    assert tables["run_info"] == 1
    assert tables["dim_severities"] == 6
    assert {name for name, rows in tables.items() if rows == 0} >= {
        *(name for name in tables.index if name.startswith("fct_")),
        "compliance_monthly",
        "compliance_by_reading",
        "open_responses",
        "load_files",
    }


def test_every_unit_test_of_the_models_passes(
    workspace: Workspace, empty_run: RunResult, tmp_path: Path
) -> None:
    rebuild(workspace, empty_run.run_id, tmp_path)
    process, results = _run_unit_tests(tmp_path)

    failures = {name: message for name, (status, message) in results.items() if status != "pass"}
    assert failures == {}
    assert process.returncode == 0, process.stdout
    assert sorted(results) == sorted(_declared_unit_tests())


def _run_unit_tests(
    folder: Path,
) -> tuple[subprocess.CompletedProcess[str], dict[str, tuple[str, str]]]:
    """What dbt says, and each test's status and message, in a folder of a finished build."""
    results_file = folder / "target" / "run_results.json"
    results_file.unlink(missing_ok=True)
    environment = os.environ | {
        "VIP_SLA_AS_OF": "2026-12-31 00:00:00+00:00",
        "VIP_SLA_READING": "default",
    }
    process = subprocess.run(
        [
            *(sys.executable, "-c", "from dbt.cli.main import cli; cli()"),
            *("--log-path", str(folder / "logs"), "test", "--select", "test_type:unit"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(folder / "target")),
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert results_file.exists(), process.stdout
    results: list[dict[str, Any]] = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    return process, {
        result["unique_id"].rsplit(".", 1)[1]: (result["status"], result["message"])
        for result in results
    }


def _declared_unit_tests() -> list[str]:
    files = [yaml.safe_load(path.read_text("utf-8")) for path in _model_files(PROJECT / "models")]
    return [test["name"] for file in files for test in file.get("unit_tests", [])]


def _model_files(folder: Path) -> list[Path]:
    files = sorted(folder.rglob("*.yml"))
    assert files
    return files
