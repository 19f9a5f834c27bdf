"""What charts share: tones, marks and axes whose labels are the page's own words.

Charts are Vega-Lite, whose numbers and dates know no Babel: every label is made here and looked up
there. The colours of text are those of the style, which knows the theme.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from pipeline.palette import MET, MISSED, QUIET, UNSURE
from pipeline.statistics.shares import Verdict

TONES: Mapping[Verdict, str] = {"met": MET, "unsure": UNSURE, "missed": MISSED}
SHAPES: Mapping[Verdict, str] = {"met": "circle", "unsure": "diamond", "missed": "diamond"}
MARK_SIZE = 110
"""Square pixels."""
DOTTED = {"type": "rule", "color": QUIET, "strokeDash": [2, 3], "strokeWidth": 1.5}

Label = str | Sequence[str]
"""A line, or several."""
Spec = Mapping[str, Any]
"""A piece of Vega-Lite."""
Row = Mapping[str, Any]
"""What is drawn as a mark."""


def show_chart(layers: Sequence[Spec], height: int, alternative: str, key: str) -> None:
    """Show layers on top of each other, as wide as the page; `alternative` says what they show."""
    bare = {"domain": False, "ticks": False, "title": None, "aria": False}
    labels = {"labelLimit": 0, "labelFlush": False, "labelOverlap": False, "labelPadding": 8}
    spec = {
        "layer": layers,
        "height": height,
        "padding": {"left": 2, "right": 2, "top": 6, "bottom": 4},
        "config": {
            "view": {"stroke": None},
            "axis": {**bare, **labels},
            "mark": {"aria": False, "tooltip": None},  # else every mark is told field by field
            "text": {"baseline": "bottom", "dy": -4, "fontSize": 12},
        },
    }
    st.vega_lite_chart(spec, alt=alternative, key=key)


def layer(rows: Iterable[Row], mark: str | Spec, **encoding: Spec | Sequence[Spec]) -> Spec:
    """Rows drawn as marks."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def points(**mark: Any) -> Spec:
    """Marks of one size."""
    return {"type": "point", "size": MARK_SIZE, "strokeWidth": 2, "opacity": 1, **mark}


def tooltip(**fields: str) -> Sequence[Spec]:
    """What is told of a mark: its row's `title`, and below it fields under their names."""
    told = ({"field": field, "title": name} for field, name in fields.items())
    return [{"field": "title"}, *told]


def labelled(labels: Mapping[Any, Label], **axis: Any) -> Spec:
    """An axis that has these values alone, under these labels."""
    said = json.dumps({_key(value): label for value, label in labels.items()})
    return {"values": list(labels), "labelExpr": f"({said})[datum.value]", **axis}


def _key(value: Any) -> str:
    """As JavaScript writes it, which knows no whole numbers beside the others."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)
