"""A report as a web page prints as the document that it is: A4, in its own font."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import many_late
from playwright.sync_api import Page
from pypdf import PdfReader

from pipeline.reports.html import FONTS, html_bytes
from pipeline.reports.telling import tell
from pipeline.reports.telling.teller import ReportTeller
from pipeline.wording.catalogues import LANGUAGES, Language
from pipeline.wording.formatting import NO_BREAK
from tests.dashboards.browser import launched

PAGE = html_bytes(tell(many_late(40), LANGUAGES[0]))
SMALL = 160_000
"""A page with its fonts goes by mail."""


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    with launched() as browser:
        yield browser.new_page()


@pytest.fixture
def page(window: Page) -> Page:
    window.set_viewport_size({"width": 1280, "height": 720})
    return window


def test_a_page_holds_its_fonts_and_is_small() -> None:
    assert len(re.findall(rb"src: url\(data:font/woff2;base64,[\w+/=]{9999,}\)", PAGE)) == len(
        FONTS
    )
    assert len(PAGE) < SMALL


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_breaks_a_count_at_the_head_of_a_page(language: Language) -> None:
    report = many_late(40)
    page = html_bytes(tell(report, language)).decode()
    head = page[page.index("<header>") : page.index("</header>")]
    of = ReportTeller.of(report, language).counts(report.counts.net)
    assert of.replace(" ", NO_BREAK) in head
    assert of not in head


def test_it_prints_on_a4_in_its_own_font(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    page.goto(file.as_uri())
    weights = page.evaluate("document.fonts.ready.then(f => [...f].map(each => each.status))")
    assert weights == ["loaded"] * len(FONTS)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) > 4
    for sheet in printed.pages:
        size = round(sheet.mediabox.width), round(sheet.mediabox.height)
        assert size == (595, 842)
    names = {
        str(font.get_object()["/BaseFont"]).rpartition("+")[2]
        for sheet in printed.pages
        for font in sheet["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert {"VIPSLASans-Regular", "VIPSLASans-SemiBold"} <= names
    # the head of a long table stands on each of its pages
    heads = [sheet for sheet in printed.pages if "Gezählte Zeit" in sheet.extract_text()]
    assert len(heads) >= 3


@pytest.mark.parametrize("count", range(36, 48))
def test_no_printed_page_holds_the_foot_alone(page: Page, tmp_path: Path, count: int) -> None:
    document = tell(many_late(count), LANGUAGES[0])
    file = tmp_path / "report.html"
    file.write_bytes(html_bytes(document))
    page.goto(file.as_uri())
    *_, last = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(last.extract_text()) > 2 * len(document.foot)


def test_a_phone_scrolls_wide_tables_and_crushes_none(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(PAGE)
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(file.as_uri())
    tables = page.evaluate(
        "[...document.querySelectorAll('.scroll table')].map(each => "
        "[each.querySelectorAll('thead th').length, each.offsetWidth])"
    )
    assert any(columns >= 6 for columns, _ in tables)
    assert all(width >= 750 for columns, width in tables if columns >= 6)
    assert all(width <= 400 for columns, width in tables if columns < 4)
    pictures = page.evaluate(
        "[...document.querySelectorAll('figure svg')].map(each => each.clientWidth)"
    )
    assert pictures
    assert all(width >= 550 for width in pictures)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
