"""Single responses in a report: times, verdict, and for what was late how its clock ran."""

from datetime import date, datetime

from pipeline.reports.figures import Value


class Waiver(Value):
    """Why a response does not count, and who said so."""

    reason: str
    approved_by: str
    approved_on: date
    note: str | None


class Segment(Value):
    """A stretch of the reported leg in which its clock did the same."""

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


class Leg(Value):
    """A target that one severity gave the response."""

    severity: int
    leg_started_at: datetime
    leg_ended_at: datetime
    clock: str
    target_seconds: int
    elapsed_seconds: int
    is_breached: bool
    is_lasting: bool
    """Whether it lasted to the end, no lowering of the severity having ended it."""
    is_reported: bool


class Case(Value):
    """A response owed to the customer; severity, target and elapsed time are the reported leg's."""

    response_id: str
    source: str
    ticket_id: str
    code: str | None = None
    """The ticket's number as people call it; reports of former versions do not tell it."""
    subject: str | None
    url: str | None
    channel: str | None
    severity: int
    metric: str
    opened_at: datetime
    closed_at: datetime | None
    """Null while it is owed."""
    closed_by: str | None
    """`reply`, `resolution`, `dismissal` or `deletion`."""
    responder_name: str | None
    is_dedicated_responder: bool | None
    clock: str
    amount_count: float | None
    amount_unit: str | None
    target_seconds: int | None
    elapsed_seconds: int
    leg_started_at: datetime
    due_at: datetime | None
    outcome: str
    """`met`, `breached`, `pending`, `unanswered` or `no_target`."""
    exclusion_reason: str | None
    """`deleted`, `not_covered`, `waived`, or null where it counts."""
    policy_version: date | None
    override_version: date | None
    time_zone: str
    """Of the calendar that counts its time."""
    waiver: Waiver | None = None
    """Only of waived ones."""
    segments: tuple[Segment, ...] = ()
    """Only of late ones that count."""
    legs: tuple[Leg, ...] = ()
    """Only of late ones that count."""

    @property
    def number(self) -> str:
        """What people call the ticket."""
        return self.code or self.ticket_id

    @property
    def over_seconds(self) -> int:
        """By how much the target is exceeded; negative while it is not, 0 without one."""
        return 0 if self.target_seconds is None else self.elapsed_seconds - self.target_seconds

    @property
    def counts(self) -> bool:
        """Whether it counts for the share."""
        return self.exclusion_reason is None and self.outcome in {"met", "breached"}
