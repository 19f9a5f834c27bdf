"""Asking a dashboard that is really served, without a browser: as scripts and strangers do."""

import re
import time
from collections.abc import Mapping

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

WAITS_SECONDS = 180
XSRF = "_streamlit_xsrf"
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
"""A letter, as charts spell it."""


def cookies_of(client: httpx.Client) -> dict[str, str]:
    """All that somebody can copy."""
    return {cookie.name: cookie.value or "" for cookie in client.cookies.jar}


def log_in(client: httpx.Client, address: str, who: str, secret: str) -> None:
    """All the way to the identity provider and back, as Streamlit's button leads."""
    soon = {"provider": "default", "exp": int(time.time()) + 120}
    token = jwt.encode({"alg": "HS256"}, soon, OctKey.import_key(secret))
    there = client.get(f"{address}/auth/login", params={"provider": token})
    back = client.post(there.headers["location"], data={"sub": who})
    assert back.status_code == 302, back.text
    done = client.get(back.headers["location"])
    assert done.headers["location"] == "/", done.headers


class Page:
    """One page that is open somewhere."""

    connection: ClientConnection
    told: list[ForwardMsg]
    path: str

    def __init__(
        self,
        address: str,
        cookies: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        path: str = "",
    ) -> None:
        self.path = path
        if XSRF not in cookies:  # as whoever has copied a login comes by one
            health = httpx.get(f"{address}/_stcore/health", timeout=WAITS_SECONDS, trust_env=False)
            cookies = {XSRF: health.cookies.get(XSRF, "x"), **cookies}
        told = {"Origin": address, **(headers or {})}
        self._connecting = connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(told.pop("Origin")),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(cookies[XSRF])],
            additional_headers={
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                **told,
            },
            max_size=None,
            proxy=None,
        )

    def run(self, path: str = "") -> list[ForwardMsg]:
        """All that one run of a page tells, by its address within the dashboard."""
        asked = BackMsg()
        asked.rerun_script.page_name, _, asked.rerun_script.query_string = path.partition("?")
        self.say(asked)
        told = [self.hear()]
        while told[-1].WhichOneof("type") != "script_finished":
            told.append(self.hear())
        return told

    def seen(self) -> str:
        """All that it is told, as one text."""
        told = b"".join(each.SerializeToString() for each in self.told).decode(errors="replace")
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), told)

    def name(self) -> str:
        """What the page is called in its address; the first page has no name."""
        [shown] = (each.navigation for each in self.told if each.HasField("navigation"))
        hashes = {each.page_script_hash: each.url_pathname for each in shown.app_pages}
        return hashes[shown.page_script_hash]

    def say(self, message: BackMsg) -> None:
        self.connection.send(message.SerializeToString())

    def hear(self) -> ForwardMsg:
        heard = self.connection.recv(timeout=WAITS_SECONDS)
        assert isinstance(heard, bytes)
        return ForwardMsg.FromString(heard)

    def take(self, label: str) -> str:
        """Press the first button with this label; gives the address of the file behind it."""
        buttons = (
            each.delta.new_element.download_button
            for each in self.told
            if each.WhichOneof("type") == "delta"
        )
        wanted = next(each for each in buttons if each.label == label)
        asked = BackMsg()
        begun = next(each for each in self.told if each.WhichOneof("type") == "new_session")
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.session_id = begun.new_session.initialize.session_id
        asked.backend_operation_request.deferred_file.file_id = wanted.deferred_file_id
        self.say(asked)
        while True:
            heard = self.hear()
            if heard.WhichOneof("type") == "backend_operation_response":
                answer = heard.backend_operation_response
                assert not answer.error_msg, answer.error_msg
                return answer.deferred_file.url

    def __enter__(self) -> "Page":
        self.connection = self._connecting.__enter__()
        self.told = self.run(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        self._connecting.__exit__(None, None, None)


def open_page(client: httpx.Client, address: str, cookies: Mapping[str, str] | None = None) -> Page:
    """A page, opened as a browser does: the page itself, the server's health, then the rest."""
    client.get(f"{address}/")
    client.get(f"{address}/_stcore/health")
    return Page(address, {**cookies_of(client), **(cookies or {})})
