"""Which ticket is meant, and what to do where there is none."""

import streamlit as st

from dashboards import address
from dashboards.components import heading
from dashboards.view import View

NAME = "ticket"


def ticket_filter(view: View) -> str | None:
    """The ticket or response that the address names, or that is typed in; None for none."""
    wanted = (address.said(NAME) or "").strip()
    st.session_state[NAME] = wanted  # the address decides
    st.text_input(
        view.say("ticket.find"),
        key=NAME,
        placeholder=view.say("ticket.placeholder"),
        on_change=_write,
        width=440,
    )
    return wanted or None


def _write() -> None:
    address.forget("response")
    if value := st.session_state[NAME].strip():
        address.say(NAME, value)
    else:
        address.forget(NAME)


def nothing(view: View, wanted: str | None) -> None:
    """What to do without a ticket, or with one that there is not."""
    question = view.say("ticket.question")
    if wanted is None:
        heading.title(view.say("ticket.choose"), view.say("ticket.choose_how"), question)
    else:
        heading.title(
            view.say("ticket.unknown", wanted=wanted), view.say("ticket.unknown_why"), question
        )
