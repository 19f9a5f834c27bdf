"""Reports on schedule: what is due is made and sent once, whatever comes between."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

import pipeline.cli.due
from pipeline import marts
from pipeline.mail.letter import Letter
from pipeline.marts.periods import containing
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.due import sending
from pipeline.reports.render import Form
from pipeline.workspace import Workspace
from tests.pipeline.command_line import one_message
from tests.pipeline.mail.moved import Moved
from tests.pipeline.mail.server import Certificates
from tests.pipeline.reports.due_desk import (
    FIRST,
    SECOND,
    TO_FIRST,
    TO_SECOND,
    DueDesk,
    due_desk,
    stand_in,
)

AFTER_GRACE = "2026-10-05 22:00:00+00"  # three working days behind September, in Berlin


class Opens(Protocol):
    def __call__(
        self, settings: str = "reports: {formats: [pdf]}", **how: object
    ) -> AbstractContextManager[DueDesk]: ...


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    return Certificates.made(tmp_path)


@pytest.fixture
def two_customers(demo_workspace: Workspace, tmp_path: Path) -> Moved:
    moved = Moved.copy_of(demo_workspace, tmp_path / "demo")
    moved.only(FIRST, SECOND)
    return moved


@pytest.fixture
def opens(
    two_customers: Moved,
    tmp_path: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> Opens:
    def opened(
        settings: str = "reports: {formats: [pdf]}", **how: object
    ) -> AbstractContextManager[DueDesk]:
        folder = tmp_path / "server"
        return due_desk(two_customers, folder, certificates, monkeypatch, settings, **how)

    return opened


@pytest.fixture
def desk(opens: Opens) -> Iterator[DueDesk]:
    with opens() as desk:
        yield desk


def test_what_is_due_is_made_and_sent_once(desk: DueDesk) -> None:
    said = desk.due()
    assert said.status == 0, said.all
    assert desk.got == [f"2026-09 {TO_FIRST}", f"2026-09 {TO_SECOND}"]
    again = desk.due()
    assert (again.status, len(desk.got)) == (0, 2)
    assert "nothing is due that is not done" in again.out


def test_a_letter_has_words_the_report_and_a_way_to_the_dashboard(desk: DueDesk) -> None:
    desk.due()
    _, letter = desk.server.letters[0]
    assert letter["Subject"] == (
        "VIP-SLA-Bericht September 2026 – Brückner & Söhne Maschinenbau GmbH"
    )
    text = letter.get_body(("plain",))
    assert text is not None
    words = " ".join(text.get_content().split())
    counts = marts.compliance_by_customer(
        marts.EVERYBODY, desk.moved.snapshot, containing(date(2026, 9, 1), "month")
    ).set_index("customer_id")
    met, late = counts.loc[FIRST, "met_count"], counts.loc[FIRST, "breached_count"]
    assert f"{met} von {met + late} gewerteten Antworten waren rechtzeitig." in words
    assert "customer?lang=de&month=2026-09&customer=K-1001" in words
    (pdf,) = letter.iter_attachments()
    assert pdf.get_filename() == "vip-sla-2026-09-K-1001.pdf"
    made = desk.moved.workspace.reports / "2026-09" / FIRST / "edition-1"
    assert pdf.get_content() == (made / "vip-sla-2026-09-K-1001.pdf").read_bytes()


def test_a_month_is_due_behind_its_days_of_grace(desk: DueDesk) -> None:
    desk.moved.as_of("2026-10-05 21:59:59+00")
    assert {each["month"] for each in desk.reports()["reports"]} == {"2026-08"}
    desk.moved.as_of(AFTER_GRACE)
    assert {each["month"] for each in desk.reports()["reports"]} == {"2026-09"}


def test_other_days_of_grace(opens: Opens) -> None:
    with opens("reports: {grace_working_days: 0}") as desk:
        desk.moved.as_of("2026-09-30 22:00:00+00")
        assert {each["month"] for each in desk.reports()["reports"]} == {"2026-09"}


def test_after_downtime_all_that_was_missed_the_oldest_first(desk: DueDesk) -> None:
    desk.due()
    desk.moved.as_of("2027-01-20 12:00:00+00")
    desk.moved.change(  # as a run on that day would have it
        "insert into marts.covered_months select * replace (cast(later.month as date) as month) "
        "from marts.covered_months cross join (values ('2026-11-01'), ('2026-12-01')) "
        "as later (month) where covered_months.month = date '2026-10-01'"
    )
    desk.due()
    assert desk.got[2:] == [
        f"{month} {to}"
        for month in ("2026-10", "2026-11", "2026-12")
        for to in (TO_FIRST, TO_SECOND)
    ]


def test_years_of_history_are_not_sent_unless_asked_for(opens: Opens) -> None:
    with opens() as desk:
        desk.due()
        assert len(desk.got) == 2
    with opens("reports: {since: 2026-07}") as desk:
        desk.due()
        assert [each[:7] for each in desk.got[2:]] == ["2026-07", "2026-07", "2026-08", "2026-08"]


def test_only_months_with_a_day_of_cover(desk: DueDesk) -> None:
    desk.moved.change(
        "update marts.dim_coverage_periods set valid_from = date '2026-10-01' "
        f"where customer_id = '{FIRST}'",
        f"delete from marts.covered_months where customer_id = '{FIRST}' "
        "and month < date '2026-10-01'",
    )
    desk.due()
    assert desk.got == [f"2026-09 {TO_SECOND}"]


def test_without_an_address_it_is_made_and_told_once(desk: DueDesk) -> None:
    desk.moved.register_address(FIRST, "")
    first, second = desk.due(), desk.due()
    assert (first.status, second.status) == (3, 0)
    assert "no address stands in report_to of register/customers.csv" in first.all
    assert "no address" not in second.all
    assert desk.got == [f"2026-09 {TO_SECOND}"]
    assert (desk.moved.workspace.reports / "2026-09" / FIRST / "edition-1").is_dir()
    desk.moved.register_address(FIRST, "new@example.com")
    assert desk.due().status == 0
    assert desk.got[1:] == ["2026-09 new@example.com"]


def test_one_refused_address_holds_up_nobody(opens: Opens) -> None:
    with opens(refused=["gone@example.com"]) as desk:
        desk.moved.register_address(FIRST, "gone@example.com; a@example.com; A@example.com")
        said = desk.due()
        assert said.status == 3
        assert "gone@example.com: refused for good: 550 5.1.1 no such mailbox" in said.all
        assert desk.got == ["2026-09 a@example.com", f"2026-09 {TO_SECOND}"]
        assert desk.due().status == 3  # not done, and said so, without another attempt
        desk.moved.register_address(FIRST, "here@example.com; a@example.com")
        assert desk.due().status == 0
        assert desk.got[2:] == ["2026-09 here@example.com"]


def test_who_comes_after_it_was_sent_does_not_get_it(desk: DueDesk) -> None:
    desk.due()
    desk.moved.register_address(FIRST, "late@example.com")
    assert desk.due().status == 0
    assert len(desk.got) == 2


def test_greylisting_is_tried_again_after_a_rest(opens: Opens) -> None:
    with opens(greylisted=[TO_FIRST]) as desk:
        said = desk.due()
        assert said.status == 3
        assert "not now: 451 4.7.1 greylisted, come back later; again from" in said.all
        assert desk.due().status == 3
        assert desk.got == [f"2026-09 {TO_SECOND}"]
        desk.wait(minutes=6)
        assert desk.due().status == 0
        assert desk.got[1:] == [f"2026-09 {TO_FIRST}"]


def test_what_is_sent_later_is_what_was_made(opens: Opens) -> None:
    """Both addresses get the same figures, whatever came in between."""
    with opens(greylisted=["b@example.com"]) as desk:
        desk.moved.register_address(FIRST, "a@example.com; b@example.com")
        desk.due()
        desk.moved.change("delete from marts.fct_responses", "delete from marts.compliance_monthly")
        desk.wait(minutes=6)
        desk.due()
        sent = {
            to: next(letter.iter_attachments()).get_content() for to, letter in desk.server.letters
        }
        assert sent["a@example.com"] == sent["b@example.com"]


def test_nobody_listens(two_customers: Moved, opens: Opens) -> None:
    with opens() as desk:
        pass  # the server is gone again
    said = desk.due()
    assert said.status == 3
    assert "cannot be reached" in said.all
    assert "check mail.host, mail.port and mail.security" in said.all


def test_a_wrong_password_is_told_and_not_shown(
    desk: DueDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "geraten")
    said = desk.due()
    assert said.status == 3
    assert "check mail.user and the password in MAIL_PASSWORD" in said.all
    assert "geraten" not in said.all
    assert not any("geraten" in path.read_text() for path in desk.ledger_files)


def test_without_a_mail_server_nothing_is_lost(desk: DueDesk) -> None:
    settings = desk.moved.workspace.config_file.read_text(encoding="utf-8")
    desk.moved.configure("")
    assert "vip-sla.yml: there is no `mail`" in one_message(desk.due())
    desk.moved.workspace.config_file.write_text(settings, encoding="utf-8")
    assert desk.due().status == 0
    assert len(desk.got) == 2


def test_a_rehearsal_changes_nothing(desk: DueDesk) -> None:
    said = desk.due("--dry-run")
    assert said.status == 0
    assert "would be sent, see" in said.all
    outbox = desk.moved.workspace.reports / "outbox"
    assert len(list(outbox.glob("*.eml"))) == 2
    assert (desk.got, desk.ledger_files) == ([], set())
    assert not (desk.moved.workspace.reports / "2026-09").exists()
    desk.due()
    assert len(desk.got) == 2


def test_the_portfolio_goes_to_the_management(opens: Opens) -> None:
    with opens("reports: {portfolio_to: [boss@example.com]}") as desk:
        assert desk.due().status == 0
        assert desk.got[2:] == ["2026-09 boss@example.com"]
        assert desk.server.letters[2][1]["Subject"] == (
            "VIP-SLA-Bericht September 2026 über alle Kunden"
        )


def test_a_changed_file_is_not_sent(opens: Opens) -> None:
    with opens(greylisted=[TO_FIRST]) as desk:
        desk.due()
        (pdf,) = (desk.moved.workspace.reports / "2026-09" / FIRST / "edition-1").glob("*.pdf")
        pdf.write_bytes(b"%PDF-1.7 something else")
        desk.wait(minutes=6)
        said = desk.due()
        assert said.status == 3  # the others stand alone
        assert f"{TO_FIRST}: not sent: " in said.err
        assert "is not what was made" in said.err
        assert len(desk.got) == 1


def test_a_damaged_ledger_sends_nothing(desk: DueDesk) -> None:
    desk.due()
    done = next(path for path in desk.ledger_files if path.name.endswith("done.json"))
    done.write_text("{")
    message = one_message(desk.due())
    assert str(done) in message
    assert "restore the file from a backup" in message
    assert len(desk.got) == 2


def test_for_scripts(desk: DueDesk) -> None:
    found = desk.reports()
    assert found["changed"] == []
    first = found["reports"][0]
    assert (first["month"], first["customer_id"], first["revision"]) == ("2026-09", FIRST, 1)
    assert [letter["state"] for letter in first["letters"]] == ["sent"]
    assert all(Path(file).exists() for file in first["files"])
    assert json.dumps(found)


def test_one_report_that_fails_is_named_and_the_others_are_sent(
    desk: DueDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(report: Report, forms: Sequence[Form]) -> Iterable[tuple[str, bytes]]:
        if isinstance(report, CustomerReport) and report.customer_id == FIRST:
            raise ZeroDivisionError("nobody foresaw this")
        return stand_in(report, forms)

    monkeypatch.setattr(pipeline.cli.due, "rendered", broken)
    said = desk.due()
    assert said.status == 3
    assert desk.got == [f"2026-09 {TO_SECOND}"]
    assert f"{FIRST}, 2026-09: failed: stopped by something unforeseen (ZeroDivision" in said.err
    (failed,) = desk.reports()["failed"]
    assert failed["name"] == f"{FIRST}, 2026-09"
    monkeypatch.setattr(pipeline.cli.due, "rendered", stand_in)
    assert desk.due().status == 0
    assert desk.got == [f"2026-09 {TO_SECOND}", f"2026-09 {TO_FIRST}"]


def test_one_letter_that_fails_is_named_and_the_others_are_sent(
    desk: DueDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "zweite@brueckner-soehne.example"
    desk.moved.register_address(FIRST, f"{TO_FIRST};{other}")
    written = sending.letter

    def broken(edition: Any, report: Any, changes: Any, to: str, mail: Any) -> Letter:
        if to == TO_FIRST:
            raise ZeroDivisionError("nobody foresaw this")
        return written(edition, report, changes, to, mail)

    monkeypatch.setattr(sending, "letter", broken)
    said = desk.due()
    assert said.status == 3
    assert f"{TO_FIRST}: not sent: stopped by something unforeseen" in said.err
    assert desk.got == [f"2026-09 {other}", f"2026-09 {TO_SECOND}"]
    monkeypatch.setattr(sending, "letter", written)
    assert desk.due().status == 0
    assert desk.got == [f"2026-09 {other}", f"2026-09 {TO_SECOND}", f"2026-09 {TO_FIRST}"]
