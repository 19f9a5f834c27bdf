"""Tables from settings land by content; manifests name all that a run read."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import LandingError
from pipeline.landing.manifests import landing_hash, read_manifest, write_manifest
from pipeline.landing.tables import LandedTable, land_table
from tests.pipeline.landing.help_desk import HelpDesk, event, events_csv

GOALS = pa.table({"name": ["a", "b", None], "goal": [1, None, 3]})


def test_a_table_lands_once(desk: HelpDesk) -> None:
    first = land_table(desk.workspace, "policy", "goals", GOALS)
    state = desk.landing_state()
    assert first == LandedTable("policy", "goals", first.content_hash, rows=3, seal=first.seal)
    assert pq.read_table(desk.workspace.landing / first.path).equals(GOALS)
    assert list((desk.workspace.landing / "policy" / "goals").iterdir()) == [
        desk.workspace.landing / first.path
    ]
    assert land_table(desk.workspace, "policy", "goals", GOALS) == first
    assert desk.landing_state() == state


@pytest.mark.parametrize("kind", [pa.date32(), pa.int64(), pa.float64(), pa.timestamp("us", "UTC")])
@pytest.mark.parametrize("cells", [[None, 7], [7, None], [None, None, 7, None, 9], [None]])
def test_what_a_null_hides_is_no_content(
    desk: HelpDesk, kind: pa.DataType, cells: list[int | None]
) -> None:
    """Parquet gives back equal values, and other bytes in the place of a null."""
    storage = pa.int32() if kind == pa.date32() else pa.int64()
    table = pa.table({"cell": pa.array(cells, storage).cast(kind)})
    first = land_table(desk.workspace, "policy", "cells", table)
    assert land_table(desk.workspace, "policy", "cells", table) == first


def test_the_hash_is_of_the_content_alone(desk: HelpDesk) -> None:
    def hash_of(table: pa.Table) -> str:
        return land_table(desk.workspace, "policy", "goals", table).content_hash

    usual = hash_of(GOALS)
    assert hash_of(pa.concat_tables([GOALS.slice(0, 1), GOALS.slice(1)])) == usual
    assert hash_of(pa.concat_tables([GOALS, GOALS]).slice(3)) == usual
    assert hash_of(GOALS.replace_schema_metadata({"made": "today"})) == usual
    others = [
        GOALS.slice(0, 2),
        GOALS.take([1, 0, 2]),
        GOALS.rename_columns(["name", "goals"]),
        GOALS.cast(pa.schema([("name", pa.string()), ("goal", pa.int32())])),
    ]
    assert len({usual, *map(hash_of, others)}) == 5


def test_a_manifest_tells_what_it_was_told(desk: HelpDesk) -> None:
    desk.write("events.csv", events_csv(event(1), event(2, kind="sms")))
    desk.write("tickets.csv", "")
    files = desk.land().files
    table = land_table(desk.workspace, "policy", "goals", GOALS)
    asked = {"as_of": datetime(2026, 1, 1, tzinfo=UTC).isoformat(), "reading": "default"}
    written = write_manifest(desk.workspace, "20260101T000000Z", asked, files, [table])
    assert read_manifest(desk.workspace, "20260101T000000Z") == written
    assert (written.files, written.tables) == (files, (table,))
    assert written.landing_hash == landing_hash(reversed(files), [table])
    with pytest.raises(LandingError, match=r"20260102T000000Z\.json: is not there"):
        read_manifest(desk.workspace, "20260102T000000Z")


def test_the_landing_hash_follows_what_was_read(desk: HelpDesk) -> None:
    desk.write("events.csv", events_csv(event(1)))
    one = landing_hash(desk.land().files, [])
    desk.write("tickets.csv", "")
    assert landing_hash(desk.land().files, []) == one
    desk.write("events_2.csv", events_csv(event(2)))
    assert landing_hash(desk.land().files, []) != one
    table = land_table(desk.workspace, "policy", "goals", GOALS)
    assert landing_hash(desk.land().files, [table]) != landing_hash(desk.land().files, [])
