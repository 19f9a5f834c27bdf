"""The longest silences on open tickets: from one message of ours to the next, or until now."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.customer_service.words import instant, open_time
from dashboards.components.table import Column, table
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.marts.silences import Silence

COLUMNS = ("ticket", "silence", "began", "ended")


def title(view: View, found: Sequence[Silence]) -> str:
    """The longest."""
    if not found:
        return view.say("service.silences_none")
    return view.say("service.silences_title", time=open_time(view, found[0].silence_seconds))


def silences_table(view: View, found: Sequence[Silence], caption: str) -> None:
    """A row per ticket, the longest first; nothing without any."""
    if not found:
        return
    columns = [
        Column(view.say(f"service.column_{name}"), is_number=name == "silence") for name in COLUMNS
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            ticket_link(view, each),
            open_time(view, each.silence_seconds),
            instant(view, each.started_at),
            _ended(view, each),
        ),
        len(columns),
    )
    st.html(table(caption, columns, rows, "silences"))


def _ended(view: View, each: Silence) -> str | Html:
    """The next message; where there is none, whether the ticket is still open."""
    if each.is_running:
        mark = tag("span", "◇ ", aria_hidden="true")
        return tag("span", mark, view.say("service.lasts"), class_="sla-unsure")
    if each.ended_at >= view.run.as_of:
        return tag("span", view.say("service.closed_since"), class_="sla-muted")
    return instant(view, each.ended_at)
