"""Times that go on by the viewer's own clock, without a rerun of the page."""

import math
from datetime import datetime
from pathlib import Path

import streamlit as st

from dashboards.markup import Html, tag
from dashboards.view import View

SCRIPT = Path(__file__).parent.parent / "script" / "ticking.js"
SCREEN_READER_ROLE = "timer"  # which is not read out at every tick


def ticking(
    view: View, instant: datetime, now: datetime, ahead: str = "{time}", past: str = "{time}"
) -> Html:
    """The time until an instant or since it, in these phrases; `now` until the browser takes over.

    Wall time, to the second: never a clock that stands still in closed hours or in a pause.
    """
    seconds = math.floor((instant - now).total_seconds())
    day = view.say("ticking.day")
    phrase = past if seconds < 0 else ahead
    return tag(
        "span",
        phrase.format(time=_written(abs(seconds), day)),
        role=SCREEN_READER_ROLE,
        class_="sla-ticking",
        data_sla_instant=instant.isoformat(),
        data_sla_ahead=ahead,
        data_sla_past=past,
        data_sla_day=day,
        data_sla_over=seconds < 0,
    )


def start_ticking() -> None:
    """Let the browser go on with every `ticking` of the page."""
    script = SCRIPT.read_text(encoding="utf-8")
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def _written(seconds: int, day: str) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = f"{hours}:{minutes:02}:{seconds:02}"
    return f"{days}\u00a0{day} {clock}" if days else clock
