"""A report's figures are derived again from landing, and whatever differs is named."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.errors import LandingError, ReportError
from pipeline.mail.ledger import Ledger
from pipeline.reports import verify as verifying
from pipeline.reports.notes import note_file
from pipeline.reports.verify import _LATER_KEYS, Difference, verify
from pipeline.reports.write import Order, write_report
from pipeline.running.run import run
from pipeline.workspace import Workspace, create_workspace
from tests.pipeline.command_line import one_message, vip_sla
from tests.pipeline.small_desk import EVENT_COLUMNS, NEWEST_EVENT, export, fill

MARCH = date(2026, 3, 1)
FILES = "reports/2026-03/K-1/vip-sla-2026-03-K-1"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with reports on March, which a later run of more exports knows better."""
    workspace = create_workspace(tmp_path_factory.mktemp("verify") / "desk")
    fill(workspace)
    snapshot = run(workspace, as_of=NEWEST_EVENT).snapshot
    write_report(workspace, Order(snapshot, MARCH, "K-1", ("pdf", "json")))
    write_report(workspace, Order(snapshot, MARCH, None, ("json",)))
    late = "e0,T-1,2026-03-02T09:05:00Z,message,,,agent,a1\n"
    export(workspace, "events-late.csv", EVENT_COLUMNS + late)
    run(workspace, as_of=NEWEST_EVENT)
    yield workspace


