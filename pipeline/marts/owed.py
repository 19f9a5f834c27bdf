"""What is owed now."""

from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from pipeline.marts.records import Unpublished
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import OfResponse

SOON_SECONDS = 3600
"""What has no more than this left is due soon."""

Due = Literal["overdue", "soon", "today", "later", "paused", "no_target"]
DUES: tuple[Due, ...] = get_args(Due)
"""How soon somebody must act on what is owed, the most urgent first."""
DUE = f"""case
                when outcome = 'breached' then 'overdue'
                when outcome <> 'pending' then 'no_target'
                when due_at is null then 'paused'
                when target_seconds - elapsed_seconds <= {SOON_SECONDS} then 'soon'
                when cast(timezone((select default_time_zone from run_info), due_at) as date)
                <= (select cast(timezone(default_time_zone, as_of) as date) from run_info)
                    then 'today'
                else 'later'
            end"""
"""The same in SQL, over rows of what is owed."""


class Owed(OfResponse):
    """A response that is owed now."""

    customer_id: str
    channel: str | None
    clock: str | None
    target_seconds: int | None
    working_day_seconds: int | None = None
    """What one working day is on its calendar."""
    left_seconds: int | None
    """Of its target, below zero once it is exceeded."""
    due_at: datetime | None
    """Null while nobody knows, its clock standing still."""
    is_overdue: bool
    outcome: str
    due: Unpublished[Due | None] = None
    """How soon somebody must act on it."""

    @property
    def is_running(self) -> bool:
        """Whether it has a target that has not been missed yet."""
        return self.outcome == "pending"

    @property
    def is_due_soon(self) -> bool:
        """Whether little is left of its target."""
        is_short = (self.left_seconds or 0) <= SOON_SECONDS
        return self.is_running and not self.is_paused and is_short

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still, so that nobody knows when it will be due."""
        return self.is_running and self.due_at is None


def open_responses(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per counted response owed at as_of, the most urgent first: `open_responses`.

    Beside its columns working_day_seconds, and `due`, how soon somebody must act.
    """
    return ask(
        snapshot,
        f"""
        select
            code,
            open_responses.* exclude (code),
            working_day_seconds,
            {DUE} as due
        from open_responses
        left join (select calendar_id, working_day_seconds from dim_calendars) using (calendar_id)
        where
            exclusion_reason is null
            and {scope.condition()}
            and customer_id = coalesce($customer_id, customer_id)
        order by due_at nulls last, response_id
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )
