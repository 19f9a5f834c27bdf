"""How the clock of a response ran, piece by piece."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.chosen import Ids, chosen, parameters
from pipeline.marts.records import Record, Unpublished
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class Segment(Record):
    """A stretch of the reported leg in which its clock did the same."""

    segment_number: Unpublished[int] = 0
    started_at: datetime
    ended_at: datetime
    state: str
    """`running`, `closed` or `paused`."""
    why: str | None
    """Closed: `outside_hours`, `weekend`, `closed_day` or `holiday`; paused: the status."""
    holiday_name: str | None
    seconds: int
    running_seconds: int
    """What the clock counted; over all segments they add up to elapsed_seconds."""


def response_segments(scope: Scope, snapshot: Path, response_ids: Ids = None) -> pd.DataFrame:
    """One row per stretch of the reported leg in which its clock did the same, in order.

    Columns: those of `response_segments`.
    """
    # The table is made when it is asked for, and only of these where they are written out.
    written_out = {f"response_{number}": key for number, key in enumerate(response_ids or ())}
    names = ", ".join(f"${name}" for name in written_out) or "null"
    return ask(
        snapshot,
        f"""
        select *
        from response_segments
        where
            {"true" if response_ids is None else f"response_id in ({names})"}
            and response_id in (
                select response_id
                from fct_responses
                where {chosen(scope, response_ids)}
            )
        order by response_id, segment_number
        """,
        {**written_out, **parameters(scope, response_ids)},
    )
