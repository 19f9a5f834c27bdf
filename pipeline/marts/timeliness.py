"""How in time responses were, by what they were: severity, weekday and hour, part of the target.

All of responses that a selection means and that are counted (`is_counted`: in time or late, no
reason to leave them out).
"""

from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.selection import USED, Selection
from pipeline.marts.snapshot import ask
from pipeline.statistics.shares import Share


class InTime(Record):
    """Counted responses, and how many of them were in time."""

    counted_count: int
    met_count: int

    @property
    def share(self) -> Share:
        """In time, of all that count."""
        return Share(self.met_count, self.counted_count)

    @property
    def late_count(self) -> int:
        """The others."""
        return self.counted_count - self.met_count


class SeverityInTime(InTime):
    """Of a severity, first responses or follow-ups."""

    severity: int
    metric: str


class HourInTime(InTime):
    """Opened in an hour of a weekday, 1 Monday to 7 Sunday, on the calendar's wall clock."""

    weekday: int
    local_hour: int


class UseOfTarget(InTime):
    """Responses that took so many tenths of their target; up to 10 it was kept."""

    tenths: int
    """Begun ones count in full: 10 is up to 100 %, both included, and 1 is also for no time."""


_COUNTS = """
            count(*) as counted_count,
            count(*) filter (where outcome = 'met') as met_count
"""


def in_time_by_severity(scope: Scope, snapshot: Path, selection: Selection) -> pd.DataFrame:
    """One row per severity and metric with counted responses, the most urgent first.

    Columns: severity, metric, counted_count, met_count.
    """
    return _asked(
        scope,
        snapshot,
        selection,
        f"""
        select
            severity,
            metric,
            {_COUNTS}
        from counted
        left join dim_severities using (severity)
        group by severity, metric, urgency_rank
        order by urgency_rank, severity, metric
        """,
    )


def in_time_by_hour(scope: Scope, snapshot: Path, selection: Selection) -> pd.DataFrame:
    """One row per weekday and hour in which counted responses were opened, in order.

    Columns: weekday (1 Monday to 7 Sunday) and local_hour (0 to 23) on the calendar's wall clock,
    counted_count, met_count.
    """
    return _asked(
        scope,
        snapshot,
        selection,
        f"""
        select
            opened_weekday as weekday,
            opened_hour as local_hour,
            {_COUNTS}
        from counted
        group by opened_weekday, opened_hour
        order by opened_weekday, opened_hour
        """,
    )


def use_of_targets(scope: Scope, snapshot: Path, selection: Selection) -> pd.DataFrame:
    """One row per tenth of the target that counted responses took, the shortest first.

    Columns: tenths (elapsed time by target, begun tenths in full, 1 to FULLEST), counted_count,
    met_count. Of the leg that is reported, on its own clock.
    """
    return _asked(
        scope,
        snapshot,
        selection,
        f"""
        select
            {USED} as tenths,
            {_COUNTS}
        from counted
        group by all
        order by tenths
        """,
    )


def _asked(scope: Scope, snapshot: Path, selection: Selection, question: str) -> pd.DataFrame:
    return ask(
        snapshot,
        f"""
        with counted as (
            select *
            from fct_responses
            where
                is_counted
                and {scope.condition()}
                and {selection.condition()}
        )

        {question}
        """,
        {**selection.parameters(), **scope.parameters()},
    )
