"""A real help desk from January 2022 to February 2023, whose exports lie outside the project."""

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

from pipeline.workspace import Workspace, create_workspace

EXPORTS = Path(__file__).parents[2] / "shared" / "data" / "helpdesk" / "exports" / "helpdesk"
AS_OF = datetime(2023, 4, 1, tzinfo=UTC)


def real_desk(root: Path) -> Workspace:
    """Its exports in a new workspace whose register covers every account."""
    workspace = create_workspace(root)
    shutil.copytree(EXPORTS, root / "exports" / "helpdesk", dirs_exist_ok=True)
    with (EXPORTS / "customers.csv").open(newline="", encoding="utf-8") as file:
        accounts = list(csv.DictReader(file))
    with (workspace.register / "customers.csv").open("a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                *(account["customer_id"], account["name"], "All-Inclusive", "vip"),
                *("2000-01-01", "", "1000", "de", ""),
            ]
            for account in accounts
        )
    return workspace
