"""When a calendar is open."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class Stretch(Record):
    """From when to when a calendar is open."""

    started_at: datetime
    ended_at: datetime


def open_stretches(
    _scope: Scope, snapshot: Path, calendar_id: str, started_at: datetime, ended_at: datetime
) -> pd.DataFrame:
    """One row per stretch of opening hours that touches a time, in order: started_at, ended_at.

    Stretches are cut to the time asked for, and at midnights of UTC and of the calendar's zone.
    """
    return ask(
        snapshot,
        """
        select
            greatest(started_at, $started_at) as started_at,
            least(ended_at, $ended_at) as ended_at
        from dim_calendar_segments
        where
            calendar_id = $calendar_id
            and is_open
            and started_at < $ended_at
            and ended_at > $started_at
        order by started_at
        """,
        {"calendar_id": calendar_id, "started_at": started_at, "ended_at": ended_at},
    )
