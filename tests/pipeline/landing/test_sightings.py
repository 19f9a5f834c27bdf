"""A content that comes again is newer than what stood between, and nothing else is."""

import json
import os
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.landing.manifests import landing_hash, read_manifest, write_manifest
from tests.pipeline.landing.help_desk import STARTED_AT, HelpDesk

OLD, NEW = "customer_id,name\na,Old\n", "customer_id,name\na,New\n"
FIRST = datetime(2026, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def put(desk: HelpDesk, content: str, modified_at: datetime, name: str = "customers.csv") -> None:
    path = desk.write(name, content)
    os.utime(path, (modified_at.timestamp(), modified_at.timestamp()))


def newest(desk: HelpDesk) -> str:
    rows = desk.read("generic_customers")
    return str(max(rows, key=lambda row: row["file_modified_at"])["name"])


def sightings(desk: HelpDesk) -> list[tuple[str, datetime]]:
    return [
        (file.file, sighting.newer_than)
        for file in desk.land().files
        for sighting in file.sightings
    ]


def test_a_file_that_returns_to_former_content_is_newer_than_what_stood_between(
    desk: HelpDesk,
) -> None:
    for day, content in enumerate((OLD, NEW, OLD)):
        put(desk, content, FIRST + day * DAY)
        landing = desk.land(STARTED_AT + day * DAY)

    assert landing.new == ()
    assert newest(desk) == "Old"
    assert [row["file_modified_at"] for row in desk.read("load_files")].count(FIRST + 2 * DAY) == 1
    seen = desk.read("load_sightings")
    assert sorted(row["file_modified_at"] - FIRST for row in seen) == [0 * DAY, DAY, 2 * DAY]


def test_landed_rows_are_not_written_again(desk: HelpDesk) -> None:
    put(desk, OLD, FIRST)
    desk.land()
    before = {k: v for k, v in desk.landing_state().items() if k.endswith(".parquet")}
    for day, content in ((1, NEW), (2, OLD)):
        put(desk, content, FIRST + day * DAY)
        desk.land(STARTED_AT + day * DAY)

    after = desk.landing_state()
    assert {name: after[name] for name in before} == before


def test_a_content_that_comes_again_as_another_file_is_newer(desk: HelpDesk) -> None:
    for day, (name, content) in enumerate((("1", OLD), ("2", NEW), ("3", OLD))):
        put(desk, content, FIRST + day * DAY, f"customers_{name}.csv")
        desk.land()

    assert newest(desk) == "Old"
    assert len(desk.read("generic_customers")) == 2


def test_a_file_put_back_with_its_former_time_is_newer_than_what_stood_between(
    desk: HelpDesk,
) -> None:
    put(desk, OLD, FIRST)
    desk.land()
    put(desk, NEW, FIRST + DAY)
    desk.land(STARTED_AT + DAY)
    put(desk, OLD, FIRST)
    desk.land(STARTED_AT + 2 * DAY)

    assert newest(desk) == "Old"
    assert max(at for _, at in sightings(desk)) == STARTED_AT + 2 * DAY
    state = desk.landing_state()
    desk.land(STARTED_AT + 3 * DAY)
    assert desk.landing_state() == state


def test_an_identical_file_twice_in_a_row_changes_nothing(desk: HelpDesk) -> None:
    put(desk, OLD, FIRST)
    put(desk, NEW, FIRST + DAY, "customers_2.csv")
    desk.land()
    state = desk.landing_state()
    put(desk, OLD, FIRST + 2 * DAY)
    desk.land()

    assert desk.landing_state() == state
    assert newest(desk) == "New"


FILES = (
    ("customers_1.csv", OLD, FIRST + 2 * DAY),
    ("customers_2.csv", NEW, FIRST + DAY),
    ("customers_3.csv", OLD, FIRST),
    ("customers_4.csv", NEW, FIRST + 3 * DAY),
)


@pytest.mark.parametrize("order", list(permutations(FILES)))
def test_the_order_of_loading_tells_nothing(
    tmp_path: Path, order: tuple[tuple[str, str, datetime], ...]
) -> None:
    desk = HelpDesk(tmp_path)
    for run, (name, content, modified_at) in enumerate(order):
        put(desk, content, modified_at, name)
        desk.land(STARTED_AT + run * DAY)

    assert newest(desk) == "New"
    assert {sighting.newer_than for file in desk.land().files for sighting in file.sightings} == {
        modified_at for _, _, modified_at in FILES
    }


def test_a_file_that_cannot_be_read_between_tells_nothing(desk: HelpDesk) -> None:
    put(desk, OLD, FIRST)
    desk.land()
    put(desk, "no column of ours\n", FIRST + DAY)
    assert [file.error is not None for file in desk.land().files] == [False, True]
    put(desk, OLD, FIRST + 2 * DAY)

    assert [at for _, at in sightings(desk)] == [FIRST]


def test_a_manifest_names_the_order_that_its_run_knew(desk: HelpDesk) -> None:
    put(desk, OLD, FIRST)
    desk.land()
    put(desk, NEW, FIRST + DAY)
    before = desk.land()
    write_manifest(desk.workspace, "20260101T000000Z", {}, before.files, ())
    put(desk, OLD, FIRST + 2 * DAY)
    after = desk.land()
    manifest = read_manifest(desk.workspace, "20260101T000000Z")

    assert manifest.files == before.files
    assert landing_hash(manifest.files, ()) == manifest.landing_hash
    assert landing_hash(after.files, ()) != manifest.landing_hash
    desk.landing = before
    assert newest(desk) == "New"
    desk.landing = after
    assert newest(desk) == "Old"


def test_a_manifest_that_tells_no_sightings_is_read_as_ever(desk: HelpDesk) -> None:
    put(desk, OLD, FIRST)
    landing = desk.land()
    written = write_manifest(desk.workspace, "20260101T000000Z", {}, landing.files, ())
    path = desk.workspace.manifests / "20260101T000000Z.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    for file in told["files"]:
        for name in ("too_new_until", "looked_again_at", "sightings"):
            del file[name]
    path.write_text(json.dumps(told), encoding="utf-8")

    manifest = read_manifest(desk.workspace, "20260101T000000Z")
    assert landing_hash(manifest.files, ()) == written.landing_hash
    assert manifest.files == landing.files


def test_other_settings_keep_what_was_seen(desk: HelpDesk) -> None:
    for day, content in enumerate((OLD, NEW, OLD)):
        put(desk, content, FIRST + day * DAY)
        desk.land(STARTED_AT + day * DAY)
    seen = [at for _, at in sightings(desk)]
    desk.source = type(desk.source)(time_zone="Asia/Kolkata")

    [file] = desk.land(STARTED_AT + 5 * DAY).files
    assert [sighting.newer_than for sighting in file.sightings] == [FIRST, FIRST + 2 * DAY]
    assert len(seen) == 3
