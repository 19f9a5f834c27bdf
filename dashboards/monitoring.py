"""For whoever watches over us: is the snapshot fresh, and did the newest run publish one?

`/healthz` of the dashboard answers in JSON, 503 where somebody should look; the same and a few
counts stand as Prometheus' metrics on a port of their own, for this machine alone.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import duckdb

from dashboards import snapshot
from pipeline import marts
from pipeline.errors import VipSlaError
from pipeline.marts import EVERYBODY
from pipeline.marts.freshness import Freshness
from pipeline.marts.records import records
from pipeline.printable import one_line
from pipeline.running.last_run import LastRun, last_run

_LOG = logging.getLogger(__name__)

HEALTHZ, METRICS = "/healthz", "/metrics"
VARIABLE = "VIP_SLA_METRICS_PORT"


@dataclass(frozen=True)
class State:
    """How things stand at a moment."""

    file: Path | None
    """The newest snapshot; None before the first."""
    fresh: Freshness | None
    """How old it is; None where it cannot be read, or another version made it."""
    last: LastRun | None

    @property
    def status(self) -> str:
        """How it is in a word.

        `ok`, `stale`, `failed` (the newest run published nothing, the snapshot before still
        serves), `unreadable` (there is a snapshot, but not one of this version) or
        `nothing_published`.
        """
        if self.file is None:
            return "nothing_published"
        if self.fresh is None:
            return "unreadable"
        if self.fresh.is_stale:
            return "stale"
        return "failed" if self.last and self.last.outcome == "failed" else "ok"

    @property
    def is_served(self) -> bool:
        """Whether pages show a snapshot that is not stale."""
        return self.status in {"ok", "failed"}


def state(now: datetime | None = None) -> State:
    """How things stand now."""
    file = snapshot.newest_if_any()
    fresh = _freshness(file, now or datetime.now(UTC)) if file else None
    return State(file, fresh, last_run(snapshot.workspace()))


def _freshness(file: Path, now: datetime) -> Freshness | None:
    try:
        [fresh] = records(marts.freshness(EVERYBODY, file, now), Freshness)
    except (VipSlaError, duckdb.Error, ValueError):  # the last: not of one run, but none or more
        return None
    return fresh


def health(found: State) -> tuple[HTTPStatus, str]:
    """The answer to `/healthz`: 503 unless a snapshot is served that is not stale.

    It names nobody.
    """
    told = {
        "schema_version": 1,
        "status": found.status,
        "run_id": found.fresh.run_id if found.fresh else None,
        "as_of": found.fresh.as_of.isoformat() if found.fresh else None,
        "age_seconds": found.fresh.wall_seconds if found.fresh else None,
        "open_seconds": found.fresh.open_seconds if found.fresh else None,
        "last_run": {"ended_at": found.last.ended_at.isoformat(), "outcome": found.last.outcome}
        if found.last
        else None,
    }
    status = HTTPStatus.OK if found.is_served else HTTPStatus.SERVICE_UNAVAILABLE
    return status, json.dumps(told)


def metrics(found: State) -> str:
    """The same and what is owed, in Prometheus' text format."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: State) -> Iterator[str]:
    yield from _gauge("up", "Whether a snapshot that is not stale is served.", found.is_served)
    if found.file and found.fresh:
        age, opened = found.fresh.wall_seconds, found.fresh.open_seconds
        yield from _gauge("snapshot_age_seconds", "Since as_of, by the wall.", age)
        if opened is not None:
            yield from _gauge("snapshot_open_seconds", "Since as_of, in opening hours.", opened)
        owed = marts.open_responses(EVERYBODY, found.file)
        yield from _gauge("owed_responses", "Owed at as_of.", len(owed))
        yield from _gauge("overdue_responses", "Owed and late.", int(owed["is_overdue"].sum()))
        refused, odd = marts.trouble_counts(found.file)
        yield from _gauge("rejected_rows", "Rows of exports that were refused.", refused)
        yield from _gauge("data_findings", "What was odd about exports and register.", odd)
    if found.last:
        is_published = found.last.outcome == "published"
        yield from _gauge("last_run_published", "Whether the newest run published.", is_published)
        ended = int(found.last.ended_at.timestamp())
        yield from _gauge("last_run_ended_timestamp_seconds", "When the newest run ended.", ended)


def _gauge(name: str, meaning: str, value: int) -> Iterator[str]:
    yield f"# HELP vip_sla_{name} {meaning}"
    yield f"# TYPE vip_sla_{name} gauge"
    yield f"vip_sla_{name} {value:d}"


def serve_metrics(port: int) -> ThreadingHTTPServer:
    """Answer on a port of this machine from now on, beside whatever else this process does."""
    server = ThreadingHTTPServer(("localhost", port), _Handler)
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _metrics() -> tuple[HTTPStatus, str, str]:
    return HTTPStatus.OK, "text/plain; version=0.0.4; charset=utf-8", metrics(state())


def _health() -> tuple[HTTPStatus, str, str]:
    status, text = health(state())
    return status, "application/json", text


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Tell the metrics, or the health; nothing else is here."""
        path = self.path.partition("?")[0]
        if path not in {METRICS, HEALTHZ}:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        try:
            status, kind, text = _metrics() if path == METRICS else _health()
        except Exception as error:  # whoever watches is told so; an empty answer tells nothing
            _LOG.exception("%s could not be told", path)
            status, kind = HTTPStatus.SERVICE_UNAVAILABLE, "text/plain; charset=utf-8"
            text = f"{path} cannot be told: {one_line(str(error)) or type(error).__name__}\n"
        self._say(status, kind, text)

    def _say(self, status: HTTPStatus, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: who asks every few seconds is nothing to tell."""
