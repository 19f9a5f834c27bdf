"""A real web server on loopback that takes a chat's messages, and answers as it is told."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "T0SECRET/B0SECRET/x9SECRETx"


@dataclass(frozen=True)
class Reply:
    """An answer. A server that hangs up says nothing, one that waits says it too late.

    One that stalls says its status, and not the words behind it.
    """

    status: int = 200
    words: str = "ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    waits: bool = False
    stalls: bool = False


@dataclass
class ChatServer:
    """What came, and what is answered to the next messages; afterwards all is well."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def chat_server(*replies: Reply) -> Iterator[ChatServer]:
    """A server that runs as long as this."""
    chat = ChatServer(replies=list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            chat.bodies.append(json.loads(self.rfile.read(length)))
            chat.paths.append(self.path)
            reply = chat.replies.pop(0) if chat.replies else Reply()
            if reply.waits:
                chat.released.wait(30)
            if reply.hangs_up or reply.waits:
                self.close_connection = True
                return
            content = reply.words.encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if reply.stalls:
                chat.released.wait(30)
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chat.url = f"http://127.0.0.1:{server.server_address[1]}/services/{SECRET}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield chat
    finally:
        chat.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
