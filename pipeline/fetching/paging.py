"""All rows of a list that is handed out in pieces, while it changes.

No order is relied on, and no size of pages: servers have ignored both. A piece that is shorter than
asked ends a list, unless it holds a round number of rows, as the server's own limit would be.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from pipeline.errors import FetchError
from pipeline.fetching.client import RefusedError
from pipeline.fetching.journal import Journal, Page

MOST_PASSES = 6
"""How often a list of several pages is gone through until two times show the same."""

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is asked for that is older: an event would be rejected."""

UNFILTERED = "unfiltered"
"""Where an answer says what follows: that it holds rows which were not asked for."""

_SECOND = timedelta(seconds=1)
_ROUND = 5  # limits of servers are multiples of it
_AIM, _NARROWEST, _WIDEST = 0.6, 0.25, 8.0  # of a window's fill, and of how its width changes


class FilterIgnoredError(Exception):
    """The server does not filter by time, so windows show nothing."""


class Asking:
    """Asks for the pieces of one list, each once in a round: what the journal has is not asked."""

    def __init__(self, journal: Journal, size: int) -> None:
        """`size` is how many rows a piece is asked to hold at most."""
        self.size = size
        self._journal = journal
        self._longest = 0

    def ask(self, key: str, fetch: Callable[[], Page]) -> Page:
        """The piece that goes by `key`."""
        page = self._journal.find(key)
        if page is None:
            page = fetch()
            self._journal.note(key, page)
        self._longest = max(self._longest, len(page.rows))
        return page

    def is_last(self, page: Page) -> bool:
        """Whether a piece leaves nothing behind it."""
        count = len(page.rows)
        return count < self.size and (count < self._longest or count % _ROUND != 0 or count == 0)


def by_windows(
    asking: Asking,
    fetch: Callable[[datetime, datetime, int], Page],
    since: datetime,
    until: datetime,
    name: str = "",
    on_done: Callable[[float], None] = lambda _: None,
) -> None:
    """All that changed from `since` until before `until` (UTC, whole seconds).

    Each window is so narrow that one answer holds all of it, so that nothing can move from one page
    to another meanwhile; what changes while this lasts leaves its window for a moment after
    `until`. `fetch` is given a window and the number of a page; `on_done` is told which share of
    the time is done. Raises FilterIgnoredError.
    """
    start, width = since, until - since
    while start < until:
        end = min(start + width, until)
        key = f"{name} {start:%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"
        page = asking.ask(key, partial(fetch, start, end, 1))
        if page.next == UNFILTERED:
            raise FilterIgnoredError
        if asking.is_last(page):
            fill = max(len(page.rows), 1) / asking.size
            width = _whole((end - start) * min(max(_AIM / fill, _NARROWEST), _WIDEST))
        elif end - start > _SECOND:
            width = _narrower(asking, page, start, end)
            continue
        else:  # more changed in this second than one answer holds
            by_pages(asking, partial(fetch, start, end), key)
        start = end
        on_done((start - since) / (until - since))


def by_pages(asking: Asking, fetch: Callable[[int], Page], name: str = "") -> None:
    """All rows of a numbered list: gone through until two times show the same rows.

    A row that leaves moves those behind it to the page before, which may have been read already.
    """
    before: set[str] | None = None
    for turn in range(1, MOST_PASSES + 1):
        seen: set[str] = set()
        number, is_last = 0, False
        while not is_last:
            number += 1
            page = asking.ask(f"{name} {turn}/{number}", partial(fetch, number))
            seen.update(json.dumps(row, sort_keys=True) for row in page.rows)
            is_last = asking.is_last(page)
        if number == 1 or seen == before:
            return
        before = seen


def by_cursor(asking: Asking, fetch: Callable[[str], Page], name: str = "") -> None:
    """All rows of a list in which each piece leads to the next; the first goes by ""."""
    cursor, met = "", set[str]()
    while cursor not in met:
        met.add(cursor)
        page = asking.ask(f"{name} {cursor}", partial(fetch, cursor))
        if not page.next:
            return
        cursor = page.next
    raise FetchError(f"a list goes round in a circle: {cursor!r} leads to itself")


def by_living_cursor(
    journal: Journal, size: int, fetch: Callable[[str], Page], name: str = ""
) -> None:
    """The same; where a cursor of a former call lives no more, from the beginning."""
    is_resumed = bool(journal)
    try:
        by_cursor(Asking(journal, size), fetch, name)
    except RefusedError:
        if not is_resumed:
            raise
        journal.forget()
        by_cursor(Asking(journal, size), fetch, name)


def _narrower(asking: Asking, page: Page, start: datetime, end: datetime) -> timedelta:
    """How wide a window should be of which an answer did not hold all.

    Rows beyond the answer may lie anywhere; if it seems to hold all, its own middle is the best.
    """
    half = (end - start) / 2
    middle = page.middle - start if page.middle and start < page.middle < end else half
    return _whole(middle if len(page.rows) < asking.size else min(middle, half))


def _whole(width: timedelta) -> timedelta:
    return max(timedelta(seconds=int(width.total_seconds())), _SECOND)
