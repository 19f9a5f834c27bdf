"""The one place that shows a Plotly figure: its look, its words, its table, where its marks lead.

Numbers, dates and names are written by the page, in its language, into `hovertext`, `text` and
`ticktext`; those of a time axis, which Plotly writes as one zooms, come from the same catalogue.
Colours are tones that stand out on a light page and on a dark one; words and lines take theirs
from the style. A mark whose `customdata` is an address leads there, as a link does (going.js).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboards.components.table import Body, Cells, Column, row, table
from dashboards.markup import Html, plain, tag
from dashboards.view import View
from pipeline.palette import CLEAR, MET, MISSED, PALETTE, QUIET, UNSURE, faded
from pipeline.statistics.shares import Verdict

TONES: Mapping[Verdict, str] = {"met": MET, "unsure": UNSURE, "missed": MISSED}
SYMBOLS: Mapping[Verdict, str] = {
    "met": "circle",
    "unsure": "diamond-open",
    "missed": "diamond",
}
MARK_SIZE = 10
TEXT_SIZE = 12
"""Pixels, both."""
FONT = '"Source Sans", sans-serif'
"""The page's own."""
DOTTED = {"color": QUIET, "width": 1.5, "dash": "dot"}
TOLD = "%{hovertext}<extra></extra>"
FULL = 0.55
"""How much of its tone the fullest cell of a heat map has, so that words on it stand out."""
PATTERNS: Mapping[str, str] = {"met": "", "breached": "/", "unanswered": "."}
"""Of bars that stand on each other, so that colour is never the only sign."""
DECORATION = {"x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom", "orientation": "h"}


@dataclass(frozen=True)
class Chart:
    """A figure, how tall it is in pixels, and the same as a table."""

    figure: go.Figure
    height: int
    columns: Sequence[Column]
    rows: Sequence[Cells]
    least_width: int = 0
    """Pixels, below which one scrolls it sideways."""


def show_chart(view: View, name: str, message: str, chart: Chart) -> None:
    """Show a chart where its height is kept free, as wide as the page, and its table folded below.

    `name` is the page's word for it; `message` is what it says, for those who do not see it too.
    """
    key = f"chart-{name}"
    sizes = f"--chart-height: {chart.height}px; --chart-least-width: {chart.least_width}px;"
    st.html(f"<style>.st-key-{key} {{ {sizes} }}</style>")
    told = plain(message)
    chart.figure.update_layout(height=chart.height)
    with st.container(key=key):
        st.plotly_chart(
            chart.figure, theme=None, key=name, config=config(view), alt=told, height="content"
        )
    st.html(_in_a_table(view, name, told, chart))


def _in_a_table(view: View, name: str, message: str, chart: Chart) -> Html:
    rows = [row(chart.columns, cells) for cells in chart.rows]
    return tag(
        "details",
        tag("summary", view.say("chart.as_a_table")),
        table(message, chart.columns, [Body(rows)], f"charted sla-charted-{name}"),
        class_="sla-as-a-table",
    )


