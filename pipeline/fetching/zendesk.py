"""Zendesk's API: incremental exports of tickets and users, and the audits of tickets that changed.

Moments are UTC with their Z. An incremental export tells nothing of the last minute, and each of
its answers leads to the next until the end of the stream. Audits are asked for ticket by ticket; of
a ticket that was deleted there are none.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pipeline.errors import FetchError
from pipeline.fetching.client import Client, RefusedError
from pipeline.fetching.desk import Beginning, Reading, Work
from pipeline.fetching.each import bring_each
from pipeline.fetching.journal import Page, Row, key_of
from pipeline.fetching.paging import BEGINNING, Asking, by_cursor, by_living_cursor
from pipeline.settings.config import Source
from pipeline.settings.fetch import Fetch

ROWS = 1000
"""How many rows an answer of an incremental export holds."""

AUDITS = 100
"""How many audits, or organizations, are asked for at once."""


@dataclass(frozen=True)
class Stream:
    """An incremental export: which entity it holds, and where."""

    entity: str
    path: tuple[str, ...]
    is_whole_at_first: bool = False  # the first time all are asked, however little is wanted


STREAMS = (
    Stream("tickets", ("incremental", "tickets", "cursor.json")),
    Stream("users", ("incremental", "users", "cursor.json"), is_whole_at_first=True),
)


class Zendesk:
    """The fetch of the kind `zendesk`."""

    def headers(self, fetch: Fetch, key: str) -> Mapping[str, str]:
        """The user and their token. Raises FetchError where there is no user."""
        if fetch.user is None:
            raise FetchError(
                "vip-sla.yml: fetch.user is missing; write the address whose API token it is"
            )
        pair = b64encode(f"{fetch.user}/token:{key}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def begin(self, client: Client, source: Source) -> Beginning:
        """See that the key is somebody's: whom Zendesk does not know it lets in as nobody."""
        answer = client.get("users", "me.json")
        if not _object(answer.content, "user").get("id"):
            raise RefusedError("users/me.json knows nobody", 401)
        return Beginning(answer.server_time)

    def bring(self, work: Work) -> None:
        """Streams, organizations, then the audits of the tickets found."""
        for stream in STREAMS:
            is_first = stream.is_whole_at_first and stream.entity not in work.round.cursors
            since = BEGINNING if is_first else work.round.since(stream.entity)
            fetch = partial(_stream, work, stream, int(since.timestamp()))
            _bring(work, stream.entity, fetch, since)
        organizations = partial(_list, work, "organizations", ("organizations.json",))
        _bring(work, "organizations", organizations, BEGINNING)
        _bring_audits(work)

    def look(self, client: Client, source: Source) -> list[Reading]:
        """How many there are of each, as the API counts them."""
        readings = []
        for entity in ("tickets", "users", "organizations"):
            try:
                counted = _object(client.get(entity, "count.json").content, "count")
                readings.append(Reading(entity, int(counted.get("value") or 0)))
            except RefusedError as refusal:
                readings.append(Reading(entity, None, str(refusal)))
        return readings

    def requests(self, readings: list[Reading]) -> int:
        """One for each ticket's audits, and the pages of the rest."""
        counts = {reading.entity: reading.count or 0 for reading in readings}
        streams = (counts["tickets"] + counts["users"]) // ROWS + counts["organizations"] // AUDITS
        return counts["tickets"] + streams + 4


def _bring(work: Work, entity: str, fetch: Callable[[str], Page], since: datetime) -> None:
    work.on_progress(entity, 0, 1)
    with work.journal(entity) as journal:
        by_living_cursor(journal, ROWS, fetch)
    work.finished(entity, partial(key_of, "id"), since)


def _bring_audits(work: Work) -> None:
    with work.journal("tickets") as found:
        tickets = list(dict.fromkeys(key_of("id", row) for row in found.rows()))
    with work.journal("ticket_audits") as journal:
        asking = Asking(journal, AUDITS)

        def bring(ticket: str) -> None:
            place = ("tickets", ticket, "audits.json")
            by_cursor(asking, partial(_list, work, "ticket_audits", place), ticket)

        done = sum(f"{ticket} " in journal for ticket in tickets)
        bring_each(work, "ticket_audits", tickets, bring, done)
    work.finished("ticket_audits", partial(key_of, "id"), work.round.since("tickets"))


def _stream(work: Work, stream: Stream, start_time: int, cursor: str) -> Page:
    """One answer of an incremental export."""
    place: dict[str, str | int] = {"cursor": cursor} if cursor else {"start_time": start_time}
    content = work.client.get(*stream.path, **place).content
    rows = _rows(content, stream.entity)
    is_over = content.get("end_of_stream") is not False
    keep = work.keeper(stream.entity)
    return Page([keep(row) for row in rows], None if is_over else content.get("after_cursor"))


def _list(work: Work, entity: str, path: tuple[str, ...], cursor: str) -> Page:
    """One answer of a list; of what is gone there is nothing."""
    params: dict[str, str | int] = {"page[size]": AUDITS}
    if cursor:
        params["page[after]"] = cursor
    try:
        content = work.client.get(*path, **params).content
    except RefusedError as refusal:
        if refusal.status != 404 or entity != "ticket_audits":
            raise
        return Page([])
    rows = _rows(content, entity.removeprefix("ticket_"))
    meta = _object(content, "meta")
    keep = work.keeper(entity)
    return Page(
        [keep(row) for row in rows], meta.get("after_cursor") if meta.get("has_more") else None
    )


def _object(content: Any, name: str) -> dict[str, Any]:
    found = content.get(name) if isinstance(content, dict) else None
    return found if isinstance(found, dict) else {}


def _rows(content: Any, name: str) -> list[Row]:
    rows = content.get(name) if isinstance(content, dict) else None
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        return rows
    raise FetchError(f"an answer has no list of {name}; is fetch.url the address of its API?")
