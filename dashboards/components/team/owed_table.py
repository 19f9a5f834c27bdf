"""What each person owes now and next, by due time: a group of rows per dedicated agent."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards import address
from dashboards.components.due import due_at, state
from dashboards.components.response_tables import promise
from dashboards.components.table import Body, Cells, Column, first_rows, others, rows, table
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag
from dashboards.team_figures import by_person
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk


def owed_table(view: View, owed: Sequence[AtRisk], names: Mapping[str, str]) -> None:
    """The table; nothing where nothing is owed. `names` are those of agents by key."""
    if not owed:
        return
    say, due = view.say, view.say("column.due_at")
    columns = [
        Column(due, label=due),
        Column(say("column.deadline")),
        Column(say("column.customer")),
        Column(say("column.promise")),
        Column(say("column.ticket"), is_wide=True),
    ]

    def group(key: str | None, theirs: Sequence[AtRisk]) -> Body:
        shown = first_rows(theirs, lambda each: each.is_overdue)
        more = others(view, len(theirs) - len(shown), len(columns))
        made = rows(view, columns, shown, lambda each: _cells(view, each))
        return Body([*made, *([more] if more else [])], _heading(view, key, theirs, names))

    bodies = [group(key, theirs) for key, theirs in by_person(owed, names)]
    st.html(table(say("team.owed_caption"), columns, bodies, "owed"))


def _heading(
    view: View, key: str | None, theirs: Sequence[AtRisk], names: Mapping[str, str]
) -> Html:
    name = view.say("at_risk.nobody") if key is None else names.get(key, key)
    load = view.say("team.owes", count=len(theirs))
    overdue = sum(each.is_overdue for each in theirs)
    soon = sum(each.is_due_soon for each in theirs)
    parts = [view.say("team.owes_overdue", count=overdue)] if overdue else []
    parts += [view.say("figure.soon", count=soon)] if soon else []
    shown = tag("a", name, href=address.link("at_risk", agent=key)) if key else name
    return tag("span", shown, ": ", ", ".join([load, *parts]))


def _cells(view: View, each: AtRisk) -> Cells:
    since = view.say("at_risk.opened", since=view.show.moment(each.opened_at))
    return (
        due_at(view, each),
        state(view, each),
        tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id)),
        promise(view, each),
        ticket_link(view, each, since, response_id=each.response_id),
    )
