"""What a year was like: all months, and every customer in each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go

from dashboards.attention import Standing
from dashboards.components.chart import (
    TOLD,
    Chart,
    columns_axis,
    figure,
    heat,
    lines,
    pattern,
    rows_axis,
    safe,
)
from dashboards.components.customer_rows import Trends
from dashboards.components.shares import MARKS, count_text, share_text
from dashboards.components.table import Column
from dashboards.markup import filled, together
from dashboards.selecting import counts_of, link, number, opened_in, tallied
from dashboards.view import View
from pipeline.marts.compliance import Counts, added_up
from pipeline.marts.periods import containing
from pipeline.marts.selection import Selection
from pipeline.palette import MET, MISSED, UNSURE
from pipeline.statistics.shares import Verdict

MONTHS_HEIGHT, ROW_HEIGHT, AXIS_HEIGHT = 260, 26, 44
PARTS: Mapping[str, str] = {"met": MET, "breached": MISSED, "unanswered": UNSURE}
"""What is stacked, from the ground up."""
MOST_ROWS = 20
LEAST_WIDTH = 760
PLACES: Mapping[Verdict, float] = {"met": 0, "unsure": 0.5, "missed": 1}
NOTHING = Counts()


def by_month(trends: Trends, window: Sequence[date]) -> Mapping[date, Counts]:
    """The counts of all customers, month by month."""
    return {
        month: added_up(Counts, (counts.get(month, NOTHING) for counts in trends.values()))
        for month in window
    }


def months_chart(view: View, counts: Mapping[date, Counts], window: Sequence[date]) -> Chart:
    """A month's responses on each other, in time at the bottom, the share in time above."""
    found = {month: counts.get(month, NOTHING) for month in window}
    names = {part: view.say(f"report.outcome.{part}") for part in PARTS}
    bars = [
        go.Bar(
            name=safe(names[part]),
            x=list(range(len(window))),
            y=[_count(each, part) for each in found.values()],
            marker={"color": tone, "pattern": pattern(part)},
            hovertext=[
                lines(
                    view.month(month),
                    f"{names[part]}: {view.show.number(_count(each, part))}",
                    f"{view.say('promise.share')}: {_told(view, each)}",
                )
                for month, each in found.items()
            ],
            hovertemplate=TOLD,
            customdata=[link(_behind(month, part)) for month in window],
        )
        for part, tone in PARTS.items()
    ]
    tops = [sum(_count(each, part) for part in PARTS) for each in found.values()]
    shares = go.Scatter(
        x=list(range(len(window))),
        y=tops,
        mode="text",
        text=[share_text(view, each.net) if each.net.whole else "" for each in found.values()],
        textposition="top center",
        hoverinfo="skip",
        showlegend=False,
    )
    drawn = figure(
        view,
        [*bars, shares],
        barmode="stack",
        showlegend=True,
        margin={"t": 32},
        xaxis=columns_axis([month_label(view, month, window) for month in window]),
        yaxis={"visible": False, "range": [0, max([*tops, 1]) * 1.12]},
    )
    columns = [
        Column(view.say("column.month")),
        *(Column(name, is_number=True) for name in names.values()),
        Column(view.say("promise.share"), is_number=True),
    ]
    rows = [
        (
            view.month(month),
            *(number(view, _count(each, part), _behind(month, part)) for part in PARTS),
            _share(view, month, each),
        )
        for month, each in found.items()
    ]
    return Chart(drawn, MONTHS_HEIGHT, columns, rows, LEAST_WIDTH)


def months_message(view: View, counts: Mapping[date, Counts], window: Sequence[date]) -> str:
    """In which month the share was lowest, its counts leading to them."""
    telling = {m: counts[m].net for m in window if m in counts and counts[m].net.is_telling}
    if not telling:
        return view.say("chart.months.few")
    month = min(telling, key=lambda each: (telling[each].value, each))
    return filled(
        view.say,
        "chart.months.lowest",
        month=view.month(month),
        share=view.show.share(telling[month]),
        counts=counts_of(view, telling[month], opened_in(containing(month, "month"))),
    )


