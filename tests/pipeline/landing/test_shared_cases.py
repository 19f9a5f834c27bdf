"""Exports that once did not land as they should, from the cases kept outside the project."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.landing.receipts import LandedFile
from tests.pipeline.landing.help_desk import HelpDesk

CASES = Path(__file__).parents[4] / "shared" / "cases" / "loading"

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"the shared cases are not at {CASES}")


def land(desk: HelpDesk, case: str, file: str, name: str) -> LandedFile:
    return desk.land_only(name, (CASES / case / file).read_bytes())


def made(desk: HelpDesk, case: str) -> None:
    desk.folder.mkdir(parents=True, exist_ok=True)
    script = str(CASES / case / "make.py")
    subprocess.run([sys.executable, script, str(desk.folder)], check=True)


def test_an_event_rejected_by_a_clock_that_was_wrong_lands_later(desk: HelpDesk) -> None:
    shutil.copytree(CASES / "clock_was_wrong_once", desk.folder)
    desk.land(datetime(2025, 11, 1, tzinfo=UTC))
    assert desk.read("generic_events") == []
    desk.land(datetime(2026, 11, 1, tzinfo=UTC))
    assert [row["event_id"] for row in desk.read("generic_events")] == ["e1"]
    assert desk.rejected() == []


def test_a_file_name_is_no_pattern(desk: HelpDesk) -> None:
    shutil.copytree(CASES / "file_name_is_a_pattern", desk.folder)
    landing = desk.land()
    rows = {
        name: (CASES / "file_name_is_a_pattern" / name).read_text().splitlines()[1].split(",")[0]
        for name in ("customers1.csv", "customers[1].csv")
    }
    assert {file.file: file.rows_landed for file in landing.files} == dict.fromkeys(rows, 1)
    found = {row["account_id"] for row in desk.read("generic_customers")}
    assert found == set(rows.values())


def test_a_file_name_that_is_not_utf8(desk: HelpDesk) -> None:
    desk.write("customers.csv", "customer_id\na\n")
    made(desk, "file_name_not_utf8")
    landing = desk.land()
    assert [(file.file, file.error) for file in landing.files] == [
        ("agents-M\\xe4rz.csv", None),
        ("customers.csv", None),
    ]
    assert [row["agent_id"] for row in desk.read("generic_agents")] == ["a9"]


@pytest.mark.parametrize(("file", "others"), [("clean.ndjson", 0), ("damaged.ndjson", 1)])
def test_a_doubled_key_is_rejected_by_both_readers(desk: HelpDesk, file: str, others: int) -> None:
    landed = land(desk, "json_two_readers", file, "customers.ndjson")
    assert (landed.rows_landed, landed.rows_rejected) == (0, 1 + others)
    line, reason = desk.rejected()[0]
    assert (line, "key twice" in reason) == (1, True)


@pytest.mark.parametrize(
    ("file", "name", "line"),
    [
        ("blank.csv", "customers.csv", 4),
        ("quoted.csv", "customers.csv", 4),
        ("lines.ndjson", "customers.ndjson", 3),
    ],
)
def test_a_rejected_row_names_its_line(desk: HelpDesk, file: str, name: str, line: int) -> None:
    land(desk, "line_of_a_rejected_row", file, name)
    assert [found for found, _ in desk.rejected()] == [line]


def test_times_that_cannot_be_are_rejected(desk: HelpDesk) -> None:
    landed = land(desk, "offset_out_of_range", "events.csv", "events.csv")
    assert (landed.rows_read, landed.rows_landed) == (4, 0)
    assert [line for line, _ in desk.rejected()] == [2, 3, 4, 5]
    assert all("is not a time" in reason for _, reason in desk.rejected())
