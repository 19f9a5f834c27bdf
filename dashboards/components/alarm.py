"""Above every figure: that none can be relied on, or that all are of former days."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address, snapshot
from dashboards.access import Visitor
from dashboards.markup import filled, tag
from dashboards.view import View
from pipeline.marts.completeness import Alarm
from pipeline.wording import contest

DETAILS = "data_health"


def stale(view: View, visitor: Visitor) -> None:
    """That the data are older than they should be, and what to do; nothing where they are not."""
    if not view.is_stale:
        return
    age = view.show.ago(view.now - view.run.as_of)
    told = [tag("strong", tag("span", "◇ ", aria_hidden="true"), view.say("as_of.stale", age=age))]
    if visitor.standing == "customer":
        told.append(tag("span", " ", view.say("as_of.wait")))
    else:
        command = f"vip-sla run --workspace {snapshot.workspace().root}"
        renewed = filled(view.say, "as_of.renew", command=tag("code", command))
        told.append(tag("span", " ", renewed))
    st.html(tag("p", *told, class_="sla-stale", role="status"))


def alarm(view: View, found: Sequence[Alarm], page: str) -> None:
    """What is wrong, source by source, and where there is more to it; nothing where nothing is."""
    if not found:
        return
    more = None
    if view.scope.is_everybody and page != DETAILS:
        more = tag("a", view.say("data_health.alarm_more"), href=address.link(DETAILS))
    st.html(
        tag(
            "div",
            tag("strong", tag("span", "◆ ", aria_hidden="true"), view.say("alarm.title")),
            *(tag("p", contest.alarm(view.say, each.kind, each.source)) for each in found),
            tag("p", more) if more else None,
            class_="sla-alarm",
            role="alert",
        )
    )
