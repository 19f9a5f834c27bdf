"""Time from left to right, on the calendar's wall clock: bars, opening hours, and what is below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import plotly.graph_objects as go

from dashboards.components.chart import DOTTED, TOLD, rows_axis
from dashboards.view import View
from pipeline import marts
from pipeline.marts.records import records
from pipeline.marts.stretches import Stretch
from pipeline.palette import MET, faded

DAY = timedelta(days=1)
BAR = 0.3
"""Of a lane's height."""
WASH = 0.13
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Bar:
    """A stretch of time in a lane, counted from the top; one of no length is not drawn."""

    lane: int
    started_at: datetime
    ended_at: datetime
    tone: str
    told: str
    """Written as a mark's `hovertext` is."""


@dataclass(frozen=True)
class TimeAxis:
    """From when to when a picture reaches at first, and on which clock, which Plotly knows not."""

    started_at: datetime
    ended_at: datetime
    zone: ZoneInfo

    def at(self, instant: datetime) -> str:
        """Where an instant lies: what the clock on the wall shows, as Plotly writes it."""
        return wall_time(instant, self.zone).isoformat(" ")

    def layout(self, view: View) -> dict[str, Any]:
        """The axis; one draws over a stretch to see it larger, and clicks twice to be back."""
        shown = [self.at(self.started_at), self.at(self.ended_at)]
        return {
            "type": "date",
            "range": shown,
            "fixedrange": False,
            "tickformatstops": [
                _stop(None, DAY, view.say("chart.axis.time")),
                _stop(DAY, 28 * DAY, view.say("chart.axis.day")),
                _stop(28 * DAY, None, view.say("chart.axis.month")),
            ],
            "tickangle": 0,
            "nticks": 8,
        }

    def bars(self, bars: Iterable[Bar]) -> go.Bar:
        """Bars in their lanes."""
        drawn = [bar for bar in bars if bar.started_at < bar.ended_at]
        return go.Bar(
            orientation="h",
            y=[bar.lane for bar in drawn],
            base=[self.at(bar.started_at) for bar in drawn],
            x=[self._length(bar.started_at, bar.ended_at) for bar in drawn],
            width=BAR,
            marker={"color": [bar.tone for bar in drawn]},
            hovertext=[bar.told for bar in drawn],
            hovertemplate=TOLD,
        )

    def open_hours(self, view: View, calendar_id: str, lanes: int) -> go.Bar:
        """Opening hours as a wash behind all lanes."""
        asked = calendar_id, self.started_at, self.ended_at
        found: Sequence[Stretch] = records(view.frame(marts.open_stretches, *asked), Stretch)
        return go.Bar(
            orientation="h",
            y=[(lanes - 1) / 2] * len(found),
            base=[self.at(each.started_at) for each in found],
            x=[self._length(each.started_at, each.ended_at) for each in found],
            width=lanes,
            marker={"color": faded(MET, WASH)},
            hoverinfo="skip",
            showlegend=False,
        )

    def line(self, instant: datetime) -> dict[str, Any]:
        """A dotted line at an instant, across all lanes."""
        at = self.at(instant)
        place = {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
        return {"type": "line", "line": DOTTED, "layer": "below", **place}

    def label(self, instant: datetime, said: str) -> dict[str, Any]:
        """Words above that line."""
        place = {"x": self.at(instant), "y": 1, "yref": "paper", "yanchor": "bottom"}
        return {"text": said, "showarrow": False, "xanchor": "center", **place}

    def _length(self, started_at: datetime, ended_at: datetime) -> float:
        length = wall_time(ended_at, self.zone) - wall_time(started_at, self.zone)
        return length / MILLISECOND


def lanes_axis(names: Sequence[str]) -> dict[str, Any]:
    """Lanes from the top, each under its name, lines between them."""
    return {**rows_axis(names), "showgrid": True}


def wall_time(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _stop(longer: timedelta | None, shorter: timedelta | None, pattern: str) -> dict[str, Any]:
    """How ticks are written that lie so far apart."""
    ends = (
        None if longer is None else longer / MILLISECOND,
        None if shorter is None else shorter / MILLISECOND - 1,
    )
    return {"dtickrange": ends, "value": pattern}
