"""The rest of the promise in a report: what is measured beside the response times."""

from datetime import datetime

from pipeline.reports.figures import Value


class ServiceMonth(Value):
    """A customer's month in figures, as `service_monthly` has them; medians null without cases."""

    covered_day_count: int
    monthly_fee_eur: float | None
    """In the currency beside it."""
    currency: str | None = "EUR"
    """Files from before fees had one are about euros."""
    covered_open_seconds: int
    owed_count: int
    reply_count: int
    dedicated_reply_count: int
    rostered_reply_count: int
    involved_agent_count: int
    dedicated_agent_customer_count: int | None
    first_response_count: int
    first_response_median_seconds: int | None
    first_response_within_15_minutes_count: int
    longest_silence_seconds: int | None
    longest_silence_source: str | None
    longest_silence_ticket_id: str | None
    longest_silence_code: str | None = None
    """The ticket's number as people call it; reports of former versions do not tell it."""
    contact_out_of_hours_count: int
    contact_in_time_count: int
    contact_late_count: int
    contact_pending_count: int
    contact_closed_unanswered_count: int
    unanswered_call_count: int
    unanswered_call_answered_count: int
    unanswered_call_median_seconds: int | None
    escalation_count: int
    escalation_business_median_seconds: int | None
    escalation_wall_median_seconds: int | None
    escalation_resolved_count: int
    escalation_resolved_by_tier_1_count: int
    escalation_resolved_by_higher_tier_count: int
    meeting_booked_count: int
    meeting_held_count: int
    meeting_missed_count: int
    meeting_cancelled_count: int
    meeting_wait_median_seconds: int | None


class Contacts(Value):
    """Contacts outside opening hours by one channel."""

    channel: str
    contact_count: int
    in_time_count: int
    late_count: int
    pending_count: int
    closed_unanswered_count: int
    unanswered_call_count: int
    unanswered_call_answered_count: int
    unanswered_call_median_seconds: int | None


class Meetings(Value):
    """Calls of one kind."""

    kind: str
    booked_count: int
    """Those cancelled apart."""
    held_count: int
    missed_count: int
    cancelled_count: int
    wait_median_seconds: int | None
    """From booking to call, of those held."""


class Escalation(Value):
    """A ticket that reached tier 2 or higher in the month."""

    source: str
    ticket_id: str
    code: str | None = None
    """The ticket's number as people call it; reports of former versions do not tell it."""
    tier: int
    escalated_at: datetime
    business_seconds: int | None
    wall_seconds: int | None
    is_resolved: bool
    closed_by_tier: int | None


class Silence(Value):
    """A long silence on an open ticket between two messages of an agent."""

    source: str
    ticket_id: str
    code: str | None = None
    """The ticket's number as people call it; reports of former versions do not tell it."""
    started_at: datetime
    ended_at: datetime
    is_running: bool
    silence_seconds: int


class ByTheWall(Value):
    """First responses of a severity, and the time by the wall that is named beside its target."""

    severity: int
    sentence_seconds: int
    response_count: int
    """Within, over and unanswered together."""
    within_count: int
    over_count: int
    """Given or closed later, or owed for longer."""
    unanswered_count: int
    """Closed within the time without a word."""
    pending_count: int
    """Beside them: owed, and not for as long."""
    longest_seconds: int


class Updates(Value):
    """Times between two of our messages on open tickets of a severity."""

    severity: int
    target_seconds: int
    """That of a follow-up."""
    gap_count: int
    late_gap_count: int
    """Longer than the target."""
    running_gap_count: int
    """Of the late ones, still without a word."""
    longest_gap_seconds: int


class LateUpdate(Value):
    """A time between two of our messages that was longer than a follow-up's target."""

    source: str
    ticket_id: str
    code: str
    severity: int
    started_at: datetime
    ended_at: datetime
    is_running: bool
    gap_seconds: int
    target_seconds: int


class Service(Value):
    """All of it."""

    figures: ServiceMonth
    contacts: tuple[Contacts, ...] = ()
    meetings: tuple[Meetings, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    silences: tuple[Silence, ...] = ()
    """The longest, at most five."""
    by_the_wall: tuple[ByTheWall, ...] = ()
    updates: tuple[Updates, ...] = ()
    """The severity with the greatest share of late ones first."""
    late_updates: tuple[LateUpdate, ...] = ()
    """The worst, at most five."""
