"""What a page is about, by the address or on the page: period, customer, and what restricts it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import streamlit as st

from dashboards import address
from dashboards.attention import Standing
from dashboards.markdown import literal
from dashboards.markup import tag
from dashboards.view import AGAINST, View
from pipeline.marts.periods import KINDS, Period, containing

EVERYTHING = ""


def period_heading(view: View) -> None:
    """The heading of all that is of the period, with the filter that changes it beside it."""
    with st.container(
        horizontal=True,
        vertical_alignment="bottom",
        horizontal_alignment="distribute",
        key="period-heading",
    ):
        st.html(tag("h2", view.say("period.within"), class_="sla-section"), width="content")
        period_filter(view)


def period_filter(view: View, *, with_comparison: bool = True) -> None:
    """Which kind of period, which one, and what it is compared with."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", key="period-filter", width="content"
    ):
        _kind(view)
        if view.period.kind == "range":
            _days(view)
        else:
            options = {str(each): view.named(each) for each in _on_offer(view)}
            _select("period", view.say("period.label"), options, str(view.period), width=225)
        if with_comparison:
            named = {str(each): view.say(f"period.against_{each}") for each in AGAINST}
            _select("against", view.say("period.against"), named, view.against, width=170)


def warn_of_period(view: View) -> None:
    """Say so where the address names a period that there is not."""
    wanted = address.said("period")
    if wanted is not None and view.asked_period is None:
        told = view.say("period.unknown", wanted=wanted, shown=view.named(view.period))
        st.warning(literal(told))


def month_filter(view: View) -> date:
    """Which of the period's months a part of the page is about, by default the last.

    What is counted by the month alone has a choice only where the period has several.
    """
    options = {f"{month:%Y-%m}": view.month(month) for month in reversed(view.months)}
    wanted = address.said("within") or ""
    chosen = wanted if wanted in options else next(iter(options))
    if len(options) > 1:
        _select("within", view.say("column.month"), options, chosen, width=230)
    return date.fromisoformat(f"{chosen}-01")


def _on_offer(view: View) -> Iterator[Period]:
    """Every period of the chosen one's kind that anything can have happened in, newest first."""
    kind = view.period.kind
    period = containing(containing(view.running_month, "month").last, kind)
    if kind == "week":
        period = containing(max(view.today, view.period.first), kind)
    while period.last >= view.since:
        yield period
        period = period.before()


def _kind(view: View) -> None:
    options = {each: view.say(f"period.kind_{each}") for each in KINDS}
    st.session_state["kind"] = view.period.kind  # the address decides
    st.selectbox(
        view.say("period.kind"),
        list(options),
        format_func=options.__getitem__,
        key="kind",
        on_change=_write_kind,
        args=(view.period, view.today),
        width=115,
    )


def _write_kind(period: Period, today: date) -> None:
    """The same days as a range, else the period of that kind that they end in."""
    last, kind = min(period.last, today), st.session_state["kind"]
    days = Period(min(period.first, last), last)
    address.say("period", str(days if kind == "range" else containing(last, kind)))


def _days(view: View) -> None:
    st.session_state["days"] = (view.period.first, view.period.last)  # the address decides
    st.date_input(
        view.say("period.label"),
        key="days",
        format="DD.MM.YYYY" if view.say.language == "de" else "DD/MM/YYYY",
        on_change=_write_days,
        width=230,
    )


def _write_days() -> None:
    if len(days := st.session_state["days"]) == len(("first", "last")):
        address.say("period", str(Period(*days)))


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


def chosen_of(name: str, options: Mapping[str, str]) -> str | None:
    """The value that the address chooses among these; None for no restriction."""
    wanted = address.said(name)
    return wanted if wanted in options else None


def choice(name: str, label: str, options: Mapping[str, str], everything: str) -> str | None:
    """The value chosen, by the address or on the page; None for no restriction.

    `options` are values and what they are called, `everything` is what no restriction is called.
    A value that there is not restricts nothing, as `unknown_choice` tells.
    """
    chosen = chosen_of(name, options)
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


def _select(
    name: str,
    label: str,
    options: Mapping[str, str],
    chosen: str | None,
    placeholder: str | None = None,
    width: int | Literal["stretch"] = "stretch",
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
        width=width,
    )


def _write(name: str) -> None:
    if (chosen := st.session_state[name]) is not None:
        address.say(name, chosen)


def _write_or_forget(name: str) -> None:
    if value := st.session_state[name]:
        address.say(name, value)
    else:
        address.forget(name)
