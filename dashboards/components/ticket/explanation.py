"""A verdict explained: the facts, how the clock ran, what happened, which targets held."""

import streamlit as st

from dashboards.components import heading
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.explanation import Explanation, Fact, Table, Told, told


def explanation(view: View, selected: Explanation) -> None:
    """All of it, in the words that command line and reports use too."""
    said = told(selected, view.say.language)
    number = str(selected.response.cycle_number)
    heading.section(view.say("ticket.explained", number=number))
    st.html(_facts(said))
    for table, note in ((said.segments, said.total), (said.events, None), (said.legs, None)):
        if table.rows:
            heading.section(table.title)
            st.html(_table(table))
            if note:
                heading.note(note, said.zone)


def _facts(said: Told) -> Html:
    pairs = (tag("div", tag("dt", fact.label), tag("dd", _value(fact))) for fact in said.facts)
    return tag("dl", *pairs, class_="sla-facts")


def _value(fact: Fact) -> str:
    if fact.href is None:
        return fact.value
    return tag("a", fact.value, href=fact.href, target="_blank", rel="noopener")


def _table(table: Table) -> Html:
    first_amount = len(table.columns) - table.amount_columns

    def kind(column: int) -> str | None:
        return "sla-number" if column >= first_amount else None

    head = (
        tag("th", name, scope="col", class_=kind(column))
        for column, name in enumerate(table.columns)
    )
    body = (
        tag(
            "tr",
            *(
                tag("td", cell, data_label=table.columns[column], class_=kind(column))
                for column, cell in enumerate(row)
            ),
        )
        for row in table.rows
    )
    foot = (
        tag(
            "tfoot",
            tag(
                "tr",
                *(
                    tag(
                        "td",
                        cell,
                        data_label=table.columns[at] if kind(at) else None,
                        class_=kind(at) or "sla-wide",
                    )
                    for at, cell in enumerate(table.total)
                ),
            ),
        )
        if table.total
        else None
    )
    return tag(
        "table",
        tag("caption", table.title, class_="sla-hidden"),
        tag("thead", tag("tr", *head)),
        tag("tbody", *body),
        foot,
        class_="sla-table sla-explained",
    )
