"""Every customer in a row: what is owed now, a period's share, and a year behind it."""

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
from dashboards.selecting import RUNNING, leading, number, opened_in, owed_now
from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.marts.owed import Owed

NOTHING = Counts()

Trends = Mapping[str, Mapping[date, Counts]]
"""Counts by customer and month."""


@dataclass(frozen=True)
class Scales:
    """What intervals are drawn on, and what the months of a year are."""

    interval: Scale
    trend: Scale


def customer_rows(
    view: View, found: Sequence[Standing], trends: Trends, window: Sequence[date]
) -> None:
    """The table, grouped by why somebody stands where they stand."""
    by_month = [counts.net for trend in trends.values() for counts in trend.values()]
    scales = Scales(
        Scale.of_intervals((standing.customer.counts.net for standing in found), view.run.goal),
        Scale.of_shares(by_month, view.run.goal),
    )
    columns = _columns(view, window, scales)
    sizes = Counter(standing.group for standing in found)
    shown = first_rows(found, lambda standing: _needs_somebody(view, standing))
    groups = [
        Body(
            rows(
                view,
                columns,
                list(members),
                lambda standing: _cells(view, standing, trends, window, scales),
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


def _columns(view: View, window: Sequence[date], scales: Scales) -> list[Column]:
    say, named = view.say, view.named(view.period)
    return [
        Column(say("column.customer"), kind="sla-customer"),
        Column(say("rows.overdue_now"), is_number=True),
        Column(say("rows.open_now"), is_number=True, folds=4),
        Column(say("rows.next_due"), folds=3),
        Column(say("figure.share", period=named), label=named, folds=0),
        Column(
            say("report.guide.interval"),
            kind="sla-drawn",
            below=_width(view, scales.interval),
            folds=2,
        ),
        Column(
            _period(view, window),
            is_wide=True,
            kind="sla-drawn",
            below=_height(view, scales.trend),
            folds=1,
        ),
    ]


def _period(view: View, window: Sequence[date]) -> str:
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
    scales: Scales,
) -> Cells:
    customer = standing.customer
    own = opened_in(view.period, customer.customer_id)
    share = customer.counts.net
    trend = trends.get(customer.customer_id, {})
    return (
        _customer(view, standing),
        _number(view, standing.overdue, standing, "sla-missed", "overdue"),
        _number(view, standing.running, standing, "", *RUNNING),
        _next_due(view, standing),
        together(share_cell(view, share, own), contested_count(view, customer.contest, own)),
        interval_bar(view, share, scales.interval),
        trend_strip(view, trend, window, view.months[-1], scales.trend),
    )


def _customer(view: View, standing: Standing) -> Html:
    customer = standing.customer
    href = address.link("customer", customer=customer.customer_id, period=str(view.period))
    return under(tag("a", customer.customer_name, href=href), _most_urgent(view, standing))


def _most_urgent(view: View, standing: Standing) -> str | Html:
    if worst := next(iter(standing.overdue), None):
        said = view.say("due.overdue", time=overdue_by(view, worst))
        return together(what(view, worst), ": ", tag("span", said, class_="sla-missed"))
    if upcoming := next(iter(standing.running), None):
        return what(view, upcoming)
    if standing.without_target:
        count = len(standing.without_target)
        told = view.say("owed.without_target_count", count=count)
        own = owed_now("no_target", customer_id=standing.customer.customer_id)
        return leading(told, count, own)
    return view.say(f"rows.{standing.group}")


def _number(view: View, owed: Sequence[Owed], standing: Standing, tone: str, *dues: str) -> Html:
    if not owed:
        return tag("span", "–", class_="sla-muted")
    of_customer = owed_now(*dues, customer_id=standing.customer.customer_id)
    return tag("span", number(view, len(owed), of_customer), class_=f"sla-strong {tone}")


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
