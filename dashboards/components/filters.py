"""What a page is about: the month and the customer chosen, by the address or on the page."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboards import address, months
from dashboards.attention import Standing
from dashboards.view import View


def month_filter(view: View, offered: Sequence[date]) -> date:
    """The month chosen; by default the running one, whichever that is when the page is opened."""
    options = {_written(month): view.month(month) for month in offered}
    default = _written(view.running_month)
    wanted = address.said("month") or default
    chosen = wanted if wanted in options else default
    _select("month", view.say("month.label"), options, chosen, view.say("month.choose"))
    return months.parse(chosen) or view.running_month


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
    _select("customer", view.say("customer.label"), options, chosen, view.say("customer.choose"))
    if chosen is None:
        return None
    address.say("customer", chosen)
    return next(each for each in offered if each.customer.customer_id == chosen)


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
