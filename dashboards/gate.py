"""Around Streamlit: who is answered at all, before any page says what they may see.

Streamlit hands out its page, its files and its figures about itself to whoever asks. What is not
needed is closed, and what is handed out goes to those alone whom it was made for.
"""

import re
from enum import Enum
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards import access, browsers, caller, logins, monitoring
from dashboards.access import Rules
from dashboards.wording import wording
from pipeline.errors import SettingsError
from pipeline.wording.catalogues import LANGUAGES

HEALTH, HOST_CONFIG, STREAM = "/_stcore/health", "/_stcore/host-config", "/_stcore/stream"
LOG_OUT = "/auth/logout"

_INNER = re.compile(r"[/\\]+(_stcore|component|app[/\\]+static)([/\\].*)?", re.I | re.DOTALL)
_FILES = re.compile(r"[/\\]+media([/\\].*)?", re.I | re.DOTALL)


class Refusal(Enum):
    """Why somebody is refused, by the key of the words that tell them."""

    NOT_HERE = "gate.not_here"
    OTHER_ORIGIN = "gate.other_origin"
    NOTHING = "gate.nothing"

    @property
    def status(self) -> HTTPStatus:
        """What programs are told."""
        return HTTPStatus.NOT_FOUND if self is Refusal.NOTHING else HTTPStatus.FORBIDDEN


class Gate:
    """Lets through what is for whoever asks; refuses all else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.links = browsers.Links()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let Streamlit answer."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        asked, found = HTTPConnection(scope), _rules_if_right()
        if refusal := self._refusal(asked, found):
            await _refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._converse(asked, receive, send)
        elif scope["path"] == monitoring.HEALTHZ:
            status, told = await run_in_threadpool(lambda: monitoring.health(monitoring.state()))
            kept = {"cache-control": "no-store"}
            answer = Response(told, status, kept, media_type="application/json")
            await answer(scope, receive, send)
        else:
            await self._answer(asked, found, receive, send)

    def _refusal(self, asked: HTTPConnection, found: Rules | None) -> Refusal | None:
        path: str = asked.scope["path"]
        if found and not found.access and not access.is_served_here(asked.headers):
            return Refusal.NOT_HERE
        ours = [found.login.origin.lower()] if found and found.login else []
        if caller.is_of_another_origin(asked.headers, ours) and not _opens_a_page(asked):
            return Refusal.OTHER_ORIGIN
        if asked.scope["type"] == "websocket":
            is_there = path == STREAM
        elif _FILES.fullmatch(path):
            is_there = self._may_take(asked)
        else:
            is_there = path in {HEALTH, HOST_CONFIG} or not _INNER.fullmatch(path)
        return None if is_there else Refusal.NOTHING

    def _may_take(self, asked: HTTPConnection) -> bool:
        browser = browsers.known_by(asked.cookies)
        return self.links.were_told(browser, asked.scope["path"]) and access.welcomes(asked.cookies)

    async def _converse(self, asked: HTTPConnection, receive: Receive, send: Send) -> None:
        with self.links.of_a_page(browsers.known_by(asked.cookies)) as note:

            async def hear() -> Message:
                while True:
                    message = await receive()
                    said = message.get("bytes")
                    if not said or browsers.is_a_page_s(said):
                        return message

            async def tell(message: Message) -> None:
                if said := message.get("bytes"):
                    note(said)
                    message = {**message, "bytes": browsers.without_paths(said)}
                await send(message)

            await self.app(asked.scope, hear, tell)

    async def _answer(
        self, asked: HTTPConnection, found: Rules | None, receive: Receive, send: Send
    ) -> None:
        login = found.login if found else None
        if asked.scope["path"] == LOG_OUT and login:
            await run_in_threadpool(logins.end, asked.cookies, login)
        is_new = browsers.known_by(asked.cookies) is None
        is_encrypted = caller.came_by_https(asked.scope["scheme"], asked.headers) or (
            login is not None and login.origin.startswith("https:")
        )
        is_file = _FILES.fullmatch(asked.scope["path"])

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun = browsers.for_a_new_browser(message) if is_new else message
                begun = browsers.encrypted_alone(begun) if is_encrypted else begun
                message = _not_to_be_kept(begun) if is_file else begun
            await send(message)

        await self.app(asked.scope, receive, answer)


def _rules_if_right() -> Rules | None:
    try:
        return access.rules()
    except SettingsError:
        return None  # the pages say so, and show nothing


def _opens_a_page(asked: HTTPConnection) -> bool:
    path = asked.scope["path"]
    return (
        asked.scope.get("method") == "GET"
        and caller.follows_a_link(asked.headers)
        and path != LOG_OUT
        and not _FILES.fullmatch(path)
        and not _INNER.fullmatch(path)
    )


def _not_to_be_kept(message: Message) -> Message:
    kept = [pair for pair in message["headers"] if pair[0].lower() != b"cache-control"]
    return {**message, "headers": [*kept, (b"cache-control", b"no-store")]}


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    words = "".join(f"{wording(language)(refusal.value)}\n" for language in LANGUAGES)
    await PlainTextResponse(words, refusal.status)(scope, receive, send)
