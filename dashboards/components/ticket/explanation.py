"""A verdict explained: the facts, how the clock ran, what happened, which targets held."""

from collections.abc import Sequence

import streamlit as st

from dashboards.components import heading
from dashboards.components.table import Body, Column, table
from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.explanation import Explanation, Fact, Table, Told, told


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
