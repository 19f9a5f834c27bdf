"""What a report's figures may be contested by, and how complete the data behind them are."""

from datetime import date, datetime

from pipeline.reports.figures import Value


class Contested(Value):
    """A response, and one reason why its verdict may be contested; it changes no verdict."""

    response_id: str
    source: str
    ticket_id: str
    code: str | None = None
    """The ticket's number as people call it."""
    subject: str | None
    url: str | None
    severity: int
    metric: str
    opened_at: datetime
    outcome: str
    """`met`, `breached`, `pending`, `unanswered` or `no_target`."""
    exclusion_reason: str | None
    """`deleted`, `waived`, or null where it counts."""
    reason: str
    """`waived`, `deleted_late`, `closed_without_reply`, `closed_by_program`, `lowered_while_owed`,
    `instant_reply` or `moved`; others question the rest of the promise."""
    is_counted_against: bool
    """Whether the worst case counts it as late; else it questions the rest of the promise."""
    contested_at: datetime | None
    """When what may be contested happened."""
    contested_by: str | None
    """Whose doing it was; null where the exports do not tell."""

    @property
    def number(self) -> str:
        """What people call the ticket."""
        return self.code or self.ticket_id


class Alarm(Value):
    """What puts every figure from a source in doubt."""

    kind: str
    """`source_without_replies` or `source_without_targets`."""
    source: str


class SourceShares(Value):
    """What is odd about a source's tickets of the month: shares, null where there is nothing."""

    source: str
    created_month: date
    ticket_without_customer_message_share: float | None
    answered_ticket_without_reply_share: float | None
    """Tickets whose status says answered, but that hold no message of a person."""
    event_without_ticket_share: float | None
    replaced_event_share: float | None
    """Rows whose place a different event took."""
    unclassified_response_share: float | None
    before_policy_response_share: float | None
    """Responses before the first version of the policy."""

    def share(self, name: str) -> float | None:
        """The share of something odd."""
        found: float | None = getattr(self, f"{name}_share")
        return found


class SourceMonth(SourceShares):
    """The same with counts."""

    ticket_count: int
    ticket_without_customer_message_count: int
    answered_ticket_without_reply_count: int
    event_count: int
    event_without_ticket_count: int
    replaced_event_count: int
    response_count: int
    unclassified_response_count: int
    before_policy_response_count: int

    def count(self, name: str) -> int:
        """How many there are of something odd."""
        found: int = getattr(self, f"{name}_count")
        return found