def figure(view: View, marks: Iterable[Any], **layout: Any) -> go.Figure:
    """Marks on a ground of no colour, neither moved nor zoomed unless `layout` says so."""
    symbols = (get_decimal_symbol(view.say.locale), get_group_symbol(view.say.locale))
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    told = {"font": {"family": FONT, "size": 13, "color": QUIET}, "align": "left"}
    base = go.layout.Template(
        layout={
            "font": {"family": FONT, "size": TEXT_SIZE, "color": QUIET},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {"l": 0, "r": 0, "t": 8, "b": 8, "pad": 4},
            "xaxis": {**bare, "automargin": True},
            "yaxis": {**bare, "automargin": True},
            "hoverlabel": {**told, "bgcolor": CLEAR, "bordercolor": QUIET},
            "separators": "".join(symbols),
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "legend": {
                **DECORATION,
                "traceorder": "normal",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            "bargap": 0.2,
            "uirevision": True,  # what was zoomed stays so when the page runs again
        }
    )
    return go.Figure(list(marks), {"template": base, **layout})


def config(view: View) -> dict[str, Any]:
    """How Plotly behaves: no tools, a time axis in the page's language."""
    language, locale = view.say.language, Locale.parse(view.say.locale)
    days, months = locale.days["format"], locale.months["format"]
    words = {
        "days": _from_sunday(days["wide"]),
        "shortDays": _from_sunday(days["abbreviated"]),
        "months": list(months["wide"].values()),
        "shortMonths": list(months["abbreviated"].values()),
    }
    return {
        "displayModeBar": False,
        "showTips": False,
        "locale": language,
        "locales": {language: {"dictionary": {}, "format": words}},
    }


def _from_sunday(days: Mapping[int, str]) -> list[str]:
    return [days[day] for day in (6, *range(6))]


def safe(text: str) -> str:
    """Words as they are, where Plotly would read tags in them."""
    return escape(text, quote=False)


def lines(*told: str | None) -> str:
    """Words of a mark, a line each; of what is None there is none."""
    return "<br>".join(safe(each) for each in told if each)


def interval(values: Sequence[float], lows: Sequence[float], highs: Sequence[float]) -> Any:
    """The intervals around values, as lines without ends."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for value, high in zip(values, highs, strict=True)],
        "arrayminus": [value - low for value, low in zip(values, lows, strict=True)],
        "color": QUIET,
        "thickness": 1.5,
        "width": 0,
    }


def pattern(kind: str) -> dict[str, Any]:
    """The pattern of a bar, over its tone."""
    ground = PALETTE["page"].light
    return {"shape": PATTERNS[kind], "fillmode": "overlay", "fgcolor": ground, "solidity": 0.25}


def level(at: float, label: str | None = None, *, across: str = "y") -> Mapping[str, Any]:
    """A dotted line across the picture at a value, its label at the end."""
    place = {"y0": at, "y1": at, "x0": 0, "x1": 1, "xref": "paper", "yref": "y"}
    if across == "x":
        place = {"x0": at, "x1": at, "y0": 0, "y1": 1, "xref": "x", "yref": "paper"}
    return {"type": "line", "line": DOTTED, "layer": "below", "name": label or "", **place}


def heat(
    columns: int,
    parts: Sequence[Sequence[float | None]],
    words: Sequence[Sequence[str]],
    told: Sequence[Sequence[str]],
    tones: Sequence[str],
    leads: Sequence[Sequence[str | None]] | None = None,
) -> go.Heatmap:
    """Cells in rows from the top, each with its words: the larger its part of 1, the fuller.

    Between several tones a part is the place among them; of None there is but the page's ground.
    """
    scale = [faded(tones[0], 0.04), *(faded(tone, FULL) for tone in tones[-1:])]
    if len(tones) > 1:
        scale = [faded(tone, FULL) for tone in tones]
    return go.Heatmap(
        x=list(range(columns)),
        y=list(range(len(parts))),
        z=parts,
        zmin=0,
        zmax=1,
        colorscale=[[place / (len(scale) - 1), tone] for place, tone in enumerate(scale)],
        showscale=False,
        xgap=2,
        ygap=2,
        text=words,
        texttemplate="%{text}",
        textfont={"size": TEXT_SIZE - 1},
        hovertext=told,
        hovertemplate=TOLD,
        customdata=leads,
    )


def rows_axis(names: Sequence[str]) -> dict[str, Any]:
    """Rows from the top, each under its name."""
    return _places(names, [len(names) - 0.5, -0.5])


def columns_axis(names: Sequence[str], **more: Any) -> dict[str, Any]:
    """Columns from the left, each under its name."""
    return {**_places(names, [-0.5, len(names) - 0.5]), "tickangle": 0, **more}


def _places(names: Sequence[str], reach: Sequence[float]) -> dict[str, Any]:
    return {"range": reach, "tickvals": list(range(len(names))), "ticktext": list(names)}
