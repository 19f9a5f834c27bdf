"""LiveAgent's REST API v3: its lists as data, and the messages of each ticket that changed.

What the API is, and where it is not as it says, is told in the facts about it that the kind's
declarations rest on: zoneless times of the account's zone in answers, but UTC in filters; pages of
ten unless asked; deleted and spam tickets only when asked for.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from pipeline.errors import FetchError
from pipeline.fetching.client import Answer, Client, RefusedError
from pipeline.fetching.desk import Beginning, Reading, Work
from pipeline.fetching.journal import Journal, Page, Row
from pipeline.fetching.keeping import Keep
from pipeline.fetching.paging import (
    BEGINNING,
    UNFILTERED,
    Asking,
    FilterIgnoredError,
    by_cursor,
    by_pages,
    by_windows,
)
from pipeline.fetching.rounds import OVERLAP
from pipeline.fetching.zone import zone_notices
from pipeline.settings.config import Source
from pipeline.settings.fetch import Fetch

ROWS = 500
"""How many rows of a list are asked for at once."""

GROUPS = 100
"""How many message groups of a ticket are asked for at once."""

WORKERS = 4
"""How many ask for messages at the same time, so that slow answers do not waste the budget."""

Filter = tuple[str, str, str]

_SLACK = timedelta(hours=2)  # of a clock that is set back, when a row is held against a window


@dataclass(frozen=True)
class Listing:
    """One list of the API: which entity it holds, how it is paged, and by what it is filtered."""

    entity: str
    path: tuple[str, ...]
    paged: Literal["windows", "pages", "cursor"]
    changed: str = ""  # the field that tells when a row changed; none: all of it, every time
    where: tuple[Filter, ...] = ()
    key: str = "id"
    name: str = ""  # what else than the entity it is called
    is_whole_at_first: bool = False  # a row may never have changed: the first time all are asked
    overlap: timedelta = OVERLAP
    is_optional: bool = False  # where the key may not read it, the rest is fetched

    @property
    def called(self) -> str:
        """What it is called before people."""
        return self.name or self.entity


LISTINGS = (
    Listing("agents", ("agents",), "pages"),
    Listing(
        "agents",
        ("agents",),
        "pages",
        where=(("status", "E", "X"),),
        name="deleted agents",
        is_optional=True,
    ),
    Listing("departments", ("departments",), "pages", key="department_id"),
    Listing("tags", ("tags",), "pages"),
    Listing("companies", ("companies",), "windows", "datechanged", is_whole_at_first=True),
    Listing("contacts", ("contacts",), "windows", "datechanged", is_whole_at_first=True),
    Listing("tickets", ("tickets",), "windows", "date_changed"),
    Listing(
        "tickets",
        ("tickets",),
        "windows",
        "date_changed",
        where=(("status", "IN", "X,B"),),
        name="deleted and spam tickets",
    ),
    Listing("history", ("tickets", "history"), "cursor", "date_from"),
    # a call is asked for by its beginning: one that was under way is whole a day later
    Listing("calls", ("calls",), "cursor", "dateCreated", overlap=timedelta(days=1)),
    Listing(
        "sla_log",
        ("grid", "tickets", "sla"),
        "cursor",
        "date_closed",
        overlap=timedelta(days=1),
        is_optional=True,
    ),
)


class LiveAgent:
    """The fetch of the kind `liveagent`."""

    def headers(self, fetch: Fetch, key: str) -> Mapping[str, str]:
        """The key alone, as the API wants it."""
        return {"apikey": key}

    def begin(self, client: Client, source: Source) -> Beginning:
        """Compare the account's zone with that of vip-sla.yml."""
        try:
            answer = client.get("settings")
        except RefusedError as refusal:
            if refusal.status == 401:
                raise
            return Beginning(None, zone_notices(None, source))
        return Beginning(answer.server_time, zone_notices(answer.content, source))

    def bring(self, work: Work) -> None:
        """Each list, then what belongs to each of the tickets found."""
        for number, listing in enumerate(LISTINGS):
            try:
                with work.journal(listing.entity) as journal:
                    since = _bring(work, listing, journal, str(number))
            except RefusedError as refusal:
                if not listing.is_optional:
                    raise
                work.notices.append(f"{listing.called} are left out: {refusal}")
            else:
                work.finished(listing.entity, partial(_key, listing.key), since)
        _bring_of_tickets(work)

    def look(self, client: Client, source: Source) -> list[Reading]:
        """One page of each list, and the last of numbered ones, by which their rows are counted."""
        readings = []
        for listing in LISTINGS:
            try:
                readings.append(Reading(listing.called, _count(client, listing)))
            except RefusedError as refusal:
                readings.append(Reading(listing.called, None, str(refusal)))
        return readings

    def requests(self, readings: list[Reading]) -> int:
        """One for each ticket's messages, and twice the pages of the lists."""
        tickets = sum(
            reading.count or 0 for reading in readings if reading.entity.endswith("tickets")
        )
        return tickets + sum(2 + 2 * (reading.count or 0) // ROWS for reading in readings)


def _bring(work: Work, listing: Listing, journal: Journal, name: str) -> datetime:
    """Fetch a list into its journal; returns from when on everything is there."""
    asking = Asking(journal, ROWS)
    fetch = partial(_page, work.client, listing, work.keeper(listing.entity))
    since = work.round.since(listing.entity, listing.overlap)
    is_by_windows = listing.paged == "windows" and not (
        listing.is_whole_at_first and listing.entity not in work.round.cursors
    )
    work.on_progress(listing.called, 0, 1)
    if listing.paged == "cursor":
        filters = (*listing.where, (listing.changed, "D>=", _utc(since)))
        is_resumed = bool(journal)
        try:
            by_cursor(asking, lambda cursor: fetch(filters, _cursor=cursor), name)
        except RefusedError:
            if not is_resumed:
                raise
            journal.forget()  # cursors do not live for ever
            by_cursor(asking, lambda cursor: fetch(filters, _cursor=cursor), name)
        return since
    if is_by_windows:
        window = partial(_window, fetch, listing, ZoneInfo(work.source.time_zone))
        told = partial(work.on_progress, listing.called)
        try:
            by_windows(
                asking, window, since, work.round.until, name, on_done=lambda done: told(done, 1)
            )
        except FilterIgnoredError:
            work.notices.append(
                f"{listing.called}: the server does not filter by {listing.changed}, so all of "
                "them are fetched every time"
            )
        else:
            return since
    by_pages(asking, lambda number: fetch(listing.where, _page=number), name)
    return BEGINNING


def _window(
    fetch: Callable[..., Page],
    listing: Listing,
    zone: ZoneInfo,
    start: datetime,
    end: datetime,
    number: int,
) -> Page:
    """The rows that changed within a window; filters are in UTC, answers on the account's clock."""
    filters = (
        *listing.where,
        (listing.changed, "D>=", _utc(start)),
        (listing.changed, "D<", _utc(end)),
    )

    def seen(rows: list[Row], page: Page) -> Page:
        told = [
            _moments(str(row[listing.changed]), zone) for row in rows if row.get(listing.changed)
        ]
        if not all(any(start <= moment < end for moment in moments) for moments in told if moments):
            return replace(page, next=UNFILTERED)
        firsts = sorted(moments[0] for moments in told if moments)
        return replace(page, middle=firsts[len(firsts) // 2] if firsts else None)

    return fetch(filters, seen, _page=number)


def _page(
    client: Client,
    listing: Listing,
    keep: Keep,
    filters: Iterable[Filter],
    seen: Callable[[list[Row], Page], Page] = lambda _, page: page,
    **params: str | int,
) -> Page:
    """One answer of a list: what is kept of its rows, what leads on, and what else is `seen`."""
    given = {name: value for name, value in params.items() if value != ""}
    if conditions := [list(each) for each in filters]:
        given["_filters"] = json.dumps(conditions)
    answer = client.get(*listing.path, _perPage=ROWS, **given)
    rows = _rows(answer, "/".join(listing.path))
    leads_to = answer.headers.get("next_page_cursor") or None
    return seen(rows, Page([keep(row) for row in rows], leads_to))


def _bring_of_tickets(work: Work) -> None:
    """The messages of every ticket that changed, and its history where that began before."""
    clock = ZoneInfo(work.source.time_zone)
    with work.journal("tickets") as found:
        since = _local(work.round.since("tickets") - _SLACK, clock)
        tickets = {
            str(row["id"]): str(row.get("date_created") or "")
            for row in found.rows()
            if row.get("id") and str(row.get("date_changed") or since) >= since
        }
    with work.journal("messages") as messages, work.journal("history") as history:
        groups = _OfTickets(work, Asking(messages, GROUPS), "messages", "ticket_id")
        intervals = _OfTickets(work, Asking(history, GROUPS), "history", "conversation_id")
        first = "" if "history" in work.round.cursors else _local(work.round.first_since, clock)

        def bring(ticket: str) -> None:
            groups.bring(ticket)
            if tickets[ticket] < first:
                intervals.bring(ticket)

        done = sum(groups.key(ticket, 1) in messages for ticket in tickets)
        with ThreadPoolExecutor(WORKERS) as workers:
            try:
                work.on_progress("messages", done, len(tickets))
                for number, _ in enumerate(workers.map(bring, tickets), start=1):
                    work.on_progress("messages", max(done, number), len(tickets))
            except BaseException:
                workers.shutdown(cancel_futures=True)
                raise
    work.finished("messages", _message_key, work.round.since("tickets"))


@dataclass(frozen=True)
class _OfTickets:
    """What is asked for ticket by ticket; its rows get the ticket's id."""

    work: Work
    asking: Asking
    entity: str
    column: str

    def key(self, ticket: str, number: int) -> str:
        """What an answer goes by in the journal."""
        return f"ticket {ticket} {number}"

    def bring(self, ticket: str) -> None:
        """All pages of one ticket."""
        number, is_last = 0, False
        while not is_last:
            number += 1
            page = self.asking.ask(self.key(ticket, number), partial(self._page, ticket, number))
            is_last = self.asking.is_last(page)

    def _page(self, ticket: str, number: int) -> Page:
        try:
            answer = self.work.client.get(
                "tickets", ticket, self.entity, _page=number, _perPage=GROUPS
            )
        except RefusedError as refusal:
            if refusal.status != 404:
                raise
            return Page([])  # the ticket is gone for good
        keep = self.work.keeper(self.entity)
        rows = _rows(answer, f"tickets/…/{self.entity}")
        return Page([keep({self.column: ticket, **row}) for row in rows])


def _count(client: Client, listing: Listing) -> int:
    """How many rows a list has: of a numbered one by finding its last page."""

    def size_of(number: int) -> int:
        return len(_page(client, listing, lambda row: row, listing.where, _page=number).rows)

    if listing.paged == "cursor":
        return len(_page(client, listing, lambda row: row, listing.where).rows)
    first = size = size_of(1)
    last, behind = 1, 2  # the last page known to hold rows, and one that may hold none
    while count := size_of(behind):
        last, size, behind = behind, count, behind * 2
    while behind - last > 1:
        middle = (last + behind) // 2
        if count := size_of(middle):
            last, size = middle, count
        else:
            behind = middle
    return (last - 1) * first + size


def _rows(answer: Answer, place: str) -> list[Row]:
    if isinstance(answer.content, list) and all(isinstance(row, dict) for row in answer.content):
        return answer.content
    raise FetchError(f"/{place} answered no list of objects; is fetch.url the address of its API?")


def _key(name: str, row: Row) -> str:
    return str(row.get(name) or json.dumps(row, sort_keys=True))


def _message_key(row: Row) -> str:
    return f"{row.get('ticket_id')} {_key('id', row)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _moments(local: str, zone: ZoneInfo) -> list[datetime]:
    """What a time on the account's clock may mean, UTC: two moments where it is set back."""
    try:
        written = datetime.fromisoformat(local)
    except ValueError:
        return []
    return [written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
