"""What was not answered in time."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.service import OnTicket


@dataclass(frozen=True)
class Late(OnTicket):
    """A response that was late, or is and is still owed."""

    response_id: str
    metric: str
    severity: int
    opened_at: datetime
    closed_at: datetime | None
    elapsed_seconds: int
    target_seconds: int
    exclusion_reason: str | None

    @property
    def over_seconds(self) -> int:
        """By how much it is over its target."""
        return self.elapsed_seconds - self.target_seconds
