"""Every response owed on a ticket, a row each, that leads to its explanation."""

import streamlit as st

from dashboards import address, alone
from dashboards.markup import Html, tag
from dashboards.ticket import Conversation
from dashboards.view import View
from pipeline.explanation import Explanation
from pipeline.wording.formatting import Formatting

COLUMNS = ("number", "opened", "response", "elapsed", "target", "outcome")
NUMBERS = {"elapsed", "target"}
TONES = {"breached": "sla-missed"}


def responses_table(view: View, found: Conversation, selected: Explanation) -> None:
    """The table; the selected response is marked."""
    head = [
        tag(
            "th",
            view.say(f"ticket.column.{name}"),
            scope="col",
            class_="sla-number" if name in NUMBERS else None,
        )
        for name in COLUMNS
    ]
    rows = alone.rows(
        view,
        found.explanations,
        lambda each: _row(view, found, each, each is selected),
        len(COLUMNS),
    )
    st.html(
        tag(
            "table",
            tag("caption", view.say("ticket.caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *head)),
            tag("tbody", *rows),
            class_="sla-table sla-responses",
        )
    )


def _row(view: View, found: Conversation, each: Explanation, is_selected: bool) -> Html:
    response, number = each.response, str(each.response.cycle_number)
    show = Formatting(view.say.locale, response.time_zone)
    link = tag(
        "a",
        view.say("ticket.number", number=number),
        href=address.response(response.response_id),
        aria_current="true" if is_selected else None,
    )
    target = response.target_seconds
    cells = {
        "opened": show.moment(response.opened_at),
        "response": f"{view.say(f'metric.{response.metric}')}, {view.severity(response.severity)}",
        "elapsed": show.duration(response.elapsed_seconds),
        "target": "–" if target is None else show.duration(target),
        "outcome": _outcome(view, each),
    }
    return tag(
        "tr",
        tag("th", link, scope="row"),
        *(
            tag(
                "td",
                cell,
                data_label=view.say(f"ticket.column.{name}"),
                class_="sla-number" if name in NUMBERS else None,
            )
            for name, cell in cells.items()
        ),
        class_="sla-chosen-row" if is_selected else None,
    )


def _outcome(view: View, each: Explanation) -> Html:
    response = each.response
    said = view.say(f"ticket.outcome.{response.outcome}")
    reason = response.exclusion_reason
    return tag(
        "span",
        said,
        tag("span", view.say(f"ticket.excluded.{reason}"), class_="sla-under") if reason else None,
        class_=TONES.get(response.outcome),
    )
