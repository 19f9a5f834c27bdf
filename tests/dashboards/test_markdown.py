"""What others wrote is no Markdown: in every place that Streamlit reads as such it is escaped."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.markdown import literal
from pipeline.printable import one_line
from pipeline.workspace import Workspace
from tests.dashboards.looking import FOLDER, Look

JOINER = "\u2060"
MARKDOWN = {
    *("markdown", "write", "write_stream", "title", "header", "subheader", "caption", "text"),
    *("warning", "error", "info", "success", "exception", "toast", "badge", "metric", "latex"),
    *("page_link", "link_button", "status", "spinner", "progress", "dialog", "feedback"),
    *("radio", "pills", "checkbox", "toggle", "multiselect", "select_slider", "slider"),
    *("number_input", "text_area", "date_input", "time_input", "file_uploader", "data_editor"),
    *("button", "download_button", "popover", "expander", "tabs", "selectbox", "text_input"),
    *("segmented_control", "form_submit_button", "chat_message", "chat_input", "color_picker"),
}
"""What renders Markdown from a text that it is given, or a label or tooltip of which."""
PLAIN = {
    *(
        "html",
        "code",
        "columns",
        "container",
        "form",
        "query_params",
        "session_state",
        "stop",
        "rerun",
    ),
    *("set_page_config", "navigation", "Page", "fragment", "cache_data", "get_option", "context"),
    *("user", "login", "logout", "plotly_chart", "switch_page"),
}
"""What renders none: our own markup, which `tag` escapes, or nothing that is a text."""
FILES = sorted(FOLDER.rglob("*.py"))


def calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and ast.unparse(node.func.value) == "st":  # type: ignore[attr-defined]
            assert isinstance(node, ast.Call)
            yield node


def is_literal(node: ast.expr) -> bool:
    """Whether a text is ours: written down, from the catalogue with nothing put in, or escaped."""
    if isinstance(node, ast.Constant):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = ast.unparse(node.func)
    if name == "literal":
        return True
    # the catalogue's own words; what is put into them must be escaped or a month
    return name in {"say", "view.say"} and not node.keywords


FROM_THE_CATALOGUE = {
    ("components/choices.py", "label"),
    ("components/filters.py", "label"),
    ("components/take_away.py", "label"),
    ("components/take_away.py", "tables"),
    ("components/frame.py", "label"),
    ("components/report.py", "label"),
    ("app_pages/customer.py", "named"),
}
"""Names for words of the catalogue with nothing of anybody else's in them."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_what_streamlit_reads_as_markdown_is_ours_or_escaped(file: Path) -> None:
    place = file.relative_to(FOLDER).as_posix()
    for call in calls(file):
        assert isinstance(call.func, ast.Attribute)
        name = call.func.attr
        assert name in MARKDOWN | PLAIN, f"{place}: st.{name}: does it read Markdown?"
        if name not in MARKDOWN:
            continue
        read = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "help")]
        for text in read:
            said = ast.unparse(text)
            assert is_literal(text) or (place, said) in FROM_THE_CATALOGUE, f"{place}: {said}"


NASTY = st.text(
    alphabet=st.one_of(st.sampled_from(string.punctuation + " \n\tahtpsw./:@"), st.characters()),
    max_size=60,
)


@given(NASTY)
def test_every_mark_is_escaped_and_kept_apart(text: str) -> None:
    said = literal(text)
    assert "\n" not in said
    for found in re.finditer(f"[{re.escape(string.punctuation)}]", said):
        at = found.start()
        if found[0] == "\\" and said[at + 1] in string.punctuation:
            continue
        assert said[at - 2 : at] == JOINER + "\\"
        assert said[at + 1] == JOINER


@given(NASTY)
def test_nothing_is_lost(text: str) -> None:
    shown = re.sub(rf"{JOINER}\\([{re.escape(string.punctuation)}]){JOINER}", r"\1", literal(text))
    assert shown == one_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example/pixel.png)",
        ":material/home:",
        ":red[Alles gut]",
        "[hier](https://evil.example)",
        "https://evil.example",
        "www.evil.example",
        "a@evil.example",
        "$x^2$",
        ":smile:",
        "# Titel",
        "<img src=x>",
        "a -> b",
    ],
)
def test_the_address_brings_no_markdown(look: Look, demo_workspace: Workspace, text: str) -> None:
    app = look("at_risk", demo_workspace, customer=text)
    (warning,) = app.warning
    assert literal(text) in warning.value
    # none of what the browser looks for in the words, once they are no longer escaped
    read = re.sub(r"\\(.)", r"\1", warning.value)
    for looked_for in (
        r":[\w+-]+:",
        r":material[/_]\w+:",
        r":\w+\[",
        r"(https?:\/\/|www(?=\.))[-.\w]+",
        r"[-.\w+]+@[-\w]+(\.[-\w]+)+",
        r"(^|\s)->(\s|$)",
        r"\]\(",
    ):
        assert not re.search(looked_for, read), looked_for
