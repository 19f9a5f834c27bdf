"""The chart of twelve months: a mark per month with enough cases, its interval as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from pipeline.palette import PALETTE
from pipeline.reports.content import MonthCounts
from pipeline.statistics.shares import Share
from pipeline.wording.formatting import Formatting

WIDTH, HEIGHT = 660, 196
LEFT, RIGHT, TOP, BOTTOM = 46, 652, 14, 142
GOAL_WIDTH = 54
"""What the goal's label takes away on the right."""
TEMPLATES = Path(__file__).parent / "template"
MOST_TICKS = 6


@dataclass(frozen=True)
class Mark:
    """A month's place in the picture."""

    month: str
    year: str
    counts: str
    x: float
    is_chosen: bool
    share: Share | None
    y: float = 0
    low: float = 0
    high: float = 0


@dataclass(frozen=True)
class Line:
    """A level with its label."""

    y: float
    label: str
    above: str = ""


def trend_svg(
    months: Sequence[MonthCounts],
    show: Formatting,
    alt: str,
    running: str,
    goal: tuple[float, str, str] | None = None,
) -> str:
    """The picture of months, the last of which is reported on.

    `running` stands below a month that is not over; `goal` is a level, and the two lines
    of its label.
    """
    shares = [month.counts.net for month in months]
    least = [share.interval[0] for share in shares if share.is_telling]
    low = floor(min([*least, (goal[0] if goal else 1) - 0.05, 0.9]) * 10) / 10
    right = RIGHT - (GOAL_WIDTH if goal else 0)
    step = (right - LEFT) / len(months)
    return _template().render(
        palette=PALETTE,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=right,
        top=TOP,
        bottom=BOTTOM,
        step=step,
        alt=alt,
        ticks=[Line(_y(value, low), show.percent(value)) for value in _ticks(low)],
        goal=Line(_y(goal[0], low), goal[2], goal[1]) if goal else None,
        marks=[
            _mark(month, LEFT + step * (place + 0.5), low, show, running, place, months)
            for place, month in enumerate(months)
        ],
    )


def _mark(
    month: MonthCounts,
    x: float,
    low: float,
    show: Formatting,
    running: str,
    place: int,
    months: Sequence[MonthCounts],
) -> Mark:
    share = month.counts.net
    ends = share.interval if share.is_telling else (0, 0)
    is_new_year = place == 0 or month.month.month == 1
    return Mark(
        month=show.short_month(month.month),
        year=str(month.month.year) if is_new_year else "" if month.is_complete else running,
        counts=show.number(share.whole) if share.whole else "–",
        x=round(x, 1),
        is_chosen=place == len(months) - 1,
        share=share if share.is_telling else None,
        y=_y(share.value, low) if share.is_telling else 0,
        low=_y(ends[0], low),
        high=_y(ends[1], low),
    )


def _y(value: float, low: float) -> float:
    return round(BOTTOM - (value - low) / (1 - low) * (BOTTOM - TOP), 1)


def _ticks(low: float) -> list[float]:
    tens = range(round(low * 10), 11)
    return [ten / 10 for ten in tens if len(tens) <= MOST_TICKS or ten % 2 == 0]


@lru_cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "trend.svg"
    )
