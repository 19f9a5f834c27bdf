"""A real help desk from January 2022 to February 2023, every row of every table against the plain
walk."""

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.workspace import create_workspace
from tests.comparison import all_differences, built, published

HELP_DESK = Path(__file__).parents[3] / "shared" / "data" / "helpdesk" / "exports" / "helpdesk"
AS_OF = datetime(2023, 4, 1, tzinfo=UTC)

needs_real_data = pytest.mark.skipif(
    not HELP_DESK.exists(), reason=f"the real help desk's exports are not at {HELP_DESK}"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real exports in a workspace whose register covers every account."""
    root = create_workspace(tmp_path_factory.mktemp("real") / "workspace").root
    shutil.copytree(HELP_DESK, root / "exports" / "helpdesk", dirs_exist_ok=True)
    with (HELP_DESK / "customers.csv").open(newline="", encoding="utf-8") as file:
        accounts = list(csv.DictReader(file))
    with (root / "register" / "customers.csv").open("a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                *(account["customer_id"], account["name"], "All-Inclusive", "vip"),
                *("2000-01-01", "", "1000", "de", ""),
            ]
            for account in accounts
        )
    return root


@needs_real_data
@pytest.mark.parametrize("reading", ["default", "literal"])
def test_every_response_is_judged_as_by_the_reference(workspace: Path, reading: str) -> None:
    snapshot = built(workspace, AS_OF, reading)

    assert len(published(snapshot, "fct_responses")) == 791
    assert all_differences(workspace, snapshot, AS_OF, reading) == []
