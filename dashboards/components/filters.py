"""What a page is about: the month and the customer chosen, by the address or on the page."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from dashboards import address, months
from dashboards.attention import Standing
from dashboards.view import View


def month_filter(view: View, offered: Sequence[date]) -> date:
    """The month chosen; by default the running one, whichever that is when the page is opened."""
    options = {f"{month:%Y-%m}": view.month(month) for month in offered}
    chosen = _choose("month", view.say("month.label"), options, f"{view.running_month:%Y-%m}")
    month = months.parse(chosen or "") or view.running_month
    if chosen is None:
        wanted = address.said("month") or ""
        st.warning(view.say("month.unknown", wanted=wanted, shown=view.month(month)))
    return month


def customer_filter(view: View, offered: Sequence[Standing]) -> Standing | None:
    """The customer chosen; by default whoever needs somebody first. None for an unknown one."""
    by_name = sorted(offered, key=lambda standing: standing.customer.customer_name.casefold())
    options = {each.customer.customer_id: each.customer.customer_name for each in by_name}
    chosen = _choose(
        "customer", view.say("customer.label"), options, offered[0].customer.customer_id
    )
    if chosen is None:
        return None
    address.say("customer", chosen)
    return next(each for each in offered if each.customer.customer_id == chosen)


def _choose(name: str, label: str, options: Mapping[str, str], default: str) -> str | None:
    """The option that the address names; None where it names another than these."""
    wanted = address.said(name) or default
    chosen = wanted if wanted in options else None
    st.session_state[name] = chosen
    st.selectbox(
        label,
        list(options),
        index=None if chosen is None else 0,
        format_func=options.__getitem__,
        key=name,
        on_change=lambda: address.say(name, st.session_state[name] or default),
    )
    return chosen
