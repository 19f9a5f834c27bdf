"""On the customer's page we write the month's note and approve its draft; nobody else does."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dashboards import access, report_desk, snapshot
from dashboards.report_desk import ReportDesk, as_shown
from dashboards.view import Run, View
from dashboards.wording import wording
from pipeline import marts
from pipeline.errors import MailError, ReportError
from pipeline.mail.ledger import Ledger
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.records import records
from pipeline.reports.content import CustomerReport
from pipeline.reports.due import Desk, Maker, Wanted
from pipeline.reports.gather import gather
from pipeline.reports.render import json_bytes
from pipeline.workspace import Workspace
from tests.dashboards.looking import Look
from tests.pipeline.mail.moved import Moved

CUSTOMER = "K-1003"
SEPTEMBER = date(2026, 9, 1)
REQUIRED = "reports: {formats: [json], approval: required}"
OWN = Scope(frozenset({CUSTOMER}))


@pytest.fixture
def moved(demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Moved:
    moved = Moved.copy_of(demo_workspace, tmp_path / "demo")
    moved.configure(REQUIRED)
    monkeypatch.setenv(snapshot.WORKSPACE_VARIABLE, str(moved.workspace.root))
    monkeypatch.setattr(
        access, "visitor", lambda: access.Visitor("manager", EVERYBODY, "eva@x.example")
    )
    return moved


def view(moved: Moved, scope: Scope = EVERYBODY) -> View:
    run = records(marts.run_info(scope, moved.snapshot), Run)[0]
    return View(scope, moved.snapshot, run, wording("de"))


def desk(moved: Moved) -> ReportDesk:
    found = ReportDesk.of(view(moved), CUSTOMER, SEPTEMBER)
    assert found is not None
    return found


def make_draft(moved: Moved) -> None:
    """As `vip-sla report due` does, without a mail server."""
    place, settings = moved.workspace, moved.config.reports
    ledger, wanted = Ledger.of(place), Wanted(SEPTEMBER, CUSTOMER)
    maker = Maker(place, moved.snapshot, settings.formats, report_desk.rendered)
    drafts = Desk(place, moved.snapshot, settings, ledger, made=place.reports)
    drafts.keep(wanted, maker.prepare(wanted), view(moved).run.as_of)


@cache
def gathered(snapshot: Path, scope: Scope) -> CustomerReport:
    """The figures, which no note changes."""
    return gather(snapshot, CUSTOMER, SEPTEMBER, scope=scope)


def seen_by(moved: Moved, scope: Scope) -> tuple[str, ...] | None:
    """The comment in the report that somebody may download."""
    note = as_shown(view(moved, scope), gathered(moved.snapshot, scope)).note
    return note.comment if note else None


def test_a_customer_has_no_desk(moved: Moved) -> None:
    assert ReportDesk.of(view(moved, OWN), CUSTOMER, SEPTEMBER) is None


def test_a_note_is_written_and_mistakes_are_told_in_the_language_of_the_page(moved: Moved) -> None:
    here = desk(moved)
    with pytest.raises(ReportError, match="Kommentar, Zeile 1: steht unter keiner Überschrift"):
        here.save("Ohne Überschrift", seen="")
    assert here.note == ""
    here.save("# Kommentar\nGut.", seen="")
    assert here.note == "# Kommentar\nGut."
    with pytest.raises(ReportError, match="Inzwischen hat jemand anders"):
        here.save("# Kommentar\nBesser.", seen="")


def test_saving_makes_a_waiting_draft_anew(moved: Moved) -> None:
    make_draft(moved)
    here = desk(moved)
    first = here.edition()
    assert first is not None
    here.save("# Kommentar\nGut.", seen="")
    second = here.edition()
    assert second is not None
    assert second.digest != first.digest
    assert b"Gut." in json_bytes(second.content())
    with pytest.raises(MailError, match="look again"):
        here.approve(first.digest)  # what was on the page before
    here.approve(second.digest)
    approved = here.edition()
    assert approved is not None
    assert approved.approval is not None
    assert approved.approval.by == "eva@x.example"
    here.save("# Kommentar\nDoch nicht.", seen="# Kommentar\nGut.")
    third = here.edition()
    assert third is not None
    assert third.approval is None


def test_a_customer_reads_a_note_once_it_is_approved(moved: Moved) -> None:
    make_draft(moved)
    here = desk(moved)
    here.save("# Kommentar\nGut.", seen="")
    assert seen_by(moved, EVERYBODY) == ("Gut.",)
    assert seen_by(moved, OWN) is None
    edition = here.edition()
    assert edition is not None
    here.approve(edition.digest)
    assert seen_by(moved, OWN) == ("Gut.",)
    moved.configure("")
    here.save("# Kommentar\nOhne Freigabe.", seen="# Kommentar\nGut.")
    assert seen_by(moved, OWN) == ("Ohne Freigabe.",)


def test_a_mistaken_note_keeps_nobody_from_the_figures(moved: Moved) -> None:
    file = desk(moved)._file
    file.parent.mkdir(parents=True)
    file.write_text("# Kommentra\nx", encoding="utf-8")
    assert seen_by(moved, EVERYBODY) is None


def test_the_page_writes_and_approves(look: Look, moved: Moved) -> None:
    make_draft(moved)
    app = look("customer", moved.workspace, customer=CUSTOMER, month="2026-09")
    [area] = app.text_area
    area.input("# Kommentar\n<b>Gut</b> :red[so]")
    [save] = [each for each in app.button if each.label == "Speichern"]
    save.click().run()
    assert any(each.value.startswith("Gespeichert.") for each in app.success)
    [button] = [each for each in app.button if each.label == "Diesen Entwurf freigeben"]
    button.click().run()
    edition = desk(moved).edition()
    assert edition is not None
    assert edition.approval is not None
    assert "Diesen Entwurf freigeben" not in [each.label for each in app.button]
    assert desk(moved).note == "# Kommentar\n<b>Gut</b> :red[so]"
    assert b"<b>Gut</b> :red[so]" in json_bytes(edition.content())


def test_the_page_of_a_customers_people_has_nothing_of_it(
    look: Look, moved: Moved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "visitor", lambda: access.Visitor("customer", OWN, "it@x.example"))
    app = look("customer", moved.workspace, customer=CUSTOMER, month="2026-09")
    assert len(app.text_area) == 0
    assert "Speichern" not in [each.label for each in app.button]
