"""Steps that lead from one share to another, each beginning where the one before ended."""

from collections.abc import Sequence
from itertools import accumulate

import plotly.graph_objects as go

from dashboards.components.chart import TOLD, Chart, figure, level, lines, safe
from dashboards.components.table import Cells, Column
from dashboards.view import View
from pipeline.palette import MET, MISSED, QUIET
from pipeline.reports.telling.causes import Step

STEP_HEIGHT = 34
"""Pixels."""
ROOM = 0.18
"""Of the whole width, on either side, for the words at the ends of bars."""


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
