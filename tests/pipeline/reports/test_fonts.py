"""The fonts show every script that customers write in, and nothing fails for a character."""

import unicodedata

import pytest
from made_up import customer_report

from pipeline.reports.fonts import FOLDER, REPLACEMENT, having, legible
from pipeline.reports.pdf import pdf_bytes
from pipeline.reports.telling import tell

MOST_BYTES = 12 * 1024 * 1024


@pytest.mark.parametrize(
    "text",
    [
        "Größe – „so“ … 1 000 €",
        "Ελληνικά Кириллица Tiếng Việt Žluťoučký",
        "עברית العربية فارسی",
        "中文 漢字 かな カナ 한국어",
        "हिन्दी বাংলা ไทย தமிழ் ქართული Հայերեն አማርኛ",
        "😀🔥👩🏽‍💻❤️",
        "◆ ● → ≤",
    ],
)
def test_scripts_are_shown_as_they_are(text: str) -> None:
    assert legible(text) == text


def test_what_no_font_has_is_replaced() -> None:
    assert legible("a\U00013000b\U000e0fffc") == f"a{REPLACEMENT}b{REPLACEMENT}c"
    assert having(REPLACEMENT)


def test_a_mark_needs_a_font_that_has_its_letter_too() -> None:
    assert legible("e\u0301") == "e\u0301"
    assert legible("a\u0902") == "a"  # a Devanagari sign on a Latin letter
    assert legible("\U00013000\u0301x") in {f"{REPLACEMENT}x", f"{REPLACEMENT}\u0301x"}


def test_controls_and_turned_directions_are_left_out() -> None:
    assert legible("a\x00\x07\u202eb\u2066c\ue000\ud800\nd") == "abc\nd"


def test_no_assigned_character_fails_a_report() -> None:
    """A report with one of each: thirty thousand characters, most of which no font has."""
    every = [
        chr(code)
        for code in range(0x20, 0x1FBFF, 3)
        if unicodedata.category(chr(code)) not in {"Cn", "Cs"}
    ]
    lines = " ".join("".join(every[at : at + 8]) for at in range(0, len(every), 8))
    document = tell(customer_report(customer_name=lines), "de")
    assert pdf_bytes(document, b"{}", "none.json").startswith(b"%PDF")


def test_fonts_are_small_enough_and_come_with_their_licences() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < MOST_BYTES
    licences = {file.name for file in FOLDER.glob("LICENCE-*.txt")}
    for font in FOLDER.glob("*.ttf"):
        assert any(font.name.startswith(name[8:-4]) for name in licences), font.name
