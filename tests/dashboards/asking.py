"""Asking a dashboard that is really served, without a browser: as scripts and strangers do."""

import time
from collections.abc import Mapping

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

WAITS_SECONDS = 60


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

    def __init__(
        self, address: str, cookies: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> None:
        told = {"origin": address, **{name.lower(): each for name, each in (headers or {}).items()}}
        xsrf = cookies.get("_streamlit_xsrf", "x")
        self.connection: ClientConnection = connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            origin=Origin(told.pop("origin")),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(xsrf)],
            additional_headers={
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
                **told,
            },
            max_size=None,
            proxy=None,
        )

    def run(self, query: str = "") -> list[ForwardMsg]:
        """All that one run of the page tells."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        self.say(asked)
        told = [self.hear()]
        while told[-1].WhichOneof("type") != "script_finished":
            told.append(self.hear())
        return told

    def say(self, message: BackMsg) -> None:
        self.connection.send(message.SerializeToString())

    def hear(self) -> ForwardMsg:
        heard = self.connection.recv(timeout=WAITS_SECONDS)
        assert isinstance(heard, bytes)
        return ForwardMsg.FromString(heard)

    def take(self, label: str) -> str:
        """Press a button to download; gives the file's address."""
        buttons = (
            each.delta.new_element.download_button
            for each in self.told
            if each.WhichOneof("type") == "delta"
        )
        [wanted] = [each for each in buttons if each.label == label]
        asked = BackMsg()
        asked.backend_operation_request.request_id = "1"
        asked.backend_operation_request.deferred_file.file_id = wanted.deferred_file_id
        self.say(asked)
        while True:
            heard = self.hear()
            if heard.WhichOneof("type") == "backend_operation_response":
                return heard.backend_operation_response.deferred_file.url

    def __enter__(self) -> "Page":
        self.told = self.run()
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def open_page(client: httpx.Client, address: str, cookies: Mapping[str, str] | None = None) -> Page:
    """A page, opened as a browser does: the page itself, the server's health, then the rest."""
    client.get(f"{address}/")
    client.get(f"{address}/_stcore/health")
    return Page(address, {**cookies_of(client), **(cookies or {})})
