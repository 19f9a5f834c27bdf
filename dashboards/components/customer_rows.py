"""Every customer in a row: what is owed now, a month's share, and a year behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import streamlit as st

from dashboards import address
from dashboards.attention import Standing
from dashboards.components.contested_lists import contested_count
from dashboards.components.due import due_at, overdue_by, state, what
from dashboards.components.shares import (
    Scale,
    count_text,
    interval_bar,
    share_cell,
    share_text,
)
from dashboards.components.table import Body, Cells, Column, first_rows, others, rows, table, under
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.compliance import Counts

NOTHING = Counts()

Trends = Mapping[str, Mapping[date, Counts]]
"""Counts by customer and month."""


@dataclass(frozen=True)
class Scales:
    """What intervals are drawn on, and what the months of a year are."""

    interval: Scale
    trend: Scale


def customer_rows(
    view: View, found: Sequence[Standing], trends: Trends, window: Sequence[date], month: date
) -> None:
    """The table, grouped by why somebody stands where they stand."""
    by_month = [counts.net for trend in trends.values() for counts in trend.values()]
    scales = Scales(
        Scale.of_intervals((standing.customer.counts.net for standing in found), view.run.goal),
        Scale.of_shares(by_month, view.run.goal),
    )
    columns = _columns(view, window, month, scales)
    sizes = Counter(standing.group for standing in found)
    shown = first_rows(found, lambda standing: _needs_somebody(view, standing))
    groups = [
        Body(
            rows(
                view,
                columns,
                list(members),
                lambda standing: _cells(view, standing, trends, window, month, scales),
            ),
            view.say(f"group.{group}", count=sizes[group]),
        )
        for group, members in groupby(shown, key=lambda standing: standing.group)
    ]
    if more := others(view, len(found) - len(shown), len(columns), "rows.others_calm"):
        groups.append(Body([more]))
    st.html(table(view.say("rows.caption"), columns, groups, "rows"))


def _needs_somebody(view: View, standing: Standing) -> bool:
    is_missed = standing.customer.counts.net.against(view.run.goal) == "missed"
    return bool(standing.overdue) or is_missed


def _columns(view: View, window: Sequence[date], month: date, scales: Scales) -> list[Column]:
    say = view.say
    return [
        Column(say("column.customer"), kind="sla-customer"),
        Column(say("rows.overdue"), is_number=True),
        Column(say("reckoning.pending"), is_number=True),
        Column(say("rows.next_due")),
        Column(say("figure.share", month=view.month(month)), label=view.month(month)),
        Column(say("report.guide.interval"), kind="sla-drawn", below=_width(view, scales.interval)),
        Column(
            from_to(view, window), is_wide=True, kind="sla-drawn", below=_height(view, scales.trend)
        ),
    ]


def from_to(view: View, window: Sequence[date]) -> str:
    """What the months of a window are called together."""
    first, last = (view.show.short_month_year(month) for month in (window[0], window[-1]))
    return view.say("rows.trend", first=first, last=last)


def _width(view: View, scale: Scale) -> Html:
    low, high = tag("span", view.show.percent(scale.low)), tag("span", view.show.percent(1))
    return tag("span", low, high, class_="sla-ends")


def _height(view: View, scale: Scale) -> Html:
    low, high = view.show.percent(scale.low), view.show.percent(1)
    return tag("span", view.say("rows.height", low=low, high=high), class_="sla-under")


def _cells(
    view: View,
    standing: Standing,
    trends: Trends,
    window: Sequence[date],
    month: date,
    scales: Scales,
) -> Cells:
    customer = standing.customer
    trend = trends.get(customer.customer_id, {})
    return (
        _customer(view, standing, month),
        _number(view, len(standing.overdue), "sla-missed"),
        _number(view, len(standing.running), ""),
        _next_due(view, standing),
        together(share_cell(view, customer.counts), contested_count(view, customer.contest)),
        interval_bar(view, customer.counts.net, scales.interval),
        trend_strip(view, trend, window, month, scales.trend),
    )


def _customer(view: View, standing: Standing, month: date) -> Html:
    customer = standing.customer
    href = address.link("customer", customer=customer.customer_id, month=f"{month:%Y-%m}")
    return under(tag("a", customer.customer_name, href=href), _most_urgent(view, standing))


def _most_urgent(view: View, standing: Standing) -> str | Html:
    if worst := next(iter(standing.overdue), None):
        said = view.say("due.overdue", time=overdue_by(view, worst))
        return together(what(view, worst), ": ", tag("span", said, class_="sla-missed"))
    if upcoming := next(iter(standing.running), None):
        return what(view, upcoming)
    if standing.without_target:
        return view.say("owed.without_target_count", count=len(standing.without_target))
    return view.say(f"rows.{standing.group}")


def _number(view: View, count: int, tone: str) -> Html:
    text = view.show.number(count) if count else "–"
    return tag("span", text, class_=f"sla-strong {tone}" if count else "sla-muted")


def _next_due(view: View, standing: Standing) -> Html:
    upcoming = standing.next_due
    if upcoming is None:
        return tag("span", "–", class_="sla-muted")
    return under(due_at(view, upcoming), state(view, upcoming))


def trend_strip(
    view: View, counts: Mapping[date, Counts], window: Sequence[date], selected: date, scale: Scale
) -> Html:
    """A mark per month at the height of its share; too few cases lie low, none leave a gap."""
    places = {
        month: f"{(index + 0.5) / len(window) * 100:.2f}%" for index, month in enumerate(window)
    }
    told = "; ".join(_month_told(view, month, counts.get(month, NOTHING)) for month in window)
    return tag(
        "span",
        tag("i", class_="sla-chosen", style=f"left:{places[selected]}"),
        tag("i", class_="sla-goal", style=f"bottom:{scale.at(view.run.goal)}"),
        *(
            _mark(view, month, counts.get(month, NOTHING), place, scale)
            for month, place in places.items()
        ),
        class_="sla-strip",
        role="img",
        aria_label=told,
    )


def _mark(view: View, month: date, counts: Counts, place: str, scale: Scale) -> Html | None:
    share = counts.net
    if not share.whole:
        return None
    height = scale.at(share.value) if share.is_telling else "0%"
    return tag(
        "i",
        class_=f"sla-month sla-{share.against(view.run.goal)}",
        style=f"left:{place};bottom:{height}",
        title=_month_told(view, month, counts),
    )


def _month_told(view: View, month: date, counts: Counts) -> str:
    share = counts.net
    if not share.whole:
        told = view.say("verdict.none")
    elif share.is_telling:
        told = f"{share_text(view, share)} ({count_text(view, share)})"
    else:
        told = count_text(view, share)
    return f"{view.month(month)}: {told}"
