"""Which ticket is meant, and what to do where there is none."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address
from dashboards.components import heading
from dashboards.components.table import Column, show_table
from dashboards.components.ticket_link import ticket_link
from dashboards.view import View
from pipeline.marts.explanation import Response

NAME = "ticket"


def wanted() -> str | None:
    """The ticket or response that the address names; None for none."""
    return (address.said(NAME) or "").strip() or None


def ticket_filter(view: View, shown: str | None) -> None:
    """Where a ticket is typed in; it shows the one that is on the page."""
    st.session_state[NAME] = shown or ""  # the address decides
    st.text_input(
        view.say("ticket.find"),
        key=NAME,
        placeholder=view.say("ticket.placeholder"),
        on_change=_write,
        width=440,
    )


def _write() -> None:
    address.forget("response")
    if value := st.session_state[NAME].strip():
        address.say(NAME, value)
    else:
        address.forget(NAME)


def several(view: View, wanted: str, found: Sequence[Response]) -> None:
    """The tickets that are meant, to choose one."""
    heading.title(
        view.say("ticket.several", count=len(found), wanted=wanted),
        view.say("ticket.several_how"),
        view.say("ticket.question"),
    )
    names = ("column.ticket", "column.customer", "completeness.source")
    show_table(
        view,
        "meant",
        view.say("ticket.meant_caption"),
        [Column(view.say(name)) for name in names],
        found,
        lambda each: (ticket_link(view, each), each.customer_name, each.source),
    )


def nothing(view: View, wanted: str | None) -> None:
    """What to do without a ticket, or with one that there is not."""
    question = view.say("ticket.question")
    if wanted is None:
        heading.title(view.say("ticket.choose"), view.say("ticket.choose_how"), question)
    else:
        heading.title(
            view.say("ticket.unknown", wanted=wanted), view.say("ticket.unknown_why"), question
        )
