"""Above every figure: that none can be relied on, where a source's data do not bear any."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address
from dashboards.markup import tag
from dashboards.view import View
from pipeline.marts.completeness import Alarm
from pipeline.wording import contest

DETAILS = "data_health"


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
