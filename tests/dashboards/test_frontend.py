"""What the browser is given from memory, before Streamlit is asked for anything."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from dashboards.frontend import ELEMENTS, STATIC, Frontend, at_the_start, of_elements
from tests.dashboards.looking import PAGES


@dataclass(frozen=True)
class Answer:
    headers: Headers
    content: bytes


async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands in for Streamlit."""
    said = f"streamlit: {Request(scope).method}"
    await PlainTextResponse(said)(scope, receive, send)


@pytest.fixture(scope="module")
def ask() -> Callable[..., Answer]:
    """Ask for a path."""
    frontend = Frontend(streamlit)

    def asked(path: str, method: str = "GET") -> Answer:
        heard: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request"}

        async def send(message: Message) -> None:
            heard.append(message)

        scope = {"type": "http", "method": method, "path": path, "query_string": b"lang=de"}
        asyncio.run(frontend({**scope, "headers": []}, receive, send))
        start, *bodies = heard
        return Answer(Headers(raw=start["headers"]), b"".join(each["body"] for each in bodies))

    return asked


def test_this_streamlit_has_every_element_that_is_announced() -> None:
    for element in ELEMENTS:
        assert any(
            re.fullmatch(rf"static/js/{element}\.[\w-]+\.js", name)
            for name in of_elements(STATIC, [element])
        ), element


def test_what_an_element_imports_is_announced_with_it() -> None:
    alone = of_elements(STATIC, ["Html"])
    selectbox = of_elements(STATIC, ["Selectbox"])
    assert any("purify" in name for name in alone)
    assert len(selectbox) > 10
    assert len(selectbox) == len(set(selectbox))


@pytest.mark.parametrize("path", ["/", *(f"/{name}" for name in PAGES)])
def test_a_page_names_the_scripts_it_will_ask_for(ask: Callable[..., Answer], path: str) -> None:
    answer = ask(path)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    named = re.findall(r'href="\./(static/[\w./-]+\.js)"', answer.content.decode())
    assert set(of_elements(STATIC, ELEMENTS)) <= {*named, *at_the_start(STATIC)}
    assert len(named) == len(set(named))
    assert b'<div id="root">' in answer.content


def test_a_script_is_the_file_and_is_kept_for_good(ask: Callable[..., Answer]) -> None:
    for name in (*at_the_start(STATIC), *of_elements(STATIC, ELEMENTS)):
        answer = ask(f"/{name}")
        assert answer.content == (STATIC / name).read_bytes()
        assert "immutable" in answer.headers["cache-control"]
    types: Mapping[str, str] = {".js": "javascript", ".css": "css", ".woff2": "font"}
    for ending, kind in types.items():
        name = next(name for name in at_the_start(STATIC) if name.endswith(ending))
        assert kind in ask(f"/{name}").headers["content-type"]


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/js/other.js", "/nowhere", "/media/x"])
def test_all_else_is_streamlit_s(ask: Callable[..., Answer], path: str) -> None:
    assert ask(path).content == b"streamlit: GET"


def test_nothing_but_reading_is_answered(ask: Callable[..., Answer]) -> None:
    assert ask("/", "POST").content == b"streamlit: POST"
