"""Everything owed now, a row each, under the heading of how soon somebody must act."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import streamlit as st

from dashboards import address, alone
from dashboards.components.due import due_at, left, overdue_by
from dashboards.components.long_table import first_rows, others
from dashboards.components.ticket_link import ticket_link
from dashboards.components.ticking import ticking
from dashboards.markup import Html, tag, together
from dashboards.owed import Group
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk

COLUMNS = ("due_at", "wall", "left", "customer", "promise", "ticket")
NUMBERS = {"wall", "left"}
MARKS: Mapping[Group, tuple[str, str]] = {
    "overdue": ("◆ ", "sla-missed"),
    "soon": ("◇ ", "sla-unsure"),
}


def at_risk_table(
    view: View,
    found: Mapping[Group, Sequence[AtRisk]],
    agents: Mapping[str, str],
    now: datetime,
) -> None:
    """The table; nothing where nothing is owed. `agents` are names by key."""
    if not any(found.values()):
        return
    head = [
        tag(
            "th",
            view.say(f"at_risk.{name}"),
            scope="col",
            class_="sla-number" if name in NUMBERS else None,
        )
        for name in COLUMNS
    ]
    st.html(
        tag(
            "table",
            tag("caption", view.say("at_risk.caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *head)),
            *(
                tag(
                    "tbody",
                    *_group(view, group, rows, agents, now),
                    class_="sla-late" if group == "overdue" else None,
                )
                for group, rows in found.items()
                if rows
            ),
            class_="sla-table sla-at-risk",
        )
    )


def _group(
    view: View,
    group: Group,
    rows: Sequence[AtRisk],
    agents: Mapping[str, str],
    now: datetime,
) -> Iterator[Html]:
    name = view.say(f"at_risk.group_{group}", count=len(rows))
    yield tag("tr", tag("th", name, colspan=len(COLUMNS), scope="rowgroup"), class_="sla-group")
    shown = first_rows(rows, lambda _: group == "overdue")
    yield from alone.rows(
        view, shown, lambda each: _row(view, group, each, agents, now), len(COLUMNS)
    )
    if more := others(view, len(rows) - len(shown), len(COLUMNS)):
        yield more


def _row(view: View, group: Group, each: AtRisk, agents: Mapping[str, str], now: datetime) -> Html:
    cells = {
        "wall": _wall(view, group, each, now),
        "left": _left(view, group, each),
        "customer": _customer(view, each, agents),
        "promise": together(
            view.severity(each.severity),
            tag("span", view.say(f"metric.{each.metric}"), class_="sla-under"),
        ),
        "ticket": _ticket(view, each),
    }
    return tag(
        "tr",
        tag("th", due_at(view, each), scope="row", data_label=view.say("at_risk.due_at")),
        *(
            tag(
                "td",
                cell,
                data_label=view.say(f"at_risk.{name}"),
                class_="sla-number" if name in NUMBERS else f"sla-at-risk-{name}",
            )
            for name, cell in cells.items()
        ),
    )


def _wall(view: View, group: Group, each: AtRisk, now: datetime) -> Html:
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


def _left(view: View, group: Group, each: AtRisk) -> Html:
    match group:
        case "overdue":
            said = view.say("at_risk.over", time=overdue_by(view, each))
        case "no_target":
            return tag("span", view.say("due.no_target"), class_="sla-muted")
        case "paused":
            said = view.say("due.paused", time=left(view, each))
        case _:
            said = left(view, each)
    mark, tone = MARKS.get(group, ("", None))
    return tag("span", tag("span", mark, aria_hidden="true") if mark else None, said, class_=tone)


def _customer(view: View, each: AtRisk, agents: Mapping[str, str]) -> Html:
    agent = agents.get(each.agent_key or "", view.say("at_risk.nobody"))
    return together(
        tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id)),
        tag("span", agent, class_="sla-under"),
    )


def _ticket(view: View, each: AtRisk) -> Html:
    since = view.say("at_risk.opened", since=view.show.moment(each.opened_at))
    return ticket_link(view, each, since, response_id=each.response_id)
