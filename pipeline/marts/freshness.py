"""How old a snapshot is, by the contract's clock: nothing grows old while nobody works."""

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask

DAY_SECONDS = int(timedelta(days=1).total_seconds())


class Freshness(Record):
    """A row of `freshness`."""

    run_id: str
    as_of: datetime
    open_seconds: int | None
    """Of opening hours since as_of, by the default calendar; None beyond where it reaches."""
    wall_seconds: int
    working_day_seconds: int | None

    @property
    def is_stale(self) -> bool:
        """Whether more than a working day of opening hours went by without a newer snapshot.

        Where the calendar does not tell, more than a day.
        """
        if self.open_seconds is None or self.working_day_seconds is None:
            return self.wall_seconds > DAY_SECONDS
        return self.open_seconds > self.working_day_seconds


def freshness(_scope: Scope, snapshot: Path, moment: datetime) -> pd.DataFrame:
    """One row: run_id, as_of, open_seconds and wall_seconds from as_of to a moment.

    Open seconds are those of the default calendar, null where its segments do not reach so far; its
    working_day_seconds stand beside them.
    """
    return ask(
        snapshot,
        """
        with run as (
            select
                run_id,
                as_of,
                default_calendar_id as calendar_id
            from run_info
        ),

        since as (
            select
                cast(
                    coalesce(
                        sum(
                            date_diff(
                                'second',
                                greatest(segments.started_at, run.as_of),
                                least(segments.ended_at, $moment)
                            )
                        ) filter (where segments.is_open),
                        0
                    ) as bigint
                ) as open_seconds,
                coalesce(max(segments.ended_at) >= $moment, false) as is_told
            from run
            inner join dim_calendar_segments as segments using (calendar_id)
            where
                segments.started_at <= $moment
                and segments.ended_at > run.as_of
                and run.as_of <= $moment
        )

        select
            run.run_id,
            run.as_of,
            case
                when run.as_of > $moment then 0
                when since.is_told then since.open_seconds
            end as open_seconds,
            date_diff('second', run.as_of, $moment) as wall_seconds,
            calendars.working_day_seconds
        from run
        cross join since
        left join dim_calendars as calendars using (calendar_id)
        """,
        {"moment": moment},
    )
