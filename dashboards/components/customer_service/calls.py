"""Meetings by appointment: booked, held, missed, and how long they were waited for."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.customer_service.words import kind, number, wall_time, warned
from dashboards.components.table import Column, table
from dashboards.view import View
from pipeline.marts.service import Meetings, ServiceMonth

COLUMNS = ("booked", "held", "missed", "upcoming", "cancelled", "with_dedicated", "wait")


def title(view: View, month: ServiceMonth) -> str:
    """How many of those booked were held, missed, or are to come."""
    count = month.meeting_booked_count
    if not count:
        return view.say("service.calls_none")
    told = [
        view.say(f"service.calls_{name}", count=part)
        for name, part in (
            ("held", month.meeting_held_count),
            ("missed", month.meeting_missed_count),
            ("upcoming", month.meeting_upcoming_count),
        )
        if part
    ]
    return view.say("service.calls_title", count=count, parts=", ".join(told))


def calls_table(view: View, found: Sequence[Meetings]) -> None:
    """A row per kind; nothing without any."""
    if not found:
        return
    columns = [
        Column(view.say("service.column_kind"), is_wide=True),
        *(Column(view.say(f"service.column_{name}"), is_number=True) for name in COLUMNS),
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            kind(view, each.kind),
            number(view, each.booked_count),
            number(view, each.held_count),
            warned(view, each.missed_count),
            number(view, each.upcoming_count),
            number(view, each.cancelled_count),
            number(view, each.dedicated_count),
            wall_time(view, each.wait_median_seconds),
        ),
        len(columns),
    )
    st.html(table(view.say("service.calls_caption"), columns, rows, "calls"))
