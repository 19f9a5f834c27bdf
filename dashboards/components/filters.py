"""What a page is about, by the address or on the page: month, customer, and what restricts it."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboards import address, month_choice
from dashboards.attention import Standing
from dashboards.view import View

EVERYTHING = ""


def month_filter(view: View, offered: Sequence[date]) -> date:
    """The month chosen; by default the running one, whichever that is when the page is opened."""
    options = {_written(month): view.month(month) for month in offered}
    default = _written(view.running_month)
    wanted = address.said("month") or default
    chosen = wanted if wanted in options else default
    _select("month", view.say("column.month"), options, chosen, view.say("month.choose"))
    return month_choice.parse(chosen) or view.running_month


def unknown_month(view: View, offered: Sequence[date]) -> str | None:
    """What to say where the address names a month that there is not."""
    wanted = address.said("month")
    if wanted is None or wanted in {_written(month) for month in offered}:
        return None
    return view.say("month.unknown", wanted=wanted, shown=view.month(view.running_month))


def customer_filter(view: View, offered: Sequence[Standing]) -> Standing | None:
    """The customer chosen; by default whoever needs somebody first. None for an unknown one."""
    by_name = sorted(offered, key=lambda standing: standing.customer.customer_name.casefold())
    options = {each.customer.customer_id: each.customer.customer_name for each in by_name}
    wanted = address.said("customer") or offered[0].customer.customer_id
    chosen = wanted if wanted in options else None
    _select("customer", view.say("column.customer"), options, chosen, view.say("customer.choose"))
    if chosen is None:
        return None
    address.say("customer", chosen)
    return next(each for each in offered if each.customer.customer_id == chosen)


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
        on_change=_write_or_forget,
        args=(name,),
    )
    return chosen


def unknown_choice(view: View, name: str, label: str, options: Mapping[str, str]) -> str | None:
    """What to say where the address names a value that there is not."""
    wanted = address.said(name)
    if not wanted or wanted in options:
        return None
    return view.say("choice.unknown", label=label, wanted=wanted)


def _written(month: date) -> str:
    return f"{month:%Y-%m}"


def _select(
    name: str, label: str, options: Mapping[str, str], chosen: str | None, placeholder: str
) -> None:
    st.session_state[name] = chosen  # the address decides, after the browser's back too
    st.selectbox(
        label,
        list(options),
        index=None if chosen is None else 0,
        format_func=options.__getitem__,
        key=name,
        placeholder=placeholder,
        on_change=_write,
        args=(name,),
    )


def _write(name: str) -> None:
    if (chosen := st.session_state[name]) is not None:
        address.say(name, chosen)


def _write_or_forget(name: str) -> None:
    if value := st.session_state[name]:
        address.say(name, value)
    else:
        address.forget(name)
