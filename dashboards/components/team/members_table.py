"""Everybody by name: replies, share in time, and to whom they are dedicated."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboards import address, alone
from dashboards.components.long_table import first_rows, others
from dashboards.components.shares import Scale, count_text
from dashboards.components.table import Column, table
from dashboards.markup import Html, tag, together
from dashboards.team import UNKNOWN, Member
from dashboards.view import View
from pipeline.statistics.shares import Share


def scale_of(found: Sequence[Member]) -> Scale:
    """What every bar is drawn on."""
    return Scale.of_intervals((each.year.in_time for each in found if each.year), goal=1)


def members_table(
    view: View, found: Sequence[Member], window: Sequence[date], customer: str | None
) -> None:
    """A row per person, in the order given; nothing where nobody is known."""
    if not found:
        return
    scale = scale_of(found)
    first, last = (view.show.short_month_year(each) for each in (window[0], window[-1]))
    columns = [
        Column(view.say("team.name")),
        Column(view.say("team.replies"), is_number=True),
        Column(view.say("team.dedicated"), is_number=True),
        Column(view.say("team.in_time_month"), is_number=True),
        Column(view.say("team.in_time_year", first=first, last=last), is_number=True),
        Column(view.say("rows.interval")),
    ]
    shown = first_rows(found)
    rows = alone.rows(
        view,
        shown,
        lambda each: (
            _who(view, each, customer),
            _number(view, each.month.reply_count if each.month else 0),
            _share(view, each.month.dedicated if each.month else None),
            _share(view, each.month.in_time if each.month else None),
            _share(view, each.year.in_time if each.year else None),
            _interval(view, each.year.in_time if each.year else None, scale),
        ),
        len(columns),
    )
    more = others(view, len(found) - len(shown), len(columns))
    st.html(table(view.say("team.caption"), columns, rows, "team", more))


def _who(view: View, each: Member, customer: str | None) -> Html:
    name = view.say("team.unknown") if each.agent_name == UNKNOWN else each.agent_name
    more = {"customer": customer} if customer else {}
    to_hours = address.link("team", agent=each.agent_key, **more)
    return together(
        tag("a", name, href=to_hours, data_sla_to=".sla-heat"),
        _dedicated_to(view, each) if each.customers else None,
        tag("span", "◇ ", view.say("team.several", count=each.customers_at_once), class_=SEVERAL)
        if each.customers_at_once > 1
        else None,
    )


SEVERAL = "sla-under sla-unsure"


def _dedicated_to(view: View, each: Member) -> Html:
    links = [
        part
        for customer_id, name in each.customers.items()
        for part in (", ", tag("a", name, href=address.link("customer", customer=customer_id)))
    ]
    return tag("span", view.say("team.dedicated_to"), " ", *links[1:], class_="sla-under")


def _number(view: View, count: int) -> Html:
    return tag("span", view.show.number(count), class_=None if count else "sla-muted")


def _share(view: View, share: Share | None) -> Html:
    """The share with its n and interval, without a word on any goal: that is not about people."""
    if share is None or not share.whole:
        return tag("span", "–", class_="sla-muted")
    if not share.is_telling:
        return together(
            count_text(view, share), tag("span", view.say("verdict.few"), class_="sla-under")
        )
    under = f"{count_text(view, share)} · {view.show.interval(share)}"
    return together(
        tag("span", view.show.share(share), class_="sla-strong"),
        tag("span", under, class_="sla-under"),
    )


def _interval(view: View, share: Share | None, scale: Scale) -> Html:
    if share is None or not share.is_telling:
        return tag("span")
    low, high = share.interval
    said = view.say("share.interval", interval=view.show.interval(share))
    left, right = scale.at(low), scale.at(high)
    return tag(
        "span",
        tag("i", class_="sla-interval", style=f"left:{left};right:calc(100% - {right})"),
        tag("i", class_="sla-point", style=f"left:{scale.at(share.value)}"),
        class_="sla-bar",
        role="img",
        aria_label=said,
        title=said,
    )
