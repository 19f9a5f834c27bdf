"""Every customer in a row: what is owed now, a month's share, and a year behind it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import streamlit as st

from dashboards import address, alone
from dashboards.attention import Group, Standing
from dashboards.components.contest import contested_count
from dashboards.components.due import due_at, overdue_by, state, what
from dashboards.components.long_table import first_rows, others
from dashboards.components.shares import Scale, interval_bar, share_cell
from dashboards.components.trend_strip import trend_strip
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.compliance import Counts

Trends = Mapping[str, Mapping[date, Counts]]
"""Counts by customer and month."""

PLAIN = ("customer", "overdue", "running", "next_due", "interval")
COLUMNS = ("customer", "overdue", "running", "next_due", "share", "interval", "trend")
NUMBERS = {"overdue", "running"}


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
    sizes = Counter(standing.group for standing in found)
    shown = first_rows(found, lambda standing: _needs_somebody(view, standing))
    groups = groupby(shown, key=lambda standing: standing.group)
    st.html(
        tag(
            "table",
            tag("caption", view.say("rows.caption"), class_="sla-hidden"),
            _head(view, window, month, scales),
            *(
                tag("tbody", *_group(view, group, sizes, rows, trends, window, month, scales))
                for group, rows in groups
            ),
            tag("tbody", others(view, len(found) - len(shown), len(COLUMNS), "rows.others_calm")),
            class_="sla-table sla-rows",
        )
    )


def _needs_somebody(view: View, standing: Standing) -> bool:
    is_missed = standing.customer.counts.net.against(view.run.goal) == "missed"
    return bool(standing.overdue) or is_missed


def _head(view: View, window: Sequence[date], month: date, scales: Scales) -> Html:
    labels = {
        **{name: view.say(f"rows.{name}") for name in PLAIN},
        "share": view.say("rows.share", month=view.month(month)),
        "trend": _period(view, window),
    }
    drawn_on = {"interval": _width(view, scales.interval), "trend": _height(view, scales.trend)}
    cells = [
        tag(
            "th",
            labels[name],
            drawn_on.get(name),
            scope="col",
            class_="sla-number" if name in NUMBERS else None,
        )
        for name in COLUMNS
    ]
    return tag("thead", tag("tr", *cells))


def _period(view: View, window: Sequence[date]) -> str:
    first, last = (view.show.short_month_year(month) for month in (window[0], window[-1]))
    return view.say("rows.trend", first=first, last=last)


def _width(view: View, scale: Scale) -> Html:
    low, high = tag("span", view.show.percent(scale.low)), tag("span", view.show.percent(1))
    return tag("span", low, high, class_="sla-ends")


def _height(view: View, scale: Scale) -> Html:
    low, high = view.show.percent(scale.low), view.show.percent(1)
    return tag("span", view.say("rows.height", low=low, high=high), class_="sla-under")


def _group(
    view: View,
    group: Group,
    sizes: Mapping[Group, int],
    rows: Iterable[Standing],
    trends: Trends,
    window: Sequence[date],
    month: date,
    scales: Scales,
) -> Iterator[Html]:
    name = view.say(f"group.{group}", count=sizes[group])
    yield tag("tr", tag("th", name, colspan=len(COLUMNS), scope="rowgroup"), class_="sla-group")
    yield from alone.rows(
        view,
        list(rows),
        lambda standing: _row(view, standing, trends, window, month, scales),
        len(COLUMNS),
    )


def _row(
    view: View,
    standing: Standing,
    trends: Trends,
    window: Sequence[date],
    month: date,
    scales: Scales,
) -> Html:
    customer = standing.customer
    trend = trends.get(customer.customer_id, {})
    return tag(
        "tr",
        tag("th", _customer(view, standing, month), scope="row", class_="sla-customer"),
        _number(view, "overdue", len(standing.overdue), "sla-missed"),
        _number(view, "running", len(standing.running), ""),
        tag("td", _next_due(view, standing), data_label=view.say("rows.next_due")),
        tag(
            "td",
            share_cell(view, customer.counts),
            contested_count(view, customer.contest),
            data_label=view.month(month),
        ),
        tag(
            "td",
            interval_bar(view, customer.counts.net, scales.interval),
            class_="sla-drawn",
            data_label=view.say("rows.interval"),
        ),
        tag(
            "td",
            trend_strip(view, trend, window, month, scales.trend),
            class_="sla-drawn sla-wide",
            data_label=_period(view, window),
        ),
    )


def _customer(view: View, standing: Standing, month: date) -> Html:
    customer = standing.customer
    href = address.link("customer", customer=customer.customer_id, month=f"{month:%Y-%m}")
    return together(
        tag("a", customer.customer_name, href=href),
        tag("span", _most_urgent(view, standing), class_="sla-under"),
    )


def _most_urgent(view: View, standing: Standing) -> str | Html:
    if worst := next(iter(standing.overdue), None):
        said = view.say("due.overdue", time=overdue_by(view, worst))
        return together(what(view, worst), ": ", tag("span", said, class_="sla-missed"))
    if upcoming := next(iter(standing.running), None):
        return what(view, upcoming)
    if standing.without_target:
        return view.say("rows.without_target", count=len(standing.without_target))
    return view.say(f"rows.{standing.group}")


def _number(view: View, name: str, count: int, tone: str) -> Html:
    text = view.show.number(count) if count else "–"
    return tag(
        "td",
        tag("span", text, class_=f"sla-strong {tone}" if count else "sla-muted"),
        class_="sla-number",
        data_label=view.say(f"rows.{name}"),
    )


def _next_due(view: View, standing: Standing) -> Html:
    upcoming = standing.next_due
    if upcoming is None:
        return tag("span", "–", class_="sla-muted")
    return together(due_at(view, upcoming), tag("span", state(view, upcoming), class_="sla-under"))
