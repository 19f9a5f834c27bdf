"""The four forms of a report say the same, and each is well made of its kind."""

import io
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import jsonschema
import openpyxl
import pytest
from made_up import (
    ARABIC_NAME,
    CHINESE_NAME,
    EMOJI_SUBJECT,
    FORMULA_SUBJECT,
    HEBREW_NAME,
    LONG_NAME,
    SCRIPT_SUBJECT,
    case,
    counts,
    customer_report,
    many_late,
    nothing_owed,
    period,
    portfolio_report,
    promise,
)
from pypdf import PdfReader

from pipeline.reports.content import REPORT, CustomerReport, Report
from pipeline.reports.document import Document, Facts, Paragraph, Table
from pipeline.reports.render import FORMS, Form, json_bytes, own_language, rendered
from pipeline.reports.schema import SCHEMA_FILE, schema_text
from pipeline.reports.telling import tell
from pipeline.wording.catalogues import LANGUAGES, Language

SUBJECTS = (
    LONG_NAME,
    HEBREW_NAME,
    ARABIC_NAME,
    CHINESE_NAME,
    EMOJI_SUBJECT,
    SCRIPT_SUBJECT,
    FORMULA_SUBJECT,
    "x" * 200,
    "\u202eab\x00\x07 \ue000 \U00013000 end",
)
REPORTS: dict[str, Report] = {
    "usual": customer_report(),
    "odd": customer_report(
        customer_name=LONG_NAME,
        cases=tuple(case(number, subject=text) for number, text in enumerate(SUBJECTS)),
    ),
    "hebrew": customer_report(customer_name=HEBREW_NAME, language="en"),
    "empty": nothing_owed(),
    "provisional": customer_report(period=period(is_complete=False), revision=2),
    "without service": customer_report(service=None),
    "portfolio": portfolio_report((LONG_NAME, HEBREW_NAME, "Beta")),
}
MANY_LATE = many_late(500)
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def made(report: Report, form: Form, language: Language | None = None) -> bytes:
    return _made(report, form, language or own_language(report))


@lru_cache(maxsize=64)
def _made(report: Report, form: Form, language: Language) -> bytes:
    [(_, content)] = rendered(report, [form], language)
    return content


def squeezed(text: str) -> str:
    """Text without what layout does to it: spaces, line breaks, places to break."""
    return re.sub(r"[\s\u00ad\u200b]", "", text)


@lru_cache(maxsize=64)
def pdf_pages(content: bytes) -> tuple[str, ...]:
    """The text of each page, which takes longer to read than to set."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def pdf_text(content: bytes) -> str:
    return "\n".join(pdf_pages(content))


class Page(HTMLParser):
    """The text of a page, and everything that it would load."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.loads += [
            value or "" for name, value in attrs if name in {"src", "srcset", "data", "action"}
        ]
        if tag == "link":
            self.loads.append("link")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def sheets(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def told_on_pages(document: Document) -> Iterator[str]:
    """Every text that pages show."""
    yield from (document.kicker, document.title, document.headline, document.warning)
    yield from (*document.alarms, *document.notes)
    for figure in document.figures:
        yield from (figure.name, figure.value, figure.under)
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Facts):
                yield from (text for fact in block.facts for text in (fact.name, fact.value))
            elif isinstance(block, Table):
                yield from told_in_table(block)


def told_in_table(table: Table) -> Iterator[str]:
    for row, span in zip(table.rows, table.spans, strict=True):
        shown = [
            cell
            for column, cell in zip(table.columns, row.cells, strict=True)
            if column.place != "sheet"
        ]
        for place, cell in enumerate(shown):
            if place or span:
                yield from (cell.text, cell.under)
        yield row.note


@every_report
def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    """Made one by one, in the language named, or all at once in the report's own."""
    contents = [content for _, content in rendered(report.model_copy())]
    assert contents == [made(report, form) for form in FORMS]


@every_report
def test_json_is_the_content_and_fits_the_schema(report: Report) -> None:
    content = made(report, "json")
    assert REPORT.validate_json(content) == report
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(json.loads(content))


def test_the_published_schema_is_that_of_the_models() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_what_does_not_fit_the_schema_is_refused() -> None:
    content = json.loads(json_bytes(customer_report()))
    content["counts"]["met_count"] = "many"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json.loads(schema_text()))


@every_report
def test_html_tells_all_of_it_and_loads_nothing(report: Report) -> None:
    content = made(report, "html")
    page = Page(content)
    assert page.loads == []
    assert "script" not in page.tags
    assert not re.search(rb"@import|url\((?!data:font/woff2;base64,)", content)
    text = squeezed("".join(page.text))
    for told in told_on_pages(tell(report, own_language(report))):
        assert squeezed(told) in text


def test_html_escapes_what_others_wrote() -> None:
    content = made(REPORTS["odd"], "html").decode()
    assert "<script>" not in content
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in content


def test_no_link_but_to_the_web() -> None:
    report = customer_report(cases=(case(1, url="javascript:alert(1)"),))
    assert b"javascript:" not in made(report, "html")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["usual", "empty", "provisional", "portfolio", "without service"])
def test_pdf_tells_all_of_it_as_text(name: str, language: Language) -> None:
    report = REPORTS[name]
    if name == "portfolio":
        report = portfolio_report()
    subjects = {"cases": (case(1), case(2))}
    report = report.model_copy(update=subjects) if name == "usual" else report
    text = squeezed(pdf_text(made(report, "pdf", language)))
    for told in told_on_pages(tell(report, language)):
        assert squeezed(told) in text


