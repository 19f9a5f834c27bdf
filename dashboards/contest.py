"""What may be contested, how complete the data are, and what puts all figures in doubt."""

from dataclasses import dataclass
from datetime import date, datetime

from dashboards.service import OnTicket


@dataclass(frozen=True)
class Contested(OnTicket):
    """A response, and one reason why its verdict may be contested."""

    response_id: str
    metric: str
    severity: int
    opened_at: datetime
    outcome: str
    exclusion_reason: str | None
    reason: str
    is_counted_against: bool
    contested_at: datetime | None
    contested_by: str | None


@dataclass(frozen=True)
class Alarm:
    """A source whose figures cannot be relied on."""

    kind: str
    source: str


@dataclass(frozen=True)
class SourceMonth:
    """What came from a source of the tickets of a month, and what is odd about it."""

    source: str
    created_month: date | None
    ticket_count: int
    event_count: int
    response_count: int
    ticket_without_customer_message_count: int
    ticket_without_customer_message_share: float | None
    answered_ticket_without_reply_count: int
    answered_ticket_without_reply_share: float | None
    event_without_ticket_count: int
    event_without_ticket_share: float | None
    replaced_event_count: int
    replaced_event_share: float | None
    unclassified_response_count: int
    unclassified_response_share: float | None
    before_policy_response_count: int
    before_policy_response_share: float | None

    def count(self, name: str) -> int:
        """How much of something there is."""
        found: int = getattr(self, f"{name}_count")
        return found

    def share(self, name: str) -> float | None:
        """The share of something odd."""
        found: float | None = getattr(self, f"{name}_share")
        return found
