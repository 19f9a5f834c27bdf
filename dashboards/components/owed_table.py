"""What is owed to a customer now: when it is due, and how long is left."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.due import due_at, state
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.owed import Owed

COLUMNS = ("due_at", "state", "promise", "ticket", "opened_at")


def owed_table(view: View, responses: Sequence[Owed]) -> None:
    """A row per response owed, the most urgent first; nothing where nothing is owed."""
    if not responses:
        return
    head = [tag("th", view.say(f"owed.{name}"), scope="col") for name in COLUMNS]
    st.html(
        tag(
            "table",
            tag("caption", view.say("owed.caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *head)),
            tag("tbody", *alone.rows(view, responses, lambda each: _row(view, each), len(COLUMNS))),
            class_="sla-table sla-owed",
        )
    )


def _row(view: View, response: Owed) -> Html:
    cells = {
        "state": state(view, response),
        "promise": together(
            view.severity(response.severity),
            tag("span", view.say(f"metric.{response.metric}"), class_="sla-under"),
        ),
        "ticket": ticket_link(view, response, response_id=response.response_id),
        "opened_at": tag(
            "time",
            view.show.moment(response.opened_at),
            datetime=response.opened_at.isoformat(),
            class_="sla-nowrap",
        ),
    }
    return tag(
        "tr",
        tag("th", due_at(view, response), scope="row", data_label=view.say("owed.due_at")),
        *(
            tag(
                "td",
                cell,
                data_label=view.say(f"owed.{name}"),
                class_="sla-wide" if name == "ticket" else None,
            )
            for name, cell in cells.items()
        ),
    )
