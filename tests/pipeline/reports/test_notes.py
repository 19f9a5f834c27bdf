"""A person's word on a month: read with care, told in every form, followed in none."""

import base64
import io
import re
from pathlib import Path

import openpyxl
import pytest
from made_up import (
    EMOJI_SUBJECT,
    FORMULA_SUBJECT,
    SCRIPT_SUBJECT,
    case,
    customer_report,
    portfolio_report,
)
from pypdf import PdfReader

from pipeline.errors import ReportError, SettingsError
from pipeline.marts.reports import ReviewCall
from pipeline.reports.content import CustomerReport
from pipeline.reports.letterhead import LARGEST_BYTES as LARGEST_LOGO
from pipeline.reports.letterhead import Letterhead, load_letterhead
from pipeline.reports.notes import LARGEST_BYTES, Measure, Note, note_file, parse_note, read_note
from pipeline.reports.render import rendered
from pipeline.reports.signing import signed
from pipeline.reports.telling import tell
from pipeline.settings.mail import Reports
from pipeline.wording.catalogues import Language
from pipeline.workspace import Workspace

ENGLISH, GERMAN = Language("en"), Language("de")
RESPONSES = (case(1), case(2), case(2, response_id="helpdesk:T-2:2"))
WHOLE = """
# Kommentar
Ein Ausfall
hat uns aufgehalten.

Er ist behoben.

# Ursachen und Maßnahmen
## QT-1
Ursache: Das Postfach
las niemand.
Maßnahme: Es ist umgeleitet.

### helpdesk:T-2:2
Measure: Seen to.

# Next steps
1. Vertretung benennen,
   je Schicht.
- Probealarm
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">'
    '<rect width="8" height="8"/></svg>'
)


def parsed(text: str, language: Language = ENGLISH) -> Note | None:
    return parse_note(text.encode(), RESPONSES, "note.md", language)


def mistakes(text: str) -> list[str]:
    with pytest.raises(ReportError) as raised:
        parsed(text)
    return [line.removeprefix("note.md, ") for line in str(raised.value).splitlines()]


def test_a_note_in_any_language_and_shape() -> None:
    note = parsed(WHOLE)
    assert note is not None
    assert note.comment == ("Ein Ausfall hat uns aufgehalten.", "Er ist behoben.")
    assert note.measures == (
        Measure(
            response_id="helpdesk:T-1:1",
            cause="Das Postfach las niemand.",
            measure="Es ist umgeleitet.",
        ),
        Measure(response_id="helpdesk:T-2:2", cause="", measure="Seen to."),
    )
    assert note.next_steps == ("Vertretung benennen, je Schicht.", "Probealarm")


def test_a_note_on_all_customers_is_about_no_single_response() -> None:
    note = parse_note(b"# Kommentar\nEin ruhiger Monat.", None, "portfolio.md", ENGLISH)
    assert note is not None
    assert note.comment == ("Ein ruhiger Monat.",)
    with pytest.raises(ReportError) as raised:
        parse_note(WHOLE.encode(), None, "portfolio.md", ENGLISH)
    (mistake,) = str(raised.value).splitlines()
    assert mistake.startswith("portfolio.md, line ")
    assert mistake.endswith(
        "'Ursachen und Maßnahmen' belongs into the note on the customer whose response it is"
    )


@pytest.mark.parametrize(
    "text", ["", "\n \n", "# Kommentar\n", "\ufeff# Comment\n\n# Next steps\n"]
)
def test_nothing_in_it_is_no_note(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello\nagain", ["line 1: stands under no heading; write # Kommentar / # Comment"]),
        ("# Coment\nx\ny", ["line 1: 'Coment' is no part of a note; did you mean 'Comment'?"]),
        ("# Xyzzy", ["line 1: 'Xyzzy' is no part of a note; known here: "]),
        ("# Next steps\nDo it", ["line 2: is no step; begin each with '- '"]),
        ("# Next steps\n- a\n\nb", ["line 4: is no step"]),
        ("# Causes and measures\nCause: x", ["line 2: is about no response; write its ticket"]),
        ("# Causes and measures\n## QT-1\nx", ["line 2: nothing", "line 3: says neither cause"]),
        ("# Causes and measures\n## QT-1\nCause:", ["line 2: nothing is said below it"]),
        ("# Causes and measures\n## QT-9\nCause: x", ["line 2: 'QT-9' is no ticket with a"]),
        (
            "# Causes and measures\n## QT-2\nCause: x",
            ["line 2: 'QT-2' has several responses this month; name one of helpdesk:T-2:1, h"],
        ),
        (
            "# Causes and measures\n## QT-1\nCause: x\n## T-1\nCause: y\nCause: z",
            ["line 4: 'T-1' is there twice", "line 6: 'Cause' is there twice"],
        ),
    ],
)
def test_every_mistake_is_told_with_line_and_remedy(text: str, told: list[str]) -> None:
    found = mistakes(text)
    assert len(found) == len(told), found
    for line, beginning in zip(found, told, strict=True):
        assert line.startswith(beginning)


def test_mistakes_in_german() -> None:
    with pytest.raises(
        ReportError, match=r"note.md, Zeile 1: „Komentar“ ist kein Teil.*„Kommentar“"
    ):
        parsed("# Komentar", GERMAN)


def test_how_large_a_note_may_be() -> None:
    most = "# Comment\n" + "x" * (LARGEST_BYTES - 10)
    assert parsed(most) is not None
    with pytest.raises(ReportError, match="larger than any note"):
        parsed(most + "x")


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "K-1.md"
    assert read_note(file, RESPONSES) is None
    file.write_bytes(b"# Comment\n\xff\xfe")
    with pytest.raises(ReportError, match="is not UTF-8"):
        read_note(file, RESPONSES)
    file.unlink()
    file.mkdir()
    with pytest.raises(ReportError, match="a folder, a pipe or a device"):
        read_note(file, RESPONSES)
    assert note_file(tmp_path, case(1).opened_at.date(), "K-1").parts[-3:] == (
        *("notes", "2026-09"),
        "K-1.md",
    )


HOSTILE = (
    SCRIPT_SUBJECT,
    FORMULA_SUBJECT,
    EMOJI_SUBJECT,
    '#panic("no") #link("x") $x$ *b* \\',
    "</p><img src=x onerror=alert(1)>",
)


@pytest.fixture(scope="module")
def hostile() -> CustomerReport:
    """A report whose note tries everything."""
    text = (
        "# Kommentar\n" + "\n\n".join(HOSTILE) + "\n# Ursachen und Maßnahmen\n## QT-1\n"
        f"Ursache: {SCRIPT_SUBJECT}\nMaßnahme: {FORMULA_SUBJECT}\n# Nächste Schritte\n"
        f"- {SCRIPT_SUBJECT}\n- \u202eabc\x1b[31m\x00def"
    )
    return customer_report(
        cases=(case(1), case(2)),
        note=parse_note(text.encode(), (case(1), case(2)), "note.md"),
        letterhead=Letterhead(sender=SCRIPT_SUBJECT, contact=FORMULA_SUBJECT, logo=None),
    )


@pytest.fixture(scope="module")
def files(hostile: CustomerReport) -> dict[str, bytes]:
    return {name.rpartition(".")[2]: content for name, content in rendered(hostile)}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]", "", text)


def test_a_hostile_note_is_told_on_paper(files: dict[str, bytes]) -> None:
    pages = PdfReader(io.BytesIO(files["pdf"])).pages
    text = squeezed("".join(page.extract_text() for page in pages))
    for told in HOSTILE[3:]:
        assert squeezed(told) in text
    assert squeezed("<script>alert('x')</script> & =1+1") in text


def test_a_hostile_note_is_escaped_on_a_page(files: dict[str, bytes]) -> None:
    page = files["html"].decode()
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_a_hostile_note_is_text_in_a_workbook(files: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    texts = {str(cell.value) for cell in cells}
    assert {FORMULA_SUBJECT, SCRIPT_SUBJECT} <= texts
    assert "Ursachen und Maßnahmen" in book.sheetnames


def told(report: CustomerReport, language: str = "de") -> str:
    found = next(content for name, content in rendered(report, ["html"], Language(language)))
    return re.sub(r"<[^>]+>", " ", found.decode())


def test_the_next_review_call_stands_on_the_first_page() -> None:
    assert "Nächste Leistungsüberprüfung" in told(customer_report())
    assert "noch nicht vereinbart" in told(customer_report())
    call = ReviewCall(scheduled_at=case(20).opened_at, agent_id="a1", agent_name="Petra Šimková")
    text = " ".join(told(customer_report(next_review=call), "en").split())
    assert "Next performance review Monday 21 September 2026, 09:20 CEST, Petra Šimková" in text


def test_the_letterhead_stands_at_the_head_of_every_form(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    settings = Reports(sender="Acme Support", contact="Erika, +49 30 1", logo="logo.svg")
    letterhead = load_letterhead(tmp_path, settings)
    assert letterhead is not None
    report = customer_report(letterhead=letterhead)
    files = {name.rpartition(".")[2]: content for name, content in rendered(report)}
    first = PdfReader(io.BytesIO(files["pdf"])).pages[0].extract_text()
    assert first.splitlines()[0] == "Acme Support"
    assert "Erika, +49 30 1" in first
    logo = base64.b64encode(SVG.encode())
    assert b'src="data:image/svg+xml;base64,' + logo in files["html"]
    [sheet, *_] = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"Acme Support", "Erika, +49 30 1"} <= texts


def test_a_logo_that_cannot_be_shown_is_told_before_any_report(tmp_path: Path) -> None:
    logo, settings = tmp_path / "logo.png", Reports(logo="logo.png")
    with pytest.raises(SettingsError, match=r"reports\.logo: logo\.png: there is no such file"):
        load_letterhead(tmp_path, settings)
    for content in (b"GIF89a", b"\x89PNG\r\n\x1a\n half", b"<svg "):
        logo.write_bytes(content)
        with pytest.raises(SettingsError, match="no whole PNG, JPEG or SVG"):
            load_letterhead(tmp_path, settings)
    padding = " " * (LARGEST_LOGO - len(SVG))
    logo.write_text(SVG + padding, encoding="utf-8")
    assert load_letterhead(tmp_path, settings) is not None
    logo.write_text(SVG + padding + " ", encoding="utf-8")
    with pytest.raises(SettingsError, match="write a smaller one"):
        load_letterhead(tmp_path, settings)
    assert load_letterhead(tmp_path, Reports()) is None


def test_the_portfolio_has_a_note_of_its_own(tmp_path: Path) -> None:
    workspace, report = Workspace(tmp_path), portfolio_report()
    assert signed(workspace, report) == report
    assert tell(report, GERMAN).word is None
    file = note_file(workspace.reports, report.period.month, "portfolio")
    file.parent.mkdir(parents=True)
    file.write_text("# Kommentar\nEin ruhiger Monat.\n# Nächste Schritte\n- Weiter so.")
    files = {name.rpartition(".")[2]: made for name, made in rendered(signed(workspace, report))}
    first = PdfReader(io.BytesIO(files["pdf"])).pages[0].extract_text()
    for words in ("Kommentar", "Ein ruhiger Monat.", "Nächste Schritte", "Weiter so."):
        assert words in first
        assert words.encode() in files["html"]
    assert b"Ein ruhiger Monat." in files["json"]


def test_a_note_is_told_before_the_numbered_sections(hostile: CustomerReport) -> None:
    document = tell(hostile, GERMAN)
    assert document.word is not None
    assert document.word.title == "Kommentar"
    assert tell(customer_report(), GERMAN).word.title == "Kontakt"  # type: ignore[union-attr]
