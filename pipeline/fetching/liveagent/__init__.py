"""LiveAgent's REST API v3: its lists, and the messages of each ticket that changed.

answers   one answer of a list: asked for by filters in UTC, told on the account's clock
listings  the lists, as data
tickets   what is told ticket by ticket

What the API is, and where it is not as it says, is told in the facts that the kind's declarations
rest on: zoneless times of the account's zone in answers, but UTC in filters; pages of ten unless
asked; deleted and spam tickets only when asked for.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from pipeline.fetching.client import Client, RefusedError
from pipeline.fetching.desk import Beginning, Reading, Work
from pipeline.fetching.journal import Journal, key_of
from pipeline.fetching.liveagent.answers import ROWS, count, page_of, utc, window_of
from pipeline.fetching.liveagent.listings import LISTINGS, Listing
from pipeline.fetching.liveagent.tickets import bring_of_tickets
from pipeline.fetching.paging import (
    BEGINNING,
    Asking,
    FilterIgnoredError,
    by_living_cursor,
    by_pages,
    by_windows,
)
from pipeline.fetching.zone import zone_notices
from pipeline.settings.config import Source
from pipeline.settings.fetch import Fetch


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
                told = "asked for ticket by ticket" if listing.is_by_ticket_too else "left out"
                work.notices.append(f"{listing.called}: {told}, as {refusal}")
            else:
                work.finished(listing.entity, partial(key_of, listing.key), since)
        bring_of_tickets(work)

    def look(self, client: Client, source: Source) -> list[Reading]:
        """One page of each list, and the last of numbered ones, by which their rows are counted."""
        readings = []
        for listing in LISTINGS:
            try:
                readings.append(Reading(listing.called, count(client, listing)))
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
    fetch = partial(page_of, work.client, listing, work.keeper(listing.entity))
    since = work.round.since(listing.entity, listing.overlap)
    is_by_windows = listing.paged == "windows" and not (
        listing.is_whole_at_first and listing.entity not in work.round.cursors
    )
    work.on_progress(listing.called, 0, 1)
    if listing.paged == "cursor":
        filters = (*listing.where, (listing.changed, "D>=", utc(since)))
        by_living_cursor(journal, ROWS, lambda cursor: fetch(filters, _cursor=cursor), name)
        return since
    if is_by_windows:
        window = partial(window_of, fetch, listing, ZoneInfo(work.source.time_zone))
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