@pytest.fixture
def at_once(reported: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The same, with the marts of the reported run at hand instead of made again."""
    [first, *_] = sorted(reported.snapshots.glob("*.duckdb"))
    monkeypatch.setattr(verifying, "rebuild", lambda *_: first)
    return reported


def altered(workspace: Workspace, tmp_path: Path, change: Any) -> Path:
    content = json.loads((workspace.root / f"{FILES}.json").read_text(encoding="utf-8"))
    change(content)
    file = tmp_path / "altered.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_report_is_derived_again_though_the_newest_snapshot_says_otherwise(
    reported: Workspace,
) -> None:
    newest = marts.newest_snapshot(reported)
    first_reply = "select min(elapsed_seconds) as s from fct_responses where ticket_id = 'T-1'"
    assert marts.ask(newest, first_reply)["s"][0] == 300  # the report says 1,800

    said = vip_sla("verify", reported.root / f"{FILES}.de.pdf", "--workspace", reported.root)

    assert said.status == 0, said.all
    assert "equal: all" in said.out


def test_the_command_tells_what_differs(at_once: Workspace, tmp_path: Path) -> None:
    def better(content: dict[str, Any]) -> None:
        content["counts"]["met_count"] += 1

    file = altered(at_once, tmp_path, better)
    said = vip_sla("verify", file, "--workspace", at_once.root)
    assert said.status == 1
    assert "counts.met_count: 2 reported, 1 derived" in said.out
    as_json = vip_sla("verify", file, "--workspace", at_once.root, "--json").json
    assert (as_json["is_equal"], len(as_json["differences"])) == (False, 1)

    changed = tmp_path / "changed.json"
    changed.write_bytes((at_once.root / f"{FILES}.json").read_bytes() + b" ")
    said = vip_sla("verify", changed, "--workspace", at_once.root)
    assert said.status == 3
    assert "not byte for byte" in said.err


def test_a_portfolio_is_derived_again(at_once: Workspace) -> None:
    file = at_once.root / "reports/2026-03/portfolio/vip-sla-2026-03-portfolio.json"
    result = verify(at_once, file)
    assert result.is_equal
    assert result.is_same_file
    assert result.value_count > 100


def test_an_altered_figure_is_named_with_both_values(at_once: Workspace, tmp_path: Path) -> None:
    def better(content: dict[str, Any]) -> None:
        content["cases"][1]["elapsed_seconds"] -= 60
        content["counts"]["met_count"] += 1

    result = verify(at_once, altered(at_once, tmp_path, better))

    places = {each.place: each for each in result.differences}
    assert set(places) == {"counts.met_count", "cases[helpdesk:T-1:2].elapsed_seconds"}
    assert places["counts.met_count"] == Difference("counts.met_count", 2, 1)
    assert not result.is_same_file


def test_a_row_left_out_is_named_alone(at_once: Workspace, tmp_path: Path) -> None:
    result = verify(at_once, altered(at_once, tmp_path, lambda content: content["cases"].pop(0)))
    assert {each.place.split(".")[0] for each in result.differences} == {"cases[helpdesk:T-1:1]"}
    assert all(each.reported is None for each in result.differences if each.derived is not None)


def test_a_report_of_a_version_that_told_no_numbers_is_as_true_as_it_was(
    at_once: Workspace, tmp_path: Path
) -> None:
    def older(content: Any) -> None:
        """Without every key that came later, however deep."""
        if isinstance(content, dict):
            for name in _LATER_KEYS & content.keys():
                del content[name]
        for each in content.values() if isinstance(content, dict) else content:
            if isinstance(each, dict | list):
                older(each)

    def left_out(content: dict[str, Any]) -> None:
        del content["contested"]

    def false(content: dict[str, Any]) -> None:
        older(content)
        content["cases"][0]["elapsed_seconds"] += 60

    def other(content: dict[str, Any]) -> None:
        content["cases"][0]["code"] = "QT-2"

    result = verify(at_once, altered(at_once, tmp_path, older))
    assert result.differences == ()
    assert not result.is_same_file
    [difference] = verify(at_once, altered(at_once, tmp_path, false)).differences
    assert difference.place == "cases[helpdesk:T-1:1].elapsed_seconds"
    [difference] = verify(at_once, altered(at_once, tmp_path, other)).differences
    assert (difference.reported, difference.derived) == ("QT-2", "T-1")
    # A file of today that lacks one of them alone is not of a former version.
    left = verify(at_once, altered(at_once, tmp_path, left_out))
    assert left.differences or not left.is_same_file


def test_a_changed_page_around_true_figures_is_noticed(at_once: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "changed.pdf"
    file.write_bytes((at_once.root / f"{FILES}.de.pdf").read_bytes() + b"\n% a page more\n")
    result = verify(at_once, file)
    assert result.is_equal
    assert not result.is_same_file


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"kind": "customer"}', "is no report of VIP SLA"),
        (b"customer_id,name\n", "is no report of VIP SLA"),
        (b"%PDF-1.7 cut off", "is no whole PDF"),
    ],
)
def test_what_is_no_report_is_refused(
    at_once: Workspace, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    with pytest.raises(ReportError, match=told):
        verify(at_once, file)
    with pytest.raises(ReportError, match="cannot be read"):
        verify(at_once, tmp_path / "nowhere.json")


def test_a_report_of_another_workspace_is_refused(reported: Workspace, tmp_path: Path) -> None:
    def elsewhere(content: dict[str, Any]) -> None:
        content["provenance"]["run_id"] = "20200101T000000Z"

    with pytest.raises(LandingError, match="there was no such run"):
        verify(reported, altered(reported, tmp_path, elsewhere))


def test_a_revision_that_the_ledger_does_not_know_is_told(
    at_once: Workspace, tmp_path: Path
) -> None:
    file = altered(at_once, tmp_path, lambda content: content.update(revision=4))
    assert verify(at_once, file).differences == (Difference("revision", 4, 1),)
    said = vip_sla("verify", file, "--workspace", at_once.root)
    assert said.status == 1
    assert "revision: 4 reported, 1 derived" in said.out

    ledger = Ledger.of(at_once)
    for revision in (1, 2):
        ledger.note("report/K-1/2026-03", "made", datetime.now(UTC), revision=revision)
    assert verify(at_once, file).differences == (Difference("revision", 4, 2),)
    known = altered(at_once, tmp_path, lambda content: content.update(revision=2))
    assert verify(at_once, known).is_equal


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: content["period"].update(month="0001-01-01"), "0001-01: no report is"),
        (lambda content: content["period"].update(month="9999-12-01"), "9999-12: no report is"),
        (lambda content: content["period"].update(month="2026-03-15"), "2026-03: no report is"),
        *(
            (lambda content, run=run: content["provenance"].update(run_id=run), "the id of one")
            for run in ("../../etc/passwd", "/etc/passwd", "", "20260301T000000Z/..", "a\x1b[2Jb")
        ),
    ],
)
def test_what_a_file_names_is_anybody_s_words(
    reported: Workspace, tmp_path: Path, change: Any, words: str
) -> None:
    said = vip_sla("verify", altered(reported, tmp_path, change), "--workspace", reported.root)
    assert words in one_message(said)
    assert "\x1b" not in said.err
    assert len(said.err.splitlines()) == 1


def with_note(workspace: Workspace, text: str) -> Path:
    """March's report on a customer as JSON, once a note on it is written."""
    note = note_file(workspace.reports, MARCH, "K-1")
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(text, encoding="utf-8")
    [first, *_] = sorted(workspace.snapshots.glob("*.duckdb"))
    [file] = write_report(workspace, Order(first, MARCH, "K-1", ("json",)))
    return file


@pytest.fixture
def noted(at_once: Workspace) -> Iterator[Path]:
    """A report with a note; afterwards the workspace is as it was."""
    file = at_once.root / f"{FILES}.json"
    before = file.read_bytes()
    yield with_note(at_once, "# Comment\nAs it was.")
    note_file(at_once.reports, MARCH, "K-1").unlink()
    file.write_bytes(before)


def test_a_report_with_a_note_verifies(at_once: Workspace, noted: Path) -> None:
    result = verify(at_once, noted)
    assert (result.is_equal, result.is_same_file, result.approval) == (True, True, None)
    assert b"As it was." in noted.read_bytes()


def test_a_note_that_was_changed_since_is_told(at_once: Workspace, noted: Path) -> None:
    note_file(at_once.reports, MARCH, "K-1").write_text("# Comment\nAs it is.", encoding="utf-8")
    result = verify(at_once, noted)
    assert {each.place for each in result.differences} == {"note.comment[1]", "note.sha256"}
    [comment] = [each for each in result.differences if each.place == "note.comment[1]"]
    assert (comment.reported, comment.derived) == ("As it was.", "As it is.")


def test_a_letterhead_that_changed_since_makes_no_report_wrong(
    at_once: Workspace, noted: Path
) -> None:
    settings = at_once.config_file.read_text(encoding="utf-8")
    at_once.config_file.write_text(f"{settings}\nreports: {{sender: Acme}}\n", encoding="utf-8")
    try:
        assert verify(at_once, noted).is_equal
    finally:
        at_once.config_file.write_text(settings, encoding="utf-8")


def test_who_approved_the_file_is_told(at_once: Workspace, noted: Path) -> None:
    digest = hashlib.sha256(noted.read_bytes()).hexdigest()
    at = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)
    Ledger.of(at_once).note(
        "report/K-1/2026-03", "approved", at, by="Petra", digest="x", files={"a.json": digest}
    )
    said = vip_sla("verify", noted, "--workspace", at_once.root)
    assert said.status == 0, said.all
    assert "approved, just as it is, by Petra, 2026-04-02 08:30 UTC" in said.out
    noted.write_bytes(noted.read_bytes() + b" ")
    assert "approved" not in vip_sla("verify", noted, "--workspace", at_once.root).out
