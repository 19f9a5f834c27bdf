"""What a browser is given and asks: a cookie to be known by, files it was told of, messages.

Streamlit hands its files to whoever knows their address, says where its script lies, and answers
what no page of ours asks: what the repository around it holds, whether to clear all caches.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from google.protobuf.message import DecodeError
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

BROWSER = "vip_sla_browser"
"""Tells one browser from another until it is closed, and nothing about who uses it."""

_OURS = re.compile(r"[\w-]{43}", re.ASCII)
_IS_SAFE = re.compile(rb";\s*secure\s*(;|$)", re.IGNORECASE)
_NAMED = re.compile(rb"/media/(\w+)")
FOLDER = Path(__file__).parent
_ASKED = {"rerun_script", "stop_script", "app_heartbeat", "backend_operation_request"}
_OPERATIONS = {"deferred_file"}


def known_by(cookies: Mapping[str, str]) -> str | None:
    """What a browser is known by; None for one that has not been here before."""
    said = cookies.get(BROWSER, "")
    return said if _OURS.fullmatch(said) else None


def for_a_new_browser(message: Message) -> Message:
    """The beginning of an answer, with something to be known by."""
    cookie = f"{BROWSER}={secrets.token_urlsafe(32)}; HttpOnly; Path=/; SameSite=lax"
    return {**message, "headers": [*message["headers"], (b"set-cookie", cookie.encode())]}


def encrypted_alone(message: Message) -> Message:
    """The beginning of an answer, whose cookies a browser sends back encrypted or not at all."""
    headers = [
        (name, value + b"; Secure")
        if name.lower() == b"set-cookie" and not _IS_SAFE.search(value)
        else (name, value)
        for name, value in message["headers"]
    ]
    return {**message, "headers": headers}


class Links:
    """The files' addresses that open pages were told, by browser."""

    def __init__(self) -> None:
        self._told: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def of_a_page(self, browser: str | None) -> Iterator[Callable[[bytes], None]]:
        """While one page is open: takes down what it is told, and forgets it at the end."""
        told: set[tuple[str, str]] = set()

        def note(message: bytes) -> None:
            for name in _NAMED.findall(message):
                link = (browser or "", name.decode())
                if browser and link not in told:
                    told.add(link)
                    self._told[link] += 1

        try:
            yield note
        finally:
            self._told -= Counter(told)

    def were_told(self, browser: str | None, path: str) -> bool:
        """Whether an open page of this browser was told of the file at this path."""
        name = path.removeprefix("/media/").partition(".")[0]
        return bool(browser) and self._told[browser or "", name] > 0


def is_a_page_s(message: bytes) -> bool:
    """Whether a page of ours says this to Streamlit; also what is no message, which it refuses."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except DecodeError:
        return True
    if asked.WhichOneof("type") == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return asked.WhichOneof("type") in _ASKED


def without_paths(message: bytes) -> bytes:
    """Streamlit's message to a page, without where on the machine its script lies."""
    if str(FOLDER).encode() not in message:
        return message
    told = ForwardMsg.FromString(message)
    if told.WhichOneof("type") != "new_session":
        return message
    told.new_session.main_script_path = Path(told.new_session.main_script_path).name
    hidden: bytes = told.SerializeToString()
    return hidden
