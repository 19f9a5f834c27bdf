"""Every response owed on a ticket, a row each, that leads to its explanation."""

import streamlit as st

from dashboards import address, alone
from dashboards.components.table import Body, Cells, Column, row, table
from dashboards.markup import Html, tag
from dashboards.ticket_history import Conversation
from dashboards.view import View
from pipeline.explanation import Explanation
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import Formatting

TONES = {"breached": "sla-missed"}


def responses_table(view: View, found: Conversation, selected: Explanation) -> None:
    """The table; the selected response is marked."""
    say = view.say
    columns = [
        Column(say("promise.response"), kind="sla-named"),
        Column(say("column.waiting_since")),
        Column(say("column.promise")),
        Column(say("column.elapsed"), is_number=True),
        Column(say("column.target"), is_number=True),
        Column(say("column.outcome")),
    ]
    made = alone.rows(
        say,
        found.explanations,
        lambda each: row(
            columns,
            _cells(view, each, is_selected=each is selected),
            "sla-chosen-row" if each is selected else None,
        ),
        len(columns),
    )
    st.html(table(say("ticket.caption"), columns, [Body(made)], "responses"))


def _cells(view: View, each: Explanation, *, is_selected: bool) -> Cells:
    response, number = each.response, str(each.response.cycle_number)
    show = Formatting(view.say.locale, response.time_zone, response.working_day_seconds)
    clock = clock_of(response.clock)
    target = response.target_seconds
    return (
        tag(
            "a",
            view.say("ticket.number", number=number),
            href=address.response(response.response_id),
            aria_current="true" if is_selected else None,
        ),
        show.moment(response.opened_at),
        f"{view.say(f'metric.{response.metric}')}, {view.severity(response.severity)}",
        show.exactly(response.elapsed_seconds, clock),
        "–" if target is None else show.exactly(target, clock),
        _outcome(view, each),
    )


def _outcome(view: View, each: Explanation) -> Html:
    response = each.response
    said = view.say(f"report.outcome.{response.outcome}")
    reason = response.exclusion_reason
    return tag(
        "span",
        said,
        tag("span", view.say(f"excluded.{reason}"), class_="sla-under") if reason else None,
        class_=TONES.get(response.outcome),
    )
