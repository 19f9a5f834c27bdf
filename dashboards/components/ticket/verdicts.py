"""Every response owed on a ticket, a row each; and the verdict on one of them explained."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address, alone
from dashboards.components import heading
from dashboards.components.response_tables import TONES
from dashboards.components.table import Body, Cells, Column, row, table
from dashboards.markup import Html, tag
from dashboards.ticket_history import Conversation
from dashboards.view import View
from pipeline.explanation import Explanation, Fact, Table, Told, told
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import Formatting


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
            _response(view, each, is_selected=each is selected),
            "sla-chosen-row" if each is selected else None,
        ),
        len(columns),
    )
    st.html(table(say("ticket.caption"), columns, [Body(made)], "responses"))


def _response(view: View, each: Explanation, *, is_selected: bool) -> Cells:
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


def explanation(view: View, selected: Explanation) -> None:
    """All of it, in the words that command line and reports use too."""
    said = told(selected, view.say.language)
    number = str(selected.response.cycle_number)
    heading.section(view.say("ticket.explained", number=number))
    st.html(_facts(said))
    for each, note in ((said.segments, said.total), (said.events, None), (said.legs, None)):
        if each.rows:
            heading.section(each.title)
            st.html(_table(each))
            if note:
                heading.note(note, said.zone)


def _facts(said: Told) -> Html:
    pairs = (tag("div", tag("dt", fact.label), tag("dd", _value(fact))) for fact in said.facts)
    return tag("dl", *pairs, class_="sla-facts")


def _value(fact: Fact) -> str:
    if fact.href is None:
        return fact.value
    return tag("a", fact.value, href=fact.href, target="_blank", rel="noopener")


def _table(shown: Table) -> Html:
    first_amount = len(shown.columns) - shown.amount_columns
    columns = [Column(name, place >= first_amount) for place, name in enumerate(shown.columns)]
    rows = [tag("tr", *_cells(columns, each)) for each in shown.rows]
    total = tag("tr", *_cells(columns, shown.total, is_total=True)) if shown.total else None
    return table(shown.title, columns, [Body(rows)], "explained", total)


def _cells(columns: Sequence[Column], cells: Sequence[str], is_total: bool = False) -> list[Html]:
    """A row that no cell heads; of a total only the amounts have names."""
    return [
        tag(
            "td",
            cell,
            data_label=None if is_total and not column.is_number else column.name,
            class_=column.classes or ("sla-wide" if is_total else None),
        )
        for column, cell in zip(columns, cells, strict=True)
    ]
