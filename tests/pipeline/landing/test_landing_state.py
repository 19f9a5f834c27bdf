"""Landing is the state: nothing lands twice, nothing leaves, nothing is half there."""

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import LandingError
from pipeline.landing import export_rows
from pipeline.landing.files import ExportFile
from tests.pipeline.landing.help_desk import STARTED_AT, HelpDesk, SourceStandIn, event, events_csv

CUSTOMERS = "customer_id,name\na,A\nb,B\n"


@pytest.fixture
def busy(desk: HelpDesk) -> HelpDesk:
    desk.write("customers.csv", CUSTOMERS)
    desk.write("events.csv", events_csv(event(1), event(2, kind="sms"), event(3)))
    desk.write("tickets.csv", "")
    return desk


def test_the_same_folder_twice_changes_nothing(busy: HelpDesk) -> None:
    first = busy.land()
    state = busy.landing_state()
    assert busy.told == ["desk/customers.csv", "desk/events.csv", "desk/tickets.csv"]
    os.utime(busy.folder / "customers.csv")
    second = busy.land(STARTED_AT + timedelta(days=1))
    assert second.files == first.files
    assert second.new == ()
    landed = {k: v for k, v in busy.landing_state().items() if k.endswith((".json", ".parquet"))}
    assert landed == {k: v for k, v in state.items() if k in landed}
    assert len(landed) == len([k for k in state if k.endswith((".json", ".parquet"))]) == 5


def test_nothing_is_touched_where_nothing_is_new(desk: HelpDesk) -> None:
    desk.write("customers.csv", CUSTOMERS)
    desk.land()
    state = desk.landing_state()
    desk.land()
    assert desk.landing_state() == state


def test_a_new_file_adds_only_itself(busy: HelpDesk) -> None:
    busy.land()
    state = busy.landing_state()
    busy.write("events_march.csv", events_csv(event(4)))
    landing = busy.land()
    assert [file.file for file in landing.new] == ["events_march.csv"]
    later = busy.landing_state()
    files = {key for key in state if key.endswith((".json", ".parquet"))}
    assert {key: later[key] for key in files} == {key: state[key] for key in files}
    ids = {row["event_id"] for row in busy.read("generic_events")}
    assert ids == {"e1", "e3", "e4"}


def test_what_landed_stays_when_the_export_goes(busy: HelpDesk) -> None:
    before = busy.land().files
    for path in busy.folder.iterdir():
        path.unlink()
    after = busy.land()
    assert after.files == tuple(file for file in before if not file.error)
    assert len(busy.read("generic_events")) == 2
    busy.folder.rmdir()
    gone = busy.land()
    assert gone.files == after.files
    assert "exports/desk cannot be read" in gone.notices[0]


def test_a_source_without_folder_is_a_mistake(desk: HelpDesk) -> None:
    with pytest.raises(LandingError, match=r"correct `path` in vip-sla\.yml"):
        desk.land()


def test_equal_content_counts_once(desk: HelpDesk) -> None:
    desk.write("customers.csv", CUSTOMERS)
    desk.write("customers_again.csv", CUSTOMERS)
    landing = desk.land()
    assert [file.file for file in landing.files] == ["customers.csv"]
    assert landing.notices == (
        "desk/customers_again.csv has the same content as customers.csv and counts once.",
    )
    assert len(desk.read("generic_customers")) == 2


def test_provenance(desk: HelpDesk) -> None:
    path = desk.write("customers.csv", CUSTOMERS)
    os.utime(path, ns=(0, 1_700_000_000_123_456_789))
    row = desk.read("generic_customers")[1]
    modified_at = datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)
    assert (row["source"], row["file_row"], row["file_modified_at"]) == ("desk", 3, modified_at)
    (receipt,) = desk.workspace.landing.glob("*/*/*.json")
    assert receipt.stem == row["file_hash"]
    (file,) = desk.land().files
    assert (file.file_hash, file.landed_at, file.rows_landed) == (receipt.stem, STARTED_AT, 2)


def test_other_settings_land_anew(busy: HelpDesk) -> None:
    first = busy.land().files
    busy.source = replace(busy.source, time_zone="America/Phoenix")
    landing = busy.land()
    assert len(landing.new) == 2
    assert landing.superseded == ()
    assert not {f.file_hash for f in landing.new} & {f.file_hash for f in first}
    (busy.folder / "customers.csv").unlink()
    busy.source = replace(busy.source, time_zone="Asia/Kolkata")
    landing = busy.land()
    assert {file.file for file in landing.superseded} == {"customers.csv"}
    assert {file.entity for file in landing.files} == {"events", "tickets"}
    busy.source = replace(busy.source, time_zone="America/Phoenix")
    assert busy.land().superseded == ()


def test_a_file_that_changes_while_it_is_read_waits(
    busy: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = export_rows.Stager.stage

    def stage_slowly(self: export_rows.Stager, export: ExportFile) -> export_rows.StagedRows:
        staged = stage(self, export)
        if export.path.name == "events.csv":
            export.path.write_text(export.path.read_text() + events_csv(event(9)))
        return staged

    monkeypatch.setattr(export_rows.Stager, "stage", stage_slowly)
    landing = busy.land()
    assert [file.file for file in landing.new] == ["customers.csv"]
    assert landing.notices[0].startswith("desk/events.csv changed while it was read")
    monkeypatch.undo()
    assert [file.file for file in busy.land().new] == ["events.csv"]


def test_an_interrupted_run_leaves_nothing_half_done(
    busy: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(export_rows, "write_receipt", fail)
    with pytest.raises(KeyboardInterrupt):
        busy.land()
    monkeypatch.undo()
    assert not list(busy.workspace.landing.rglob("*.json"))
    assert len(busy.land().new) == 2
    assert not list(busy.workspace.landing.glob(".*"))


def test_lost_rows_land_again(busy: HelpDesk) -> None:
    busy.land()
    (lost,) = busy.workspace.landing.glob("desk/customers/*.parquet")
    lost.unlink()
    landing = busy.land()
    assert [file.file for file in landing.new] == ["customers.csv"]
    assert lost.exists()
    assert "is gone" in landing.notices[0]


def test_a_broken_receipt_names_itself(busy: HelpDesk) -> None:
    busy.land()
    receipt = next(iter(busy.workspace.landing.glob("desk/customers/*.json")))
    receipt.write_text("{")
    with pytest.raises(LandingError, match=f"{receipt.name}: is no receipt"):
        busy.land()


def test_a_file_that_may_not_be_read(busy: HelpDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: ExportFile) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(ExportFile, "content_hash", refuse)
    landing = busy.land()
    assert landing.files[0].error == (
        "desk/customers.csv cannot be opened (Permission denied); "
        "let the user who runs this read it"
    )
    assert landing.new == ()
    assert busy.read("load_files")[0]["file_hash"] is None


def test_sources_stay_apart(tmp_path: Path) -> None:
    one = HelpDesk(tmp_path)
    one.write("customers.csv", CUSTOMERS)
    one.land()
    one.source = SourceStandIn(name="other")
    (other,) = one.land().new
    assert other.source == "other"
    assert {row["source"] for row in one.read("generic_customers")} == {"other"}
