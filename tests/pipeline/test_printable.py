"""What others wrote, on its way into a terminal, a letter, JSON: no command, no line of its own."""

import io
import json
import re
import unicodedata
from contextlib import redirect_stdout

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.cli.console import Lines, fitted, grid, print_json, table
from pipeline.mail.body import as_html, as_text
from pipeline.mail.letter import Body, Item, Letter, Link
from pipeline.mail.message import message
from pipeline.mail.opening import NOBODY
from pipeline.printable import how_many, one_line, printable
from tests.pipeline.mail.test_message import NOW

DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NASTY = st.text(
    alphabet=st.one_of(
        st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Zs"]),
        st.sampled_from("\x1b[]2J;\\\r\n\t\x9b\x7f\x85 \u2028aäß:·-*<>&" + DIRECTIONS),
        st.characters(),
    ),
    max_size=60,
)


def is_printed_safely(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind not in {"Cc", "Cs", "Zl", "Zp"} and character not in DIRECTIONS


@given(NASTY)
def test_nothing_commands_and_nothing_breaks(text: str) -> None:
    for said in (printable(text), one_line(text)):
        assert all(map(is_printed_safely, said))
        assert said.splitlines() in ([], [said])
    assert one_line(text) == one_line(one_line(text))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=60))
def test_words_stay_as_they_are(text: str) -> None:
    assert one_line(text) == text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("a\x1b[31mb", "a [31mb"),
        ("a\nFällig       nie", "a Fällig nie"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("name-\udcff.csv", "name-\ufffd.csv"),
        ("2\xa0Std.", "2\xa0Std."),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_what_becomes_of_it(written: str, printed: str) -> None:
    assert one_line(written) == printed


def printed(*lines: object, width: int = 60, is_terminal: bool = False) -> str:
    file = io.StringIO()
    Lines(file=file, width=width, force_terminal=is_terminal, color_system=None).print(*lines)
    return file.getvalue()


@given(NASTY, NASTY)
def test_an_argument_is_a_line(first: str, second: str) -> None:
    lines = printed(first, second).split("\n")
    assert len(lines) == 3
    assert all(is_printed_safely(character) for line in lines for character in line)


@given(NASTY)
@example("\ud800")
def test_a_cell_stays_in_its_place(text: str) -> None:
    # Of strings pandas takes no half of a character, and as a name of a column none at all.
    name = text.encode(errors="replace").decode()
    frame = pd.DataFrame({"a": [text], name or "b": ["x"]}, dtype=object)
    for shown in (table(frame, text), grid([text, "b"], [[text, text]], [False, True], None, [""])):
        said = printed(shown, width=1000)
        assert all(is_printed_safely(character) for character in said.replace("\n", ""))
    assert all(is_printed_safely(character) for line in fitted(frame) for character in line)


@given(NASTY)
def test_json_commands_no_terminal_and_says_the_same(text: str) -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        print_json({"text": text})
    said = out.getvalue()
    assert json.loads(said) == {"schema_version": 1, "text": text}
    assert all(is_printed_safely(character) for character in said.replace("\n", ""))


@given(NASTY)
def test_a_letter_has_no_line_but_its_own(text: str) -> None:
    body = Body(
        "en",
        text,
        (text,),
        ((text, text),),
        (Item(text, (text,), (Link(text, text),)),),
        Link(text, text),
        f"Kind regards\n{text}",
        text,
    )
    plain = as_text(body)
    assert all(is_printed_safely(character) for character in plain.replace("\n", ""))
    written = message(Letter("key", "a@example.com", text, body), NOBODY, NOW)
    assert not re.search(r"[\r\n]", str(written["Subject"]))
    html = as_html(body)
    assert all(is_printed_safely(character) for character in html.replace("\n", ""))
    assert html.count("\n") == as_html(Body(*_harmless(body))).count("\n")  # type: ignore[arg-type]


def test_one_is_told_in_the_singular() -> None:
    told = [how_many(count, "new file") for count in (0, 1, 2, 1200)]
    assert told == ["0 new files", "1 new file", "2 new files", "1,200 new files"]
    assert [how_many(count, "is", "are") for count in (1, 2)] == ["1 is", "2 are"]


def _harmless(body: Body) -> tuple[object, ...]:
    return (
        "en",
        "t",
        ("t",),
        (("t", "t"),),
        (Item("t", ("t",), (Link("t", "t"),)),),
        Link("t", "t"),
        body.closing,
        "t" if body.foot else "",
    )
