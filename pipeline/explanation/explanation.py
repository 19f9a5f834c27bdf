"""All that a verdict is made of, as values: no words, no rounding.

Instants are aware, in UTC; every `_seconds` is a whole number of seconds.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Response:
    """A response owed as `fct_responses` judges it, on the run's reading."""

    response_id: str
    source: str
    ticket_id: str
    code: str
    """The ticket's number as people call it."""
    cycle_number: int
    metric: str
    customer_id: str
    customer_name: str
    subject: str | None
    url: str | None
    channel: str | None
    severity: int
    name_de: str
    """Of the severity, as name_en."""
    name_en: str
    opened_at: datetime
    opened_by_event_id: str
    is_opened_in_hours: bool
    closed_at: datetime | None
    closed_by: str | None
    closed_by_event_id: str | None
    responder_id: str | None
    responder_name: str | None
    responder_tier: int | None
    dedicated_agent_id: str | None
    dedicated_agent_name: str | None
    is_dedicated_responder: bool | None
    outcome: str
    exclusion_reason: str | None
    clock: str
    amount_count: float | None
    """The target as it is promised, so many of `amount_unit`; null without one."""
    amount_unit: str | None
    target_seconds: int | None
    elapsed_seconds: int
    business_seconds: int
    wall_seconds: int
    paused_seconds: int
    due_at: datetime | None
    leg_started_at: datetime
    leg_ended_at: datetime
    """Where the reported leg ended; without a target where the response did."""
    policy_version: date | None
    override_version: date | None
    calendar_id: str
    time_zone: str
    """Of the calendar."""
    working_day_seconds: int
    reading: str
    as_of: datetime

    @property
    def is_owed(self) -> bool:
        """Whether nothing has closed it up to as_of."""
        return self.closed_at is None

    @property
    def left_seconds(self) -> int | None:
        """What is left of the target, below zero once it is exceeded; null without one."""
        return None if self.target_seconds is None else self.target_seconds - self.elapsed_seconds


@dataclass(frozen=True)
class Segment:
    """A stretch of the reported leg in which its clock did the same."""

    segment_number: int
    started_at: datetime
    ended_at: datetime
    state: str  # running, closed, paused
    why: str | None  # closed: outside_hours, weekend, closed_day, holiday; paused: the status
    holiday_name: str | None
    seconds: int
    running_seconds: int


@dataclass(frozen=True)
class Leg:
    """A severity's target, with a clock of its own."""

    leg_number: int
    severity: int
    name_de: str
    name_en: str
    made_at: datetime
    leg_started_at: datetime
    leg_ended_at: datetime
    is_lasting: bool
    clock: str
    amount_count: float
    amount_unit: str
    target_seconds: int
    elapsed_seconds: int
    paused_seconds: int
    due_at: datetime | None
    is_breached: bool
    is_reported: bool


@dataclass(frozen=True)
class Pause:
    """A time in which the policy stopped the clock of a follow-up."""

    pause_number: int
    pause_status: str
    paused_by_event_id: str
    started_at: datetime
    ended_at: datetime
    is_running: bool
    business_seconds: int
    wall_seconds: int


@dataclass(frozen=True)
class Event:
    """An event of the ticket: what it opened or closed, or why it was ignored."""

    event_id: str
    occurred_at: datetime
    kind: str
    value: str | None
    previous_value: str | None
    actor_kind: str | None
    actor_id: str | None
    actor_name: str | None
    channel: str | None
    effect: str  # opens, closes, ignored
    reason: str


@dataclass(frozen=True)
class Waiver:
    """Why a response does not count, and who said so."""

    register_row: int
    reason: str
    approved_by: str
    approved_on: date
    note: str | None


@dataclass(frozen=True)
class Explanation:
    """A verdict and all that it is made of."""

    response: Response
    segments: tuple[Segment, ...]
    """Of the reported leg, gapless; their running seconds add up to `elapsed_seconds`."""
    legs: tuple[Leg, ...]
    """None where no severity on the way had a target."""
    pauses: tuple[Pause, ...]
    events: tuple[Event, ...]
    """From the opening to the closing, both included, in the ticket's order."""
    waiver: Waiver | None
    """The waiver that holds, if any, even where the response does not count for another reason."""

    @property
    def opener(self) -> Event:
        """The customer message that opened it."""
        return self.events[0]

    @property
    def closer(self) -> Event | None:
        """The event that closed it; None while it is owed."""
        return None if self.response.is_owed else self.events[-1]

    @property
    def ignored(self) -> tuple[Event, ...]:
        """What came between and closed nothing."""
        return tuple(event for event in self.events if event.effect == "ignored")
