"""An export that looks as it did is not hashed again, except by a deep look."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.landing.contents import SETTLES_IN
from pipeline.landing.files import EPOCH, ExportFile
from pipeline.landing.loader import Landing, land_exports
from tests.pipeline.landing.help_desk import STARTED_AT, HelpDesk

OLD, NEW = "customer_id,name\na,Old\n", "customer_id,name\na,New\n"
LONG_AGO = STARTED_AT - timedelta(days=1)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of each file that is hashed, each time that it is."""
    names: list[str] = []
    content_hash = ExportFile.content_hash

    def told(export: ExportFile) -> str:
        names.append(export.name)
        return content_hash(export)

    monkeypatch.setattr(ExportFile, "content_hash", told)
    return names


def put(desk: HelpDesk, content: str, modified_at: datetime = LONG_AGO) -> Path:
    """In place: what stood there keeps its inode."""
    path = desk.write("customers.csv", content)
    modified_ns = (modified_at - EPOCH) // timedelta(microseconds=1) * 1000
    os.utime(path, ns=(modified_ns, modified_ns))
    return path


def land(desk: HelpDesk, *, is_deep: bool = False) -> Landing:
    desk.landing = land_exports(desk.workspace, [desk.source], STARTED_AT, is_deep=is_deep)
    return desk.landing


def landed_names(desk: HelpDesk) -> list[object]:
    return sorted(row["name"] for row in desk.read("generic_customers"))


def test_what_looks_the_same_is_hashed_once(desk: HelpDesk, hashed: list[str]) -> None:
    put(desk, OLD)
    first = land(desk)
    assert hashed == ["customers.csv", "customers.csv"]  # before its rows are read, and behind
    hashed.clear()
    again = land(desk)
    assert hashed == []
    assert again.files == first.files
    assert again.new == ()


@pytest.mark.parametrize("what", ["size", "time", "inode"])
def test_whatever_looks_changed_is_hashed(desk: HelpDesk, hashed: list[str], what: str) -> None:
    path = put(desk, OLD)
    land(desk)
    hashed.clear()
    if what == "size":
        put(desk, OLD + "b,Two\n")
    elif what == "time":
        put(desk, NEW, LONG_AGO + timedelta(microseconds=1))
    else:
        path.rename(path.with_name("kept"))
        put(desk, NEW)
    assert len(land(desk).new) == 1
    assert hashed


def test_a_change_in_place_that_keeps_all_three_is_found_by_a_deep_look(desk: HelpDesk) -> None:
    put(desk, OLD)
    land(desk)
    put(desk, NEW)
    assert land(desk).new == ()
    assert len(land(desk, is_deep=True).new) == 1
    assert landed_names(desk) == ["New", "Old"]
    assert land(desk).new == ()


@pytest.mark.parametrize(
    ("later", "is_hashed"), [(timedelta(0), False), (timedelta(microseconds=1), True)]
)
def test_what_was_just_written_may_change_under_the_same_time(
    desk: HelpDesk, hashed: list[str], later: timedelta, is_hashed: bool
) -> None:
    put(desk, OLD, STARTED_AT - SETTLES_IN + later)
    land(desk)
    hashed.clear()
    land(desk)
    assert bool(hashed) == is_hashed


def test_no_rows_land_under_the_hash_of_others(desk: HelpDesk) -> None:
    put(desk, OLD)
    land(desk)
    put(desk, NEW)
    shutil.rmtree(desk.workspace.landing)
    assert land(desk).new == ()  # its bytes are not those that its looks stand for
    assert len(land(desk).new) == 1
    assert landed_names(desk) == ["New"]


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"desk/customers.csv": 7}', '{"desk/customers.csv": []}']
)
def test_a_damaged_memory_is_none(desk: HelpDesk, hashed: list[str], damage: str) -> None:
    put(desk, OLD)
    land(desk)
    (desk.workspace.build / "exports.json").write_text(damage, encoding="utf-8")
    hashed.clear()
    land(desk)
    assert hashed == ["customers.csv"]
    hashed.clear()
    land(desk)
    assert hashed == []
