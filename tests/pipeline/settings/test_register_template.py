"""What stands beside an empty register is what the register takes."""

from typing import get_args

import pytest

from pipeline.settings.register import (
    AbsenceRow,
    AccountRow,
    CustomerRow,
    MeetingRow,
    RosterRow,
    Row,
    WaiverRow,
)
from pipeline.workspace import TEMPLATE

FOLDER = TEMPLATE / "register"
ROWS: dict[str, type[Row]] = {
    "customers.csv": CustomerRow,
    "accounts.csv": AccountRow,
    "roster.csv": RosterRow,
    "absences.csv": AbsenceRow,
    "waivers.csv": WaiverRow,
    "meetings.csv": MeetingRow,
}


def told() -> dict[str, dict[str, str]]:
    """The allowed values by file and column."""
    found: dict[str, dict[str, str]] = {}
    name = ""
    for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith(("| `", "| |")):
            continue
        file, _, columns, values = (cell.strip() for cell in line[1:-1].split("|"))
        name = file.strip("`") or name
        for column in columns.split(", "):
            found.setdefault(name, {})[column.strip("`")] = values
    return found


@pytest.mark.parametrize("name", ROWS)
def test_every_column_is_told(name: str) -> None:
    assert list(told()[name]) == [field for field in ROWS[name].model_fields if field != "row"]
    header = (FOLDER / name).read_text(encoding="utf-8").strip().split(",")
    assert tuple(header) == ROWS[name].columns()


def test_every_word_that_is_allowed_is_told() -> None:
    for column in ("kind", "status"):
        for word in get_args(MeetingRow.model_fields[column].annotation):
            assert f"`{word}`" in told()["meetings.csv"][column]
    assert "`vip`" in told()["customers.csv"]["add_on"]
    assert {path.name for path in FOLDER.iterdir()} == {*ROWS, "README.md"}