def customers_chart(
    view: View, found: Sequence[Standing], trends: Trends, window: Sequence[date]
) -> Chart:
    """A customer in a row, whoever needs somebody first on top; of each month the share in time."""
    shown = [each.customer for each in found[:MOST_ROWS]]
    counts = [[trends.get(each.customer_id, {}).get(m, NOTHING) for m in window] for each in shown]
    names = [each.customer_name for each in shown]
    drawn = figure(
        view,
        [
            heat(
                len(window),
                [[PLACES.get(each.net.against(view.run.goal)) for each in row] for row in counts],
                [[_words(view, each) for each in row] for row in counts],
                [
                    [
                        lines(name, view.month(month), _told(view, each), _verdict(view, each))
                        for month, each in zip(window, row, strict=True)
                    ]
                    for name, row in zip(names, counts, strict=True)
                ],
                (MET, UNSURE, MISSED),
                [
                    [link(_behind(month, "judged", each.customer_id)) for month in window]
                    for each in shown
                ],
            )
        ],
        xaxis=columns_axis([month_label(view, month, window) for month in window], side="top"),
        yaxis=rows_axis([safe(_short(name)) for name in names]),
    )
    columns = [
        Column(view.say("column.customer")),
        *(Column(view.show.short_month_year(month), is_number=True) for month in window),
    ]
    rows = [
        (name, *(_words(view, each) or "–" for each in row))
        for name, row in zip(names, counts, strict=True)
    ]
    return Chart(drawn, ROW_HEIGHT * len(shown) + AXIS_HEIGHT, columns, rows, LEAST_WIDTH)


def customers_message(
    view: View, found: Sequence[Standing], trends: Trends, window: Sequence[date]
) -> str:
    """How often the goal was clearly missed, and by whom most often."""
    missed = Counter(
        each.customer.customer_name
        for each in found
        for month in window
        if trends.get(each.customer.customer_id, {}).get(month, NOTHING).net.against(view.run.goal)
        == "missed"
    )
    if not missed:
        return view.say("chart.customers.none")
    [(name, most)] = missed.most_common(1)
    told = {"customer": name, "most": view.show.number(most)}
    return view.say("chart.customers.missed", count=missed.total(), **told)


def customers_notes(view: View, found: Sequence[Standing]) -> list[str]:
    """How to read it, and how many customers are not in it."""
    note = view.say("chart.customers.note")
    if len(found) <= MOST_ROWS:
        return [note]
    whole = view.show.number(len(found))
    return [view.say("chart.customers.first", count=MOST_ROWS, whole=whole), note]


def month_label(view: View, month: date, window: Sequence[date]) -> str:
    """A month below its mark, with the year where it begins."""
    name = lines(view.show.short_month(month))
    is_named = month == window[0] or month.month == 1
    return f"{name}<br>{month.year}" if is_named else name


def _behind(month: date, tally: str, customer_id: str | None = None) -> Selection:
    return tallied(opened_in(containing(month, "month"), customer_id), tally)


def _count(counts: Counts, part: str) -> int:
    count: int = getattr(counts, f"{part}_count")
    return count


def _told(view: View, counts: Counts) -> str:
    share = counts.net
    if not share.is_telling:
        return count_text(view, share) if share.whole else "–"
    return f"{view.show.share(share)} ({count_text(view, share)})"


def _share(view: View, month: date, counts: Counts) -> str:
    share = counts.net
    if not share.whole:
        return "–"
    of = counts_of(view, share, opened_in(containing(month, "month")))
    return together(view.show.share(share), " (", of, ")") if share.is_telling else of


def _verdict(view: View, counts: Counts) -> str:
    return view.say(f"verdict.{counts.net.against(view.run.goal)}")


def _words(view: View, counts: Counts) -> str:
    """The share behind its sign; too few cases as such, nothing where there are none."""
    share = counts.net
    if not share.is_telling:
        return f"{share.part}/{share.whole}" if share.whole else ""
    verdict = share.against(view.run.goal)
    sign = "" if verdict == "met" else f"{MARKS[verdict]} "
    return f"{sign}{view.show.share(share)}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


LONGEST_NAME = 32
