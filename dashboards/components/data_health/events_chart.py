"""How many events came of each day, by source: a gap shows, and where the newest one is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import log

from dashboards.components.chart import Chart, columns_axis, figure, heat, lines, rows_axis, safe
from dashboards.components.table import Column
from dashboards.view import View
from pipeline.marts.health import EventsOfDay
from pipeline.palette import MET

DAYS = 42
ROW_HEIGHT, AXIS_HEIGHT = 34, 44
DAY = timedelta(days=1)
LEAST_WIDTH = 640


def events_chart(view: View, found: Sequence[EventsOfDay], sources: Sequence[str]) -> Chart:
    """A source a row, a day a column up to that of as_of; ● is where its newest event is."""
    days = _days(view)
    counts = {(each.source, each.day): each for each in found}
    newest = _newest(found, sources)
    cells = [[counts.get((source, day)) for day in days] for source in sources]
    most = max((each.event_count for each in found), default=1)
    drawn = figure(
        view,
        [
            heat(
                len(days),
                [[_fullness(each, most) for each in row] for row in cells],
                [["●" if day == newest.get(source) else "" for day in days] for source in sources],
                [
                    [_told(view, source, day, counts.get((source, day))) for day in days]
                    for source in sources
                ],
                (MET,),
            )
        ],
        xaxis=columns_axis(
            [lines(view.show.short_day(day)) if day.isoweekday() == 1 else "" for day in days],
        ),
        yaxis=rows_axis([safe(source) for source in sources]),
    )
    columns = [
        Column(view.say("completeness.source")),
        Column(view.say("chart.events.day")),
        Column(view.say("chart.events.events"), is_number=True),
        Column(view.say("data_health.newest")),
    ]
    rows = [
        (
            each.source,
            view.show.day(each.day),
            view.show.number(each.event_count),
            view.show.moment(each.newest_event_at),
        )
        for each in sorted(found, key=lambda each: (each.day, each.source), reverse=True)
    ]
    return Chart(drawn, ROW_HEIGHT * len(sources) + AXIS_HEIGHT, columns, rows, LEAST_WIDTH)


def events_message(view: View, found: Sequence[EventsOfDay], sources: Sequence[str]) -> str:
    """How many working days without any event there were, and with which source most."""
    days = [day for day in _days(view)[:-1] if day.isoweekday() <= 5]
    there = {(each.source, each.day) for each in found}
    gaps = {s: sum((s, day) not in there for day in days) for s in sources}
    source = max(gaps, key=lambda each: gaps[each], default=None)
    if source is None or not gaps[source]:
        return view.say("chart.events.whole", count=len(days))
    told = {"source": source, "whole": view.show.number(len(days))}
    return view.say("chart.events.gaps", count=gaps[source], **told)


def _days(view: View) -> list[date]:
    last = view.run.as_of.date()
    return [last - DAY * back for back in reversed(range(DAYS))]


def _newest(found: Sequence[EventsOfDay], sources: Sequence[str]) -> dict[str, date]:
    return {
        source: max(days)
        for source in sources
        if (days := [each.day for each in found if each.source == source])
    }


def _fullness(each: EventsOfDay | None, most: int) -> float | None:
    """By the number's length: a quiet day is still seen beside a busy one."""
    return None if each is None else log(each.event_count + 1) / log(most + 1)


def _told(view: View, source: str, day: date, each: EventsOfDay | None) -> str:
    if each is None:
        return lines(source, view.show.day(day), view.say("chart.events.none"))
    newest: datetime = each.newest_event_at
    return lines(
        source,
        view.show.day(day),
        view.say("chart.events.count", count=each.event_count),
        view.say("chart.events.newest", moment=view.show.moment(newest)),
    )
