"""How old a snapshot is, by the contract's clock: nothing grows old while nobody works."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class Freshness(Record):
    """A row of `freshness`."""

    run_id: str
    as_of: datetime
    open_seconds: int
    """Of opening hours since as_of, by the default calendar."""
    working_day_seconds: int

    @property
    def is_stale(self) -> bool:
        """Whether more than a working day of opening hours went by without a newer snapshot."""
        return self.open_seconds > self.working_day_seconds


def freshness(_scope: Scope, snapshot: Path, moment: datetime) -> pd.DataFrame:
    """One row: run_id, as_of, open_seconds between as_of and a moment, working_day_seconds.

    Open seconds are those of the default calendar, whose working_day_seconds they are beside.
    """
    return ask(
        snapshot,
        """
        select
            run_id,
            as_of,
            cast(
                coalesce(
                    sum(
                        date_diff(
                            'second', greatest(started_at, as_of), least(ended_at, $moment)
                        )
                    ) filter (where started_at is not null),
                    0
                ) as bigint
            ) as open_seconds,
            working_day_seconds
        from (select run_id, as_of, default_calendar_id from run_info) as run
        inner join dim_calendars on default_calendar_id = calendar_id
        left join dim_calendar_segments as segments
            on
                default_calendar_id = segments.calendar_id
                and is_open
                and segments.started_at < $moment
                and segments.ended_at > as_of
                and as_of < $moment
        group by run_id, as_of, working_day_seconds
        """,
        {"moment": moment},
    )
