"""What befalls the written cast: the good months and the bad."""

from datetime import date, timedelta

from pipeline.sample.cast import Account, Chapter, Coverage
from pipeline.sample.timeline import Timeline

# Tickets of an account that nobody covers wait like everybody else's.
UNCOVERED_PACE = 3.0


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """The written chapters; where several meet, their numbers multiply."""
    month, end, last = timeline.month, timeline.month_end, timeline.last_day
    outage = month(7, 10)
    return (
        # An agent with a second customer to serve cannot keep up with the first.
        Chapter("K-1003", month(4), last, volume=1.4, pace=2.0, final_pace=9.0),
        Chapter("K-1007", month(4), last, pace=1.2, final_pace=1.6),
        # Three days without service, a month of clearing up, then better than before.
        Chapter("K-1004", outage, outage + timedelta(days=2), 18.0, 14.0, critical=0.7),
        Chapter("K-1004", outage + timedelta(days=3), end(7), 1.6, 6.0, critical=0.1),
        Chapter("K-1004", month(6), last, pace=0.7),
        # Before joining and after leaving there is little to write about.
        Chapter("K-1009", timeline.first_day, month(2, 16), volume=0.12),
        Chapter("K-1010", month(6), month(5), volume=0.25),
        Chapter("K-1010", month(5, 2), last, volume=0.0),
    )


def uncovered(
    timeline: Timeline, accounts: tuple[Account, ...], coverage: tuple[Coverage, ...]
) -> tuple[Chapter, ...]:
    """The slower chapters of customers who have the add-on at times, for the days without it."""
    covered = {row.customer_id for row in coverage if row.add_on}
    customers = dict.fromkeys(one.customer_id for one in accounts)
    return tuple(
        Chapter(customer_id, first, last, pace=UNCOVERED_PACE)
        for customer_id in customers
        if customer_id in covered
        for first, last in _gaps(timeline, customer_id, coverage)
    )


def _gaps(
    timeline: Timeline, customer_id: str, coverage: tuple[Coverage, ...]
) -> list[tuple[date, date]]:
    gaps, free = [], timeline.first_day
    for row in sorted((one for one in coverage if one.customer_id == customer_id), key=_begin):
        if row.valid_from > free:
            gaps.append((free, row.valid_from - timedelta(days=1)))
        free = (row.valid_until or timeline.last_day) + timedelta(days=1)
    if free <= timeline.last_day:
        gaps.append((free, timeline.last_day))
    return gaps


def _begin(row: Coverage) -> date:
    return row.valid_from
