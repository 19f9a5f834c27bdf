"""Contacts outside opening hours: what became of them, and which ones ask for a look."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.customer_service.words import (
    NOTHING,
    instant,
    moment,
    number,
    wall_time,
    warned,
)
from dashboards.components.shares import count_text, share_text
from dashboards.components.table import Column, table
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.contacts import UnkeptContact
from pipeline.marts.service import Contacts, ServiceMonth
from pipeline.wording.channels import channel

COUNTS = ("contacts", "in_time", "late", "pending", "closed_unanswered", "unanswered_calls")
ROWS = ("ticket", "arrived", "due", "outcome", "answer")


def title(view: View, month: ServiceMonth) -> str:
    """How many were answered by the end of the first opening day."""
    share = month.contacts_in_time
    if not share.whole:
        return view.say("service.contacts_none")
    part = view.show.number(share.part)
    if not share.is_telling:
        return view.say("service.contacts_few", count=share.whole, part=part)
    return view.say(
        "service.contacts_title",
        share=share_text(view, share),
        counts=count_text(view, share),
        interval=view.show.interval(share),
    )


def calls_note(view: View, month: ServiceMonth) -> str | None:
    """What became of the calls that nobody picked up."""
    count, answered = month.unanswered_call_count, month.unanswered_call_answered_count
    if not count:
        return None
    said = view.say("service.unanswered", count=count)
    if not answered:
        return f"{said} {view.say('service.unanswered_never')}"
    time = wall_time(view, month.unanswered_call_median_seconds)
    return f"{said} {view.say('service.unanswered_later', count=answered, time=time)}"


def contacts_table(view: View, found: Sequence[Contacts]) -> None:
    """A row per channel; nothing without contacts."""
    if not found:
        return
    columns = [
        Column(view.say("service.column_channel"), is_wide=True),
        *(Column(view.say(f"service.column_{name}"), is_number=True) for name in COUNTS),
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            channel(view.say, each.channel),
            number(view, each.contact_count),
            number(view, each.in_time_count),
            warned(view, each.late_count),
            number(view, each.pending_count),
            warned(view, each.closed_unanswered_count),
            _calls(view, each),
        ),
        len(columns),
    )
    st.html(table(view.say("service.contacts_caption"), columns, rows, "contacts"))


def _calls(view: View, each: Contacts) -> Html:
    seconds = each.unanswered_call_median_seconds
    told = None
    if seconds is not None:
        told = view.say("service.median", time=wall_time(view, seconds))
    return moment(view, number(view, each.unanswered_call_count), told)


def unkept_table(view: View, found: Sequence[UnkeptContact]) -> None:
    """A row per contact that was not answered in time, or call that nobody picked up."""
    if not found:
        return
    columns = [
        Column(view.say(f"service.column_{name}"), is_number=name == "answer") for name in ROWS
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            ticket_link(view, each, channel(view.say, each.channel)),
            instant(view, each.arrived_at),
            instant(view, each.due_at) if each.due_at else NOTHING,
            _outcome(view, each),
            wall_time(view, each.wall_seconds),
        ),
        len(columns),
    )
    st.html(table(view.say("service.unkept_caption"), columns, rows, "unkept"))


def _outcome(view: View, each: UnkeptContact) -> Html:
    is_kept = each.outcome in {"in_time", "pending"}
    mark = None if is_kept else tag("span", "◇ ", aria_hidden="true")
    said = view.say(f"service.outcome_{each.outcome}")
    return moment(
        view,
        tag("span", mark, said, class_=None if is_kept else "sla-unsure"),
        view.say("service.not_picked_up") if each.is_unanswered_call else None,
    )
