"""Whether customers were kept up to date: times between two of our messages, the worst first."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.customer_service.words import instant, number, open_time, warned
from dashboards.components.table import Column, table
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.beside_targets import LateUpdate, Updates

COUNTS = ("gaps", "too_long", "going_on")
ROWS = ("ticket", "gap", "gap_target", "began", "ended")


def title(view: View, found: Sequence[Updates]) -> str:
    """How often there was no word of ours for longer than a follow-up may take."""
    whole = sum(each.gap_count for each in found)
    late = sum(each.late_gap_count for each in found)
    if not whole:
        return view.say("service.updates_none")
    key = "service.updates_title" if late else "service.updates_kept"
    return view.say(key, count=whole, part=view.show.number(late))


def updates_table(view: View, found: Sequence[Updates]) -> None:
    """A row per severity with a follow-up target; nothing without any."""
    if not found:
        return
    columns = [
        Column(view.say("promise.severity"), is_wide=True),
        Column(view.say("service.column_gap_target"), is_number=True),
        *(Column(view.say(f"service.column_{name}"), is_number=True) for name in COUNTS),
        Column(view.say("service.column_longest"), is_number=True),
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            view.severity(each.severity),
            view.show.duration(each.target_seconds),
            number(view, each.gap_count),
            warned(view, each.late_gap_count),
            number(view, each.running_gap_count),
            open_time(view, each.longest_gap_seconds),
        ),
        len(columns),
    )
    st.html(table(view.say("service.updates_caption"), columns, rows, "updates"))


def late_updates_table(view: View, found: Sequence[LateUpdate]) -> None:
    """A row per late update, the furthest beyond its target first; nothing without any."""
    if not found:
        return
    columns = [
        Column(view.say(f"service.column_{name}"), is_number=name.startswith("gap"))
        for name in ROWS
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            ticket_link(view, each, view.severity(each.severity)),
            open_time(view, each.gap_seconds),
            view.show.duration(each.target_seconds),
            instant(view, each.started_at),
            _ended(view, each),
        ),
        len(columns),
    )
    st.html(table(view.say("service.late_updates_caption"), columns, rows, "late-updates"))


def _ended(view: View, each: LateUpdate) -> str | Html:
    if not each.is_running:
        return instant(view, each.ended_at)
    mark = tag("span", "◇ ", aria_hidden="true")
    return tag("span", mark, view.say("service.lasts"), class_="sla-unsure")
