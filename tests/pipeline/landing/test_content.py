"""What landed is what was hashed, whatever size and modification time say."""

import os
from datetime import UTC, datetime

import pytest

from pipeline.landing import export_rows
from pipeline.landing.files import ExportFile
from tests.pipeline.landing.help_desk import HelpDesk

BEFORE, BEHIND = "customer_id,name\na,A\n", "customer_id,name\nb,B\n"


def rewrite(export: ExportFile) -> None:
    """Another content of the same size, at the same time."""
    stat = export.path.stat()
    export.path.write_text(BEHIND)
    os.utime(export.path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_file_rewritten_while_it_is_read_waits(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("customers.csv", BEFORE)
    stage = export_rows.Stager.stage

    def stage_slowly(self: export_rows.Stager, export: ExportFile) -> export_rows.StagedRows:
        rewrite(export)
        return stage(self, export)

    monkeypatch.setattr(export_rows.Stager, "stage", stage_slowly)
    landing = desk.land()
    assert landing.files == ()
    assert landing.notices[0].startswith("desk/customers.csv changed while it was read")
    monkeypatch.undo()
    desk.land()
    assert [row["account_id"] for row in desk.read("generic_customers")] == ["b"]


def test_a_file_rewritten_between_two_runs_lands(desk: HelpDesk) -> None:
    path = desk.write("customers.csv", BEFORE)
    desk.land()
    stat = path.stat()
    path.write_text(BEHIND)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert [file.file for file in desk.land().new] == ["customers.csv"]


def test_a_file_touched_while_it_is_read_lands(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("customers.csv", BEFORE)
    stage = export_rows.Stager.stage

    def stage_slowly(self: export_rows.Stager, export: ExportFile) -> export_rows.StagedRows:
        staged = stage(self, export)
        os.utime(export.path, (1, 1))
        return staged

    monkeypatch.setattr(export_rows.Stager, "stage", stage_slowly)
    assert len(desk.land().new) == 1


def test_the_time_of_a_file_is_that_of_its_content(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.write("customers.csv", BEFORE)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    hashed = ExportFile.content_hash
    calls: list[str] = []

    def replaced_meanwhile(self: ExportFile) -> str:
        if not calls:
            path.write_text(BEHIND)
            os.utime(path, (1_800_000_000, 1_800_000_000))
        calls.append(hashed(self))
        return calls[-1]

    monkeypatch.setattr(ExportFile, "content_hash", replaced_meanwhile)
    (file,) = desk.land().files
    assert file.file_modified_at == datetime.fromtimestamp(1_800_000_000, UTC)
