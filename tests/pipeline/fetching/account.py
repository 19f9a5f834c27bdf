"""A LiveAgent account behind a real HTTP server on loopback, which behaves as its API is known to.

Answers tell times without a zone, on the account's clock; filters are in UTC; pages hold ten rows
unless more are asked for; deleted and spam tickets come only when asked for; calls are in camel
case; empty keys are absent. How badly it behaves beyond that is for each test to say.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from pipeline.fetching.budget import Clock

Row = dict[str, Any]

KEY = "k3y-Nobody-May-See"
PREFIX = "/api/v3/"

PAGED = ("agents", "departments", "tags", "companies", "contacts", "tickets")
CURSORS = {"tickets/history": "history", "calls": "calls", "grid/tickets/sla": "sla_log"}
HIDDEN_UNLESS_ASKED = ("X", "B")


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


@dataclass
class Account:
    """Everything there is, and how the server behaves."""

    zone: str = "UTC"
    entities: dict[str, list[Row]] = field(default_factory=dict)
    settings: list[Row] | None = None  # None: one that tells the zone
    now: datetime = datetime(2026, 11, 2, 12, tzinfo=UTC)
    most_rows: int = 1000  # of a page, whatever is asked
    ignores_filters: bool = False
    forbidden: set[str] = field(default_factory=set)  # paths that the key may not read
    troubles: dict[int, str] = field(default_factory=dict)  # by the number of the request
    every: dict[str, str] = field(default_factory=dict)  # trouble of every request to a path
    before: Callable[[Account, Request], None] = lambda _account, _request: None
    requests: list[Request] = field(default_factory=list)
    _indexes: dict[str, tuple[int, dict[str, list[Row]]]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def local(self, moment: datetime) -> str:
        """A moment on the account's clock, as answers tell it."""
        return f"{moment.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M:%S}"

    def add(self, entity: str, **row: Any) -> Row:
        """A row; moments are told on the account's clock, empty keys are left out."""
        told = {key: self._told(value) for key, value in row.items()}
        kept = {key: value for key, value in told.items() if value not in (None, "", [])}
        with self.lock:
            self.entities.setdefault(entity, []).append(kept)
        return kept

    def _told(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.local(value)
        if isinstance(value, list):
            return [self._told(each) for each in value]
        if isinstance(value, dict):
            return {key: self._told(each) for key, each in value.items()}
        return value

    def refusal(self, headers: dict[str, str]) -> tuple[int, Any] | None:
        """What whoever has no key is told."""
        key = headers.get("apikey")
        return None if key == KEY else (401, {"message": f"Invalid key {key}"})

    # ── what the API answers ──────────────────────────────────────────────────────────────────

    def answer(self, path: str, params: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        """Status, content and headers."""
        if path in self.forbidden:
            return 403, {"message": "Access denied"}, {}
        if path == "settings":
            told = [{"name": "general_timezone", "value": self.zone}]
            return 200, told if self.settings is None else self.settings, {}
        if path in CURSORS:
            return self._by_cursor(CURSORS[path], params)
        if path in PAGED:
            return 200, self._page(self._filtered(path, params), params), {}
        if found := re.fullmatch("tickets/([^/]+)/(messages|history)", path):
            return self._of_ticket(found[1], found[2], params)
        return 404, {"message": "Not found"}, {}

    def _of_ticket(
        self, ticket: str, entity: str, params: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        if ticket not in self._by("tickets", "id"):
            return 404, {"message": "Ticket not found"}, {}
        key = "conversation_id" if entity == "history" else "ticket_id"
        rows = [
            {name: value for name, value in row.items() if name != "ticket_id"}
            for row in self._by(entity, key).get(ticket, ())
        ]
        return 200, self._page(rows, params), {}

    def _by(self, entity: str, key: str) -> dict[str, list[Row]]:
        """The rows of an entity by what they hold under a key."""
        rows = self._rows(entity)
        count, index = self._indexes.get(entity, (-1, {}))
        if count != len(rows):
            index = {}
            for row in rows:
                index.setdefault(row[key], []).append(row)
            self._indexes[entity] = len(rows), index
        return index

    def _rows(self, entity: str) -> list[Row]:
        return self.entities.get(entity, [])

    def _page(self, rows: list[Row], params: dict[str, str]) -> list[Row]:
        size = min(int(params.get("_perPage", 10)), self.most_rows)
        start = (int(params.get("_page", 1)) - 1) * size
        return rows[start : start + size]

    def _by_cursor(self, entity: str, params: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        rows = self._filtered(entity, params)
        size = min(int(params.get("_perPage", 10)), self.most_rows)
        start = int(params.get("_cursor", "c0").removeprefix("c"))
        behind = start + size
        headers = {"next_page_cursor": f"c{behind}"} if behind < len(rows) else {}
        answered = rows[start:behind]
        if entity == "calls":
            answered = [{_camel(key): value for key, value in row.items()} for row in answered]
        return 200, answered, headers

    def _filtered(self, entity: str, params: dict[str, str]) -> list[Row]:
        rows = self._rows(entity)
        filters = json.loads(params.get("_filters", "[]"))
        if entity == "tickets" and not any(name == "status" for name, _, _ in filters):
            rows = [row for row in rows if row.get("status") not in HIDDEN_UNLESS_ASKED]
        if entity == "tickets":
            rows = sorted(rows, key=lambda row: row["date_changed"])
        if entity == "agents" and not filters:
            rows = [row for row in rows if row.get("status") != "X"]
        for name, operator, value in filters:
            if self.ignores_filters and operator.startswith("D"):
                continue
            rows = [row for row in rows if self._fits(row, name, operator, value)]
        return rows

    def _fits(self, row: Row, name: str, operator: str, value: str) -> bool:
        written = row.get(name, row.get(_snake(name)))
        if written is None:
            return False
        if operator == "IN":
            return written in value.split(",")
        if operator == "E":
            return bool(written == value)
        clock = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(self.zone))
        asked = datetime.fromisoformat(value).replace(tzinfo=UTC)
        return {"D>=": clock >= asked, "D<": clock < asked}[operator]


def _camel(key: str) -> str:
    first, *others = key.split("_")
    return first + "".join(map(str.capitalize, others))


def _snake(key: str) -> str:
    return re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", key)


class _Handler(BaseHTTPRequestHandler):
    account: Account
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer goes out in one piece

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(self.account.now.timestamp())

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        account = self.account
        parts = urlsplit(self.path)
        params = {key: value for key, (value,) in parse_qs(parts.query).items()}
        path = parts.path.removeprefix(PREFIX)
        asked = Request(path, params, {key.lower(): value for key, value in self.headers.items()})
        with account.lock:
            account.requests.append(asked)
            number = len(account.requests)
            account.before(account, asked)
            trouble = account.troubles.get(number) or account.every.get(path)
            status, content, headers = account.answer(path, params)
        if refusal := account.refusal(asked.headers):
            status, content = refusal
        body = json.dumps(content).encode()
        if trouble:
            self._trouble(trouble, body)
        else:
            self._send(status, body, headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str], length: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length or len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _trouble(self, trouble: str, body: bytes) -> None:
        kind, _, detail = trouble.partition(" ")
        match kind:
            case "429":
                self._send(429, b"slower", {"Retry-After": detail} if detail else {})
            case "500":
                self._send(500, b"<html>oops</html>", {})
            case "html":
                self._send(200, b"<html>log in</html>", {})
            case "302":
                self._send(302, b"", {"Location": f"{detail}?apikey={KEY}"})
            case "cut":
                self._send(200, body[: len(body) // 2], {}, len(body))
                self.close_connection = True
            case "gone":
                self.close_connection = True
            case "drip":
                self.account.now += timedelta(seconds=1)
                self._send(200, body, {})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """A client that was killed is no error."""


@contextmanager
def serving(account: Account, certificate: str | None = None) -> Iterator[str]:
    """The address of the account's API, while it is served."""
    handler = type("Handler", (_Handler,), {"account": account})
    server = _Server(("127.0.0.1", 0), handler)
    scheme = "http"
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"{scheme}://localhost:{server.server_port}{PREFIX.rstrip('/')}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class QuickClock(Clock):
    """Waiting takes no time, but is remembered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self._seconds

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._seconds += seconds
            self.slept.append(seconds)
        time.sleep(0)


def small_account(tickets: int, zone: str = "UTC", **others: Any) -> Account:
    """An account with so many tickets, one changed every ten minutes; some are deleted or spam."""
    account = Account(zone, **others)
    account.add("agents", id="ag1", name="Ada", email="ada@x.example", status="A")
    account.add("agents", id="ag2", name="Bo", status="X")
    account.add("departments", department_id="d1", name="VIP", agent_ids=["ag1"])
    account.add("tags", id="tg1", name="SEV-1")
    account.add("companies", id="co1", name="Acme", datechanged=account.now - timedelta(days=9))
    for number in range(3):
        account.add("contacts", id=f"ct{number}", company_id="co1", firstname=f"C{number}")
    for number in range(tickets):
        add_ticket(account, f"T{number}", account.now - timedelta(minutes=10 * (tickets - number)))
    return account


def add_ticket(account: Account, ticket: str, at: datetime, groups: int = 2) -> Row:
    """A ticket with some message groups, its history, and now and then a call."""
    number = int(re.sub(r"\D", "", ticket) or 0)
    status = {7: "X", 8: "B"}.get(number % 20, "A")
    for place in range(groups):
        moment = at - timedelta(hours=1) + timedelta(minutes=place)
        by = ("ag1", "4") if place % 2 else (f"ct{number % 3}", "3")
        account.add(
            "messages",
            id=f"{ticket}-g{place}",
            ticket_id=ticket,
            userid=by[0],
            type=by[1],
            status="V",
            datecreated=moment,
            messages=[
                {
                    "id": f"{ticket}-m{place}",
                    "userid": by[0],
                    "type": "M",
                    "datecreated": moment,
                    "format": "T",
                    "message": f"SECRET TEXT {ticket}",
                }
            ],
        )
    account.add("history", id=f"h-{ticket}", conversation_id=ticket, status="N", date_from=at)
    if number % 10 == 3:
        account.add(
            "calls", id=f"c-{ticket}", ticket_id=ticket, type="I", date_created=at, date_answered=at
        )
    return account.add(
        "tickets",
        id=ticket,
        code=f"C-{ticket}",
        owner_contactid=f"ct{number % 3}",
        departmentid="d1",
        status=status,
        tags=["tg1"],
        channel_type="E",
        date_created=at - timedelta(hours=1),
        date_changed=at,
        subject=f"Subject {ticket}",
    )
