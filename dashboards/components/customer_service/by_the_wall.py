"""First responses measured around the clock, for severities of which the contract says hours."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.customer_service.words import number, warned
from dashboards.components.shares import count_text, share_text
from dashboards.components.table import Column, table
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.beside_targets import ByTheWall
from pipeline.statistics.shares import Share

COUNTS = ("over", "closed_unanswered", "pending")


def title(view: View, found: Sequence[ByTheWall]) -> str:
    """How many came within their hours."""
    share = Share(
        sum(each.within_count for each in found), sum(each.response_count for each in found)
    )
    if not share.whole:
        return view.say("service.wall_none")
    times = {each.sentence_seconds for each in found}
    key = "service.wall_title" if len(times) == 1 else "service.wall_title_various"
    told = share_text(view, share) if share.is_telling else count_text(view, share)
    return view.say(key, share=told, time=view.show.duration(max(times)))


def wall_table(view: View, found: Sequence[ByTheWall]) -> None:
    """A row per severity; nothing without first responses."""
    if not found:
        return
    columns = [
        Column(view.say("promise.severity"), is_wide=True),
        Column(view.say("service.column_named"), is_number=True),
        Column(view.say("service.column_within"), is_number=True),
        *(Column(view.say(f"service.column_{name}"), is_number=True) for name in COUNTS),
        Column(view.say("service.column_longest"), is_number=True),
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            view.severity(each.severity),
            view.show.duration(each.sentence_seconds),
            _within(view, each.within),
            warned(view, each.over_count),
            warned(view, each.unanswered_count),
            number(view, each.pending_count),
            view.show.elapsed(each.longest_seconds),
        ),
        len(columns),
    )
    st.html(table(view.say("service.wall_caption"), columns, rows, "by-the-wall"))


def _within(view: View, share: Share) -> Html:
    if not share.whole:
        return tag("span", "\N{EN DASH}", class_="sla-muted")
    if not share.is_telling:
        return tag("span", count_text(view, share), class_="sla-strong")
    under = f"{count_text(view, share)} · {view.show.interval(share)}"
    return together(
        tag("span", share_text(view, share), class_="sla-strong"),
        tag("span", under, class_="sla-under"),
    )
