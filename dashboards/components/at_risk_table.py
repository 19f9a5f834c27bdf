"""Everything owed now, a row each, under the heading of how soon somebody must act."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from dashboards import address
from dashboards.components.due import due_at, left, overdue_by
from dashboards.components.response_tables import promise
from dashboards.components.table import Body, Cells, Column, first_rows, others, rows, table, under
from dashboards.components.ticket_link import ticket_link
from dashboards.components.ticking import ticking
from dashboards.markup import Html, tag
from dashboards.selecting import leading
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.owed import Due
from pipeline.marts.selection import Selection

MARKS: Mapping[Due, tuple[str, str]] = {
    "overdue": ("◆ ", "sla-missed"),
    "soon": ("◇ ", "sla-unsure"),
}


def at_risk_table(
    view: View,
    found: Mapping[Due, Sequence[AtRisk]],
    selection: Selection,
    agents: Mapping[str, str],
    now: datetime,
) -> None:
    """The table; nothing where nothing is owed. `agents` are names by key.

    Times go on by the viewer's clock unless the data are stale, so that they would mislead.
    """
    if not any(found.values()):
        return
    say, due = view.say, view.say("column.due_at")
    columns = [
        Column(due, label=due),
        *([] if view.is_stale else [Column(say("at_risk.wall"), is_number=True, folds=1)]),
        Column(say("at_risk.left"), is_number=True, folds=0),
        Column(say("at_risk.customer"), kind="sla-at-risk-customer", folds=3),
        Column(say("column.promise"), kind="sla-at-risk-promise", folds=2),
        Column(say("at_risk.ticket"), kind="sla-at-risk-ticket", folds=0),
    ]

    def shown(group: Due, members: Sequence[AtRisk]) -> Body:
        first = first_rows(members, lambda _: group == "overdue")
        more = others(view, len(members) - len(first), len(columns))
        made = rows(view, columns, first, lambda each: _cells(view, group, each, agents, now))
        return Body(
            [*made, *([more] if more else [])],
            leading(
                say(f"at_risk.group_{group}", count=len(members)),
                len(members),
                selection.narrowed({"due": (group,)}),
            ),
            "sla-late" if group == "overdue" else None,
        )

    groups = [shown(group, members) for group, members in found.items() if members]
    st.html(table(say("at_risk.caption"), columns, groups, "at-risk"))


def _cells(view: View, group: Due, each: AtRisk, agents: Mapping[str, str], now: datetime) -> Cells:
    since = view.show.moment(each.opened_at)
    return (
        due_at(view, each),
        *([] if view.is_stale else [_wall(view, group, each, now)]),
        _left(view, group, each),
        _customer(view, each, agents),
        promise(view, each),
        ticket_link(view, each, since, response_id=each.response_id),
    )


def _wall(view: View, group: Due, each: AtRisk, now: datetime) -> Html:
    if each.due_at is None:
        return tag("span", "–", class_="sla-muted")
    past = "at_risk.past" if group == "overdue" else "at_risk.past_since"
    return ticking(
        view,
        each.due_at,
        now,
        view.say("at_risk.ahead", time="{time}"),
        view.say(past, time="{time}"),
    )


def _left(view: View, group: Due, each: AtRisk) -> Html:
    match group:
        case "overdue":
            said = view.say("at_risk.over", time=overdue_by(view, each))
        case "no_target":
            return tag("span", view.say("report.outcome.no_target"), class_="sla-muted")
        case "paused":
            said = view.say("due.paused", time=left(view, each))
        case _:
            said = left(view, each)
    mark, tone = MARKS.get(group, ("", None))
    return tag("span", tag("span", mark, aria_hidden="true") if mark else None, said, class_=tone)


def _customer(view: View, each: AtRisk, agents: Mapping[str, str]) -> Html:
    agent = agents.get(each.agent_key or "", view.say("at_risk.nobody"))
    link = address.link("customer", customer=each.customer_id)
    return under(tag("a", each.customer_name, href=link), agent)
