"""The chart of a month by promise: the share in time, and the time taken against the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from pipeline.marts.contract import PromiseLine
from pipeline.palette import PALETTE
from pipeline.statistics.shares import Share
from pipeline.wording.formatting import Formatting

WIDTH = 660
TOP, ROW, BELOW = 34, 21, 40
LABEL_WIDTH = 176
SHARES = (LABEL_WIDTH + 8, 392)
"""Where the shares stand, from the lowest shown to 100 %."""
TIMES = (424, 596)
"""Where the times stand, from nothing to MOST_TIMES the target; longer ones stand at the edge."""
MOST_TIMES = 2
MOST_TOLD = 100
"""Beyond so many times the target only that it is more is told: a number must stay in its place."""
TEMPLATES = Path(__file__).parent / "template"


@dataclass(frozen=True)
class Words:
    """What stands in the picture besides figures."""

    share: str
    counted: str
    """What stands there instead where no promise has enough for a share."""
    times: str
    target: str
    median: str
    within: str
    longest: str
    lines: Sequence[str]
    """What each promise is called."""
    counts: Sequence[str]
    """Of each, what stands for a share of too few."""


@dataclass(frozen=True)
class Tick:
    """A level of an axis."""

    x: float
    label: str
    is_target: bool = False


@dataclass(frozen=True)
class Line:
    """A promise's place in the picture; None where there is nothing to draw."""

    y: float
    label: str
    few: str
    share: float | None
    low: float | None
    high: float | None
    median: float | None
    within: float | None
    longest: float | None
    beyond: str
    """How many times the target the longest took, where that is beyond the picture."""


def promise_svg(lines: Sequence[PromiseLine], show: Formatting, words: Words, alt: str) -> str:
    """The picture of promises with judged responses, in their order.

    Where all of them have too few for a share, there is no axis of shares, only the counts.
    """
    telling = [line.counts.net for line in lines if line.counts.net.is_telling]
    low = floor(min([0.9, *(share.interval[0] for share in telling)]) * 10) / 10
    return _template().render(
        palette=PALETTE,
        width=WIDTH,
        height=TOP + ROW * len(lines) + BELOW,
        top=TOP,
        bottom=TOP + ROW * len(lines),
        left=LABEL_WIDTH,
        shares=SHARES,
        times=TIMES,
        words=words,
        alt=alt,
        share_ticks=[
            Tick(_on_shares(value, low), show.percent(value)) for value in _ticks(low) if telling
        ],
        time_ticks=[
            Tick(_on_times(value), show.percent(value), value == 1) for value in (0, 0.5, 1, 1.5, 2)
        ],
        lines=[
            _line(line, TOP + ROW * (place + 0.5), low, show, words.lines[place], few)
            for place, (line, few) in enumerate(zip(lines, words.counts, strict=True))
        ],
    )


def _line(line: PromiseLine, y: float, low: float, show: Formatting, label: str, few: str) -> Line:
    share: Share | None = line.counts.net if line.counts.net.is_telling else None
    longest = line.max_seconds
    beyond = ""
    if longest is not None and line.target_seconds and longest > MOST_TIMES * line.target_seconds:
        times = longest / line.target_seconds
        told = show.percent(ceil(min(times, MOST_TOLD) * 100) / 100, "#,##0")
        beyond = f"> {told}" if times > MOST_TOLD else told
    return Line(
        y=y,
        label=label,
        few=few,
        share=_on_shares(share.value, low) if share else None,
        low=_on_shares(share.interval[0], low) if share else None,
        high=_on_shares(share.interval[1], low) if share else None,
        median=_time(line.median_of_all_seconds, line),
        within=_time(line.p90_of_all_seconds, line),
        longest=_time(longest, line),
        beyond=beyond,
    )


def _on_shares(value: float, low: float) -> float:
    start, end = SHARES
    return round(start + (value - low) / (1 - low) * (end - start), 1)


def _on_times(times: float) -> float:
    start, end = TIMES
    return round(start + min(times, MOST_TIMES) / MOST_TIMES * (end - start), 1)


def _time(seconds: int | None, line: PromiseLine) -> float | None:
    if seconds is None or not line.target_seconds:
        return None
    return _on_times(seconds / line.target_seconds)


def _ticks(low: float) -> list[float]:
    tens = range(round(low * 10), 11)
    step = 1 if len(tens) <= 4 else 2
    return [ten / 10 for ten in tens if (10 - ten) % step == 0]


@lru_cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "promise.svg"
    )
