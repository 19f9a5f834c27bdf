"""Exports of many desks as they come, each a source of its own, and the verdicts they owe.

A case is a folder with exports, settings, register and `expected.csv`; every column of that file
is held for every response. A case is tried by naming it here.
"""

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from pipeline import marts
from pipeline.running.run import run
from pipeline.workspace import create_workspace

REPORTS = Path(__file__).parents[3] / "shared" / "cases" / "reports"
CASES = (
    "f_cp1252",
    "f_floats",
    "f_sep_line",
    "f_wrapped",
    "split",
)

needs_cases = pytest.mark.skipif(
    not REPORTS.exists(), reason=f"the exports of many desks are not at {REPORTS}"
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one workspace in which each case is a source."""
    workspace = create_workspace(tmp_path_factory.mktemp("cases") / "workspace")
    settings = [
        yaml.safe_load((REPORTS / case / "vip-sla.yml").read_text(encoding="utf-8"))
        for case in CASES
    ]
    together = settings[0] | {"sources": [each["sources"][0] for each in settings]}
    workspace.config_file.write_text(yaml.safe_dump(together), encoding="utf-8")
    registered: dict[str, None] = {}
    for case in CASES:
        shutil.copytree(REPORTS / case / "exports", workspace.root / "exports", dirs_exist_ok=True)
        customers = (REPORTS / case / "register" / "customers.csv").read_text(encoding="utf-8")
        registered |= dict.fromkeys(customers.splitlines())
    (workspace.register / "customers.csv").write_text("\n".join([*registered, ""]), "utf-8")
    return run(workspace).snapshot


@needs_cases
@pytest.mark.parametrize("case", CASES)
def test_responses_are_judged_as_expected(snapshot: Path, case: str) -> None:
    with (REPORTS / case / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        expected = list(csv.DictReader(file))
    assert expected
    columns = ", ".join(expected[0])
    published = marts.ask(
        snapshot,
        f"select {columns} from fct_responses where source = '{case}' order by response_id",
    )
    found = [
        {name: _written(value) for name, value in row.items()}
        for row in published.astype(object).to_dict("records")
    ]
    assert found == sorted(expected, key=lambda row: row["response_id"])


@needs_cases
def test_every_file_format_is_tried() -> None:
    assert {folder.name for folder in REPORTS.glob("f_*")} <= set(CASES)


def _written(value: Any) -> str:
    """A value as `expected.csv` writes it."""
    if value is None or value is pd.NaT or value != value:
        return ""
    if isinstance(value, pd.Timestamp | datetime):
        moment = pd.Timestamp(value)
        if moment.tzinfo is None:
            return moment.date().isoformat()
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
