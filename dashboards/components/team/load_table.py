"""When messages are written: an hour a row, a weekday a column, the more the deeper the tone."""

import streamlit as st

from dashboards.components.team.team_words import weekday_name
from dashboards.markup import Html, tag, together
from dashboards.team_figures import WEEKDAYS, Load
from dashboards.view import View


def load_table(view: View, load: Load) -> None:
    """The table, which is its own text alternative; nothing where nobody wrote."""
    if not load.total:
        return
    days = [weekday_name(view, weekday, "abbreviated").rstrip(".") for weekday in WEEKDAYS]
    heads = [view.say("team.hour"), *days, view.say("team.sum")]
    st.html(
        tag(
            "table",
            tag("caption", view.say("team.load_caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
            tag("tbody", *(_hour(view, load, hour) for hour in load.hours)),
            tag("tfoot", _sums(view, load)),
            class_="sla-heat",
        )
    )


def _hour(view: View, load: Load, hour: int) -> Html:
    return tag(
        "tr",
        tag("th", f"{hour}–{hour + 1}", scope="row"),
        *(_cell(view, load.at(weekday, hour), load.most) for weekday in WEEKDAYS),
        tag("td", view.show.number(load.during(hour)), class_="sla-heat-sum"),
    )


def _cell(view: View, count: int, most: int) -> Html:
    if not count:
        nothing = tag("span", view.show.number(0), class_="sla-hidden")
        return tag(
            "td", together(nothing, tag("span", "·", aria_hidden="true")), class_="sla-muted"
        )
    return tag("td", view.show.number(count), style=f"--sla-heat:{count / most * 100:.0f}%")


def _sums(view: View, load: Load) -> Html:
    return tag(
        "tr",
        tag("th", view.say("team.sum"), scope="row"),
        *(tag("td", view.show.number(load.on(weekday))) for weekday in WEEKDAYS),
        tag("td", view.show.number(load.total), class_="sla-strong"),
    )
