"""With approval required a report is a draft, then approved, then sent: just the bytes approved."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.errors import MailError
from pipeline.mail.ledger import Ledger
from pipeline.reports.due import Desk, Wanted
from pipeline.reports.notes import note_file
from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, one_message, vip_sla
from tests.pipeline.mail.moved import Moved
from tests.pipeline.mail.server import Certificates
from tests.pipeline.reports.due_desk import FIRST, TO_FIRST, DueDesk, due_desk
from tests.pipeline.reports.test_due_revision import late_export
from tests.pipeline.small_desk import rows

SEPTEMBER = date(2026, 9, 1)
AGENT = "agent@example.com"
REQUIRED = f"""
reports: {{formats: [pdf], approval: required}}
alerts: {{agents: {{AGENT_ID: {AGENT}}}}}
"""

Opens = Callable[..., AbstractContextManager[DueDesk]]


@pytest.fixture
def opens(demo_workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """September of one customer is due; its agent reads mail elsewhere."""
    moved = Moved.copy_of(demo_workspace, tmp_path / "demo")
    moved.only(FIRST)
    certificates = Certificates.made(tmp_path)
    roster = f"select agent_id from dim_roster where customer_id = '{FIRST}'"
    [agent, *_] = rows(moved.snapshot, roster)

    def opened(settings: str = REQUIRED, **how: object) -> AbstractContextManager[DueDesk]:
        settings = settings.replace("AGENT_ID", str(agent["agent_id"]))
        return due_desk(moved, tmp_path / "server", certificates, monkeypatch, settings, **how)

    return opened


@pytest.fixture
def desk(opens: Opens) -> Iterator[DueDesk]:
    with opens() as desk:
        yield desk


def approve(desk: DueDesk, *options: str) -> Said:
    return vip_sla(
        *("report", "approve", "--workspace", desk.moved.workspace.root),
        *("--month", "2026-09", "--customer", FIRST, "--by", "Petra", *options),
    )


def write_note(desk: DueDesk, text: str) -> Path:
    file = note_file(desk.moved.workspace.reports, SEPTEMBER, FIRST)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_draft_waits_and_the_agent_is_told_once(desk: DueDesk) -> None:
    for _ in range(2):
        said = desk.due()
        assert said.status == 3
        assert "a draft: it is sent once somebody approves it" in said.out
    assert desk.server.addresses == [AGENT]
    _, letter = desk.server.letters[0]
    assert letter["Subject"].startswith("Freigabe nötig: VIP-SLA-Bericht September 2026 – ")
    text = letter.get_body(("plain",))
    assert text is not None
    words = " ".join(text.get_content().split())
    assert "https://sla.example.com/customer?lang=de&month=2026-09&customer=K-1001" in words
    assert "vip-sla report approve --month 2026-09 --customer K-1001" in words
    assert "reports/notes/2026-09/K-1001.md" in words


def test_what_was_approved_is_sent_once(desk: DueDesk) -> None:
    desk.due()
    said = approve(desk, "--json").json
    [(file, digest)] = said["files"].items()
    assert said["approved_by"] == "Petra"
    assert hashlib.sha256(Path(file).read_bytes()).hexdigest() == digest
    assert desk.server.addresses == [AGENT]
    for _ in range(2):
        assert desk.due().status == 0
        assert desk.server.addresses == [AGENT, TO_FIRST]
    [pdf] = desk.server.letters[1][1].iter_attachments()
    assert hashlib.sha256(pdf.get_content()).hexdigest() == digest
    assert "nothing is left to approve" in one_message(approve(desk))


def test_the_ledger_knows_who_approved_what(desk: DueDesk) -> None:
    desk.due()
    approve(desk)
    approve(desk)  # said once
    facts = Ledger.of(desk.moved.workspace).facts(f"report/{FIRST}/2026-09")
    [fact] = [fact for fact in facts if fact.kind == "approved"]
    assert fact.details["by"] == "Petra"
    assert list(fact.details["files"]) == ["vip-sla-2026-09-K-1001.pdf"]


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_changed_note_makes_another_draft_that_needs_an_approval(
    desk: DueDesk, is_approved: bool
) -> None:
    write_note(desk, "# Kommentar\nErste Fassung.")
    desk.due()
    if is_approved:
        approve(desk)
    write_note(desk, "# Kommentar\nZweite Fassung.")
    assert "changed since the draft was made" in one_message(approve(desk))
    assert desk.due().status == 3
    assert desk.server.addresses == [AGENT, AGENT]  # it is another draft
    assert desk.due().status == 3
    assert desk.server.addresses == [AGENT, AGENT]
    approve(desk)
    assert desk.due().status == 0
    [pdf] = desk.server.letters[2][1].iter_attachments()
    assert b"Zweite Fassung." in pdf.get_content()


def test_changed_figures_need_another_approval(desk: DueDesk) -> None:
    desk.due()
    approve(desk)
    late_export(desk)
    assert desk.due().status == 3
    assert TO_FIRST not in desk.server.addresses
    approve(desk)
    said = desk.due()
    assert (said.status, desk.server.addresses[-1]) == (0, TO_FIRST)


def test_another_run_of_the_same_figures_makes_no_other_draft(desk: DueDesk) -> None:
    desk.due()
    approve(desk)
    desk.moved.as_of("2026-10-31 12:00:00+00")
    assert "K-1001, 2026-09: made before" in desk.due().out
    assert desk.server.addresses[:2] == [AGENT, TO_FIRST]


def test_a_mistaken_note_sends_nothing_and_is_named(desk: DueDesk) -> None:
    desk.due()
    approve(desk)
    write_note(desk, "# Kommentar\nGut.\n# Nächste Schitte\n- Keine")
    said = desk.due()
    assert said.status == 3
    assert "2026-09/K-1001.md, line 3: 'Nächste Schitte' is no part of a note" in said.all
    assert "did you mean 'Nächste Schritte'?" in said.all
    assert desk.server.addresses == [AGENT]


def test_a_draft_whose_file_is_another_is_made_again(desk: DueDesk) -> None:
    desk.due()
    approve(desk)
    [pdf] = (desk.moved.workspace.reports / "2026-09" / FIRST / "edition-1").glob("*.pdf")
    whole = pdf.read_bytes()
    pdf.write_bytes(b"%PDF-1.7 something else")
    assert "changed since the draft was made" in one_message(approve(desk))
    # the same bytes again, of which somebody said yes
    desk.due()
    assert pdf.read_bytes() == whole


def test_once_it_is_being_sent_nothing_changes_it(opens: Opens) -> None:
    slow = "b@example.com"
    with opens(greylisted=[slow]) as desk:
        desk.moved.register_address(FIRST, f"a@example.com; {slow}")
        desk.due()
        approve(desk)
        assert desk.due().status == 3
        write_note(desk, "# Kommentar\nZu spät.")
        desk.wait(minutes=6)
        assert desk.due().status == 0
        sent = [next(letter.iter_attachments()) for to, letter in desk.server.letters]
        assert sorted(desk.server.addresses) == ["a@example.com", AGENT, slow]
        assert len({each.get_content() for each in sent}) == 1


def test_a_changed_note_is_a_revision(desk: DueDesk) -> None:
    revise = ("--month", "2026-09", "--customer", FIRST, "--revise")
    desk.due()
    assert "is a draft still" in one_message(desk.report(*revise))
    approve(desk)
    desk.due()
    assert "no figure differs from revision 1, nor does the note" in one_message(
        desk.report(*revise)
    )
    write_note(desk, "# Kommentar\nNachtrag.")
    assert desk.report(*revise).status == 3
    approve(desk)
    assert desk.due().status == 0
    to, letter = desk.server.letters[-1]
    assert to == TO_FIRST
    text = letter.get_body(("plain",))
    assert text is not None
    assert "Die Zahlen zu den Antworten sind dieselben" in " ".join(text.get_content().split())


def test_without_a_draft_there_is_nothing_to_approve(desk: DueDesk) -> None:
    assert "`vip-sla report due` makes it" in one_message(approve(desk))
    assert "is not a month" in approve(desk, "--month", "2026-9").err


def test_a_draft_made_anew_meanwhile_is_not_approved_unseen(desk: DueDesk) -> None:
    desk.due()
    place, settings = desk.moved.workspace, desk.moved.config.reports
    drafts = Desk(place, desk.moved.snapshot, settings, Ledger.of(place), made=place.reports)
    with pytest.raises(MailError, match="look again"):
        drafts.approve(Wanted(SEPTEMBER, FIRST), "Petra", datetime.now(UTC), digest="another")
    assert desk.due().status == 3


def test_without_an_agent_the_managers_are_asked_and_without_them_nobody(opens: Opens) -> None:
    settings = "reports: {formats: [pdf], approval: required}\n"
    with opens(settings) as desk:
        desk.moved.change("delete from marts.dim_roster")
        said = desk.due()
        assert said.status == 3
        assert "nobody was told, as no address of the dedicated agent is known" in said.out
        assert desk.server.addresses == []
    with opens(settings + "alerts: {to: [lead@example.com]}") as desk:
        assert desk.due().status == 3
        assert desk.server.addresses == ["lead@example.com"]


def test_without_approval_a_draft_goes_out_as_it_is(opens: Opens) -> None:
    with opens() as desk:
        desk.due()
    with opens("reports: {formats: [pdf]}") as desk:
        assert desk.due().status == 0
        assert desk.server.addresses == [AGENT, TO_FIRST]


def test_what_goes_to_ourselves_needs_no_approval(opens: Opens) -> None:
    settings = "reports: {approval: required, portfolio_to: [boss@example.com]}"
    with opens(settings) as desk:
        assert desk.due().status == 3
        assert "boss@example.com" in desk.server.addresses
        assert TO_FIRST not in desk.server.addresses
