"""Filters that restrict what a page shows, each a word of the address; by default none does."""

from collections.abc import Mapping

import streamlit as st

from dashboards import address
from dashboards.view import View

EVERYTHING = ""


def choice(name: str, label: str, options: Mapping[str, str], everything: str) -> str | None:
    """The value chosen, by the address or on the page; None for no restriction.

    `options` are values and what they are called, `everything` is what no restriction is called.
    A value that there is not restricts nothing, as `unknown_choice` tells.
    """
    wanted = address.said(name)
    chosen = wanted if wanted in options else None
    named = {EVERYTHING: everything, **options}
    st.session_state[name] = chosen or EVERYTHING  # the address decides
    st.selectbox(
        label,
        list(named),
        format_func=named.__getitem__,
        key=name,
        on_change=_write,
        args=(name,),
    )
    return chosen


def unknown_choice(view: View, name: str, label: str, options: Mapping[str, str]) -> str | None:
    """What to say where the address names a value that there is not."""
    wanted = address.said(name)
    if not wanted or wanted in options:
        return None
    return view.say("choice.unknown", label=label, wanted=wanted)


def _write(name: str) -> None:
    if value := st.session_state[name]:
        address.say(name, value)
    else:
        address.forget(name)
