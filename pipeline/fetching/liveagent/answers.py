"""One answer of a LiveAgent list: asked for by filters in UTC, told on the account's clock."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pipeline.errors import FetchError
from pipeline.fetching.client import Answer, Client
from pipeline.fetching.journal import Page, Row
from pipeline.fetching.keeping import Keep
from pipeline.fetching.liveagent.listings import Filter, Listing
from pipeline.fetching.paging import UNFILTERED

ROWS = 500
"""How many rows of a list are asked for at once."""


def window_of(
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
        (listing.changed, "D>=", utc(start)),
        (listing.changed, "D<", utc(end)),
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


def page_of(
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
    rows = rows_of(answer, "/".join(listing.path))
    leads_to = answer.headers.get("next_page_cursor") or None
    return seen(rows, Page([keep(row) for row in rows], leads_to))


def count(client: Client, listing: Listing) -> int:
    """How many rows a list has: of a numbered one by finding its last page."""

    def size_of(number: int) -> int:
        return len(page_of(client, listing, lambda row: row, listing.where, _page=number).rows)

    if listing.paged == "cursor":
        return len(page_of(client, listing, lambda row: row, listing.where).rows)
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


def rows_of(answer: Answer, place: str) -> list[Row]:
    """The rows of an answer. Raises FetchError where it has none."""
    if isinstance(answer.content, list) and all(isinstance(row, dict) for row in answer.content):
        return answer.content
    raise FetchError(f"/{place} answered no list of objects; is fetch.url the address of its API?")


def utc(moment: datetime) -> str:
    """A moment as filters tell it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def local(moment: datetime, zone: ZoneInfo) -> str:
    """A moment on the account's clock, as answers tell it."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _moments(local: str, zone: ZoneInfo) -> list[datetime]:
    """What a time on the account's clock may mean, UTC: two moments where it is set back."""
    try:
        written = datetime.fromisoformat(local)
    except ValueError:
        return []
    return [written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
