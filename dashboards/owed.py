"""What is owed to customers at the snapshot's as_of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SOON_SECONDS = 3600
"""What has no more than this left is due soon."""


@dataclass(frozen=True)
class Owed:
    """A response that is owed now, as `open_responses` has it."""

    response_id: str
    source: str
    ticket_id: str
    code: str
    customer_id: str
    metric: str
    severity: int
    channel: str | None
    subject: str | None
    url: str | None
    opened_at: datetime
    clock: str | None
    target_seconds: int | None
    left_seconds: int | None
    due_at: datetime | None
    is_overdue: bool
    outcome: str

    @property
    def ticket(self) -> str:
        """The ticket as an address names it."""
        return f"{self.source}:{self.ticket_id}"

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


def overdue(responses: Iterable[Owed]) -> list[Owed]:
    """Those past their target: the most urgent severity first, then the longest overdue."""
    return sorted(
        (response for response in responses if response.is_overdue),
        key=lambda response: (response.severity, response.due_at or response.opened_at),
    )


def running(responses: Iterable[Owed]) -> list[Owed]:
    """Those whose target is not used up, the next due first; paused ones last."""
    return sorted(
        (response for response in responses if response.is_running),
        key=lambda response: (
            response.due_at is None,
            response.due_at or response.opened_at,
            response.severity,
        ),
    )


def without_target(responses: Iterable[Owed]) -> list[Owed]:
    """Those that no target covers, the longest waiting first."""
    return sorted(
        (response for response in responses if not response.is_overdue and not response.is_running),
        key=lambda response: response.opened_at,
    )


def in_order(responses: Iterable[Owed]) -> list[Owed]:
    """All of them, whoever is most urgent first."""
    responses = list(responses)
    return [*overdue(responses), *running(responses), *without_target(responses)]
