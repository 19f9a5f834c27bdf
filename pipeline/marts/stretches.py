"""When a calendar is open."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class Stretch(Record):
    """From when to when a calendar is open."""

    started_at: datetime
    ended_at: datetime


class OpeningDay(Record):
    """A local day on which the default calendar is open, from its first opening to its last end."""

    local_date: date
    opens_at: datetime
    closes_at: datetime


def opening_days_ahead(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """At most two rows: the local day of as_of, and the next one, where the calendar is open.

    Columns: local_date, opens_at and closes_at of the default calendar.
    """
    return ask(
        snapshot,
        """
        with segments as (
            select dim_calendar_segments.*, as_of
            from dim_calendar_segments
            inner join run_info on calendar_id = default_calendar_id
        ),

        today as (
            select local_date as today
            from segments
            where started_at <= as_of and as_of < ended_at
        ),

        days as (
            select local_date, min(started_at) as opens_at, max(ended_at) as closes_at
            from segments
            where is_open
            group by local_date
        )

        select local_date, opens_at, closes_at
        from days
        cross join today
        where local_date >= today
        qualify
            local_date = today
            or local_date = min(local_date) filter (where local_date > today) over ()
        order by local_date
        """,
    )


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