def test_tables_in_the_pdf_read_row_by_row() -> None:
    lines = pdf_text(made(customer_report(), "pdf")).splitlines()
    reckoning = [line for line in lines if re.match(r"(Rechtzeitig|Verspätet) \d+ ", line)]
    assert reckoning[0].startswith("Rechtzeitig 31 in der zugesagten Zeit")
    assert reckoning[1].startswith("Verspätet 2 nach der zugesagten Zeit")


@every_report
def test_pdf_is_tagged_titled_and_dated_by_its_data(report: Report) -> None:
    reader = PdfReader(io.BytesIO(made(report, "pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == own_language(report)
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("VIP")
    assert reader.metadata["/CreationDate"].startswith("D:20261030094000")
    [attachment] = reader.attachments.items()
    assert attachment[0].endswith(".json")
    assert REPORT.validate_json(attachment[1][0]) == report
    assert all(page.mediabox.width < page.mediabox.height for page in reader.pages)


def test_pdf_holds_its_own_fonts() -> None:
    reader = PdfReader(io.BytesIO(made(REPORTS["odd"], "pdf")))
    names = {
        str(font.get_object()["/BaseFont"]).rpartition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert {"SourceSans3-Regular", "DroidSansFallback"} <= names
    assert any("Arabic" in name for name in names)
    assert any("Emoji" in name for name in names)


def test_every_page_says_which_it_is() -> None:
    pages = pdf_pages(made(MANY_LATE, "pdf"))
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert f"Seite {number} von {len(pages)}" in page
    heads = ["Eingang Fällig Geschlossen" in page for page in pages[1:4]]
    assert heads == [True, True, True]


def test_five_hundred_late_ones_are_all_there() -> None:
    assert len(set(re.findall(r"T-\d+(?= · Standard)", pdf_text(made(MANY_LATE, "pdf"))))) == 500
    assert made(MANY_LATE, "html").count(b'class=" noted ') == 500
    assert sheets(made(MANY_LATE, "xlsx"))["Verspätete Antworten"].max_row == 501


@every_report
def test_workbooks_have_no_formula_and_filters_everywhere(report: Report) -> None:
    book = sheets(made(report, "xlsx"))
    first, *others = book.worksheets
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    for sheet in others:
        [table] = sheet.tables.values()
        assert table.autoFilter is not None
        assert sheet.freeze_panes == "B2"
    texts = {str(cell.value) for row in first.iter_rows() for cell in row if cell.value}
    assert tell(report, own_language(report)).headline in texts
    assert {"Begriffe", "Terms"} & set(book.sheetnames)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    sheet = sheets(made(REPORTS["odd"], "xlsx"))["Verspätete Antworten"]
    [cell] = [cell for cell in sheet["B"] if str(cell.value).startswith("=")]
    assert (cell.data_type, cell.value) == ("s", FORMULA_SUBJECT)


def test_workbooks_hold_values_of_their_own_kind() -> None:
    report = customer_report()
    book = sheets(made(report, "xlsx"))
    lines = table_of(book["Zusage und Ergebnis"])
    [line] = [row for row in lines if row["Gewertet"]]
    assert line["Geschuldet"] == 40
    assert line["Rechtzeitig"] == 31
    assert line["Anteil rechtzeitig"] == pytest.approx(0.939)
    assert line["Zielzeit"].total_seconds() == 7200
    late = table_of(book["Verspätete Antworten"])[0]
    assert late["Eingang (Europe/Berlin)"].isoformat() == "2026-09-02T09:01:00"
    assert late["Gezählte Zeit"].total_seconds() == 9000
    assert late["Zu spät um"].total_seconds() == 1800
    assert "Die Uhr lief" in late["Warum"]
    reckoning = {row["Was"]: row["Anzahl"] for row in table_of(book["So wird gezählt"])}
    owed = reckoning.pop("Geschuldet insgesamt")
    assert owed == 40 == sum(value for value in reckoning.values() if isinstance(value, int))


def test_workbooks_round_no_share_up() -> None:
    total = counts(met_count=9996, breached_count=1)
    book = sheets(made(customer_report(counts=total, promise=promise(total)), "xlsx"))
    lines = table_of(book["Zusage und Ergebnis"])
    [share] = [line["Anteil rechtzeitig"] for line in lines if line["Gewertet"]]
    assert share == pytest.approx(0.999)


def table_of(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_are_the_same_in_all_forms(language: Language) -> None:
    report = customer_report()
    assert isinstance(report, CustomerReport)
    published = json.loads(made(report, "json", language))["counts"]
    assert published == report.counts.model_dump()
    page = "".join(Page(made(report, "html", language)).text)
    paper = pdf_text(made(report, "pdf", language))
    share = {"de": "93,9\xa0%", "en": "93.9%"}[language]  # 31 of 33, cut
    line = {"de": "31 von 33", "en": "31 of 33"}[language]
    for text in (page, paper):
        assert squeezed(share) in squeezed(text)
        assert squeezed(line) in squeezed(text)
        assert "= 31 + 2 + 0 + 1 + 4 + 1 + 0 + 1" in text


def test_forms_are_made_as_asked_for() -> None:
    names = [name for name, _ in rendered(customer_report(), FORMS, "en")]
    assert names == [
        "vip-sla-2026-09-K-1.en.pdf",
        "vip-sla-2026-09-K-1.en.html",
        "vip-sla-2026-09-K-1.en.xlsx",
        "vip-sla-2026-09-K-1.json",
    ]
    assert [name for name, _ in rendered(portfolio_report(), ["json"])] == [
        "vip-sla-2026-09-portfolio.json"
    ]
    assert [name for name, _ in rendered(customer_report(revision=2), ["pdf"])] == [
        "vip-sla-2026-09-K-1-r2.de.pdf"
    ]
