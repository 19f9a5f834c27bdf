"""What is owed now."""

from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import OfResponse

SOON_SECONDS = 3600
"""What has no more than this left is due soon."""


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

    @property
    def is_running(self) -> bool:
        """Whether it has a target that has not been missed yet."""
        return self.outcome == "pending"

    @property
    def is_due_soon(self) -> bool:
        """Whether little is left of its target."""
        return self.is_running and (self.left_seconds or 0) <= SOON_SECONDS

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands still, so that nobody knows when it will be due."""
        return self.is_running and self.due_at is None


def open_responses(scope: Scope, snapshot: Path, customer_id: str | None = None) -> pd.DataFrame:
    """One row per counted response owed at as_of, the most urgent first: `open_responses`."""
    return ask(
        snapshot,
        f"""
        select code, open_responses.* exclude (code), working_day_seconds
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
