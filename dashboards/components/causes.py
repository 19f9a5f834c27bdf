"""Why a share changed: a sentence, what each group did to it as steps, and the table behind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import cast

import plotly.graph_objects as go
import streamlit as st

from dashboards.components import heading
from dashboards.components.chart import TOLD, Chart, figure, level, lines, safe, show_chart
from dashboards.components.filters import choice
from dashboards.components.table import Cells, Column
from dashboards.components.told_table import told_cells
from dashboards.markup import Html, filled, joined, plain, together
from dashboards.selecting import counts_of, link, opened_in, tallied
from dashboards.view import View
from pipeline import marts
from pipeline.marts.causes import Dimension, GroupChange
from pipeline.marts.selection import Selection
from pipeline.palette import MET, MISSED, QUIET
from pipeline.reports.telling.causes import Split, Step, cause, causes_table, chosen, split, steps
from pipeline.statistics.shares import FEWEST

OF_ONE: tuple[Dimension, ...] = ("severity", "metric", "channel", "person", "service_hours")
BEFORE, AFTER = 1, 2
"""Columns of its table."""
OF_ALL: tuple[Dimension, ...] = ("customer", *OF_ONE)
STEP_HEIGHT = 34
"""Pixels."""
ROOM = 0.18
"""Of the whole width, on either side, for the words at the ends of bars."""


def causes(view: View, customer_id: str | None = None) -> Dimension:
    """The section, of one customer or of all; by what the change is split.

    Nothing is shown where the period is compared with none.
    """
    offered = OF_ONE if customer_id else OF_ALL
    if view.compared is None:
        return offered[0]
    name = view.named(view.compared)
    answer, choosing = st.columns([7, 2], vertical_alignment="bottom")
    with choosing:
        dimension = _dimension(view, offered)
    found = split(
        view.ask(GroupChange, marts.change_by, dimension, view.compared, view.period, customer_id)
    )
    if found is None:
        with answer:
            heading.section(view.say("causes.title"))
        heading.note(view.say("causes.few", before=name, fewest=view.show.number(FEWEST)))
        return dimension
    before, after = (opened_in(each, customer_id) for each in (view.compared, view.period))
    message = cause(view.tell, dimension, found, name)
    title = view.say("causes.title") if found.difference else view.say("causes.same", before=name)
    with answer:
        heading.section((message or title).removesuffix("."), _chance(view, found, before, after))
    if message:
        _show(view, dimension, found, message, before, after)
        heading.note(view.say("causes.method"))
    return dimension


def _show(
    view: View,
    dimension: Dimension,
    found: Split,
    message: str,
    before: Selection,
    after: Selection,
) -> None:
    """The steps as a picture, and each group's shares and parts as its table.

    A group's step leads to those of its responses that count.
    """
    beside_no_goal = replace(view.tell, goal=None)
    of = {BEFORE: before, AFTER: after}
    columns, rows = told_cells(view, causes_table(beside_no_goal, dimension, found), of)
    ends = plain(_ends(view, found, before, after))
    total = Step(view.say("causes.sum"), found.change.tenths, (ends,))
    shown = steps(view.tell, dimension, found)
    leads = [_lead(tallied(after, "judged"), dimension, step) for step in shown]
    chart = waterfall(view, shown, total, leads, columns, rows)
    show_chart(view, "causes", message, chart)


def _lead(judged: Selection, dimension: Dimension, step: Step) -> str | None:
    own = step.group and chosen(dimension, step.group)
    return link(judged.narrowed(own)) if own else None


def _dimension(view: View, offered: tuple[Dimension, ...]) -> Dimension:
    """By what it is split, by the address or on the page; by default the first."""
    names: Mapping[str, str] = {each: view.say(f"causes.by.{each}") for each in offered}
    first, *others = names
    chosen = choice(
        "by", view.say("causes.choose"), {each: names[each] for each in others}, names[first]
    )
    return cast(Dimension, chosen or first)


def _chance(view: View, found: Split, before: Selection, after: Selection) -> str:
    """From where to where, and whether chance explains it."""
    low, high = found.change.bounds
    return filled(
        view.say,
        f"causes.chance.{found.change.direction}",
        change=_ends(view, found, before, after),
        points=view.show.points(found.change.tenths),
        low=view.show.points(low),
        high=view.show.points(high),
    )


def _ends(view: View, found: Split, before: Selection, after: Selection) -> Html:
    """Both shares, their counts leading to what they count."""
    ends = ((found.change.before, before), (found.change.after, after))
    told = (together(view.show.share(e), " (", counts_of(view, e, own), ")") for e, own in ends)
    return joined(" → ", told)


def waterfall(
    view: View,
    steps: Sequence[Step],
    total: Step,
    leads: Sequence[str | None],
    columns: Sequence[Column],
    rows: Sequence[Cells],
) -> Chart:
    """The steps from top to bottom, last all of them together; in percentage points, from 0.

    `leads` are the addresses that the steps lead to; the same as a table has `columns` and `rows`.
    """
    shown = [*steps, total]
    marks = go.Waterfall(
        orientation="h",
        y=list(range(len(shown))),
        x=[step.tenths / 10 for step in shown],
        measure=["relative"] * len(steps) + ["total"],
        text=[safe(view.show.points(step.tenths)) for step in shown],
        textposition="outside",
        cliponaxis=False,
        hovertext=[lines(step.name, *step.told) for step in shown],
        hovertemplate=TOLD,
        customdata=[*leads, None],
        increasing={"marker": {"color": MET}},
        decreasing={"marker": {"color": MISSED}},
        totals={"marker": {"color": QUIET}},
        connector={"line": {"color": QUIET, "width": 1, "dash": "dot"}},
    )
    low, high = _reach(steps)
    room = ROOM * (high - low or 1)
    return Chart(
        figure(
            view,
            [marks],
            xaxis={"range": [low - room, high + room], "showticklabels": False, "fixedrange": True},
            yaxis={
                "tickvals": list(range(len(shown))),
                "ticktext": [safe(step.name) for step in shown],
                "range": [len(shown) - 0.4, -0.6],
                "fixedrange": True,
                "automargin": True,
            },
            shapes=[level(0, across="x")],
        ),
        STEP_HEIGHT * len(shown) + 24,
        columns,
        rows,
    )


def _reach(steps: Sequence[Step]) -> tuple[float, float]:
    """How far left and right of 0 the bars come."""
    ends = [0, *accumulate(step.tenths for step in steps)]
    return min(ends) / 10, max(ends) / 10
