"""The rest of the promise: what a customer's month held beside response times."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.statistics.shares import Share


@dataclass(frozen=True)
class ServiceMonth:
    """A customer's month in figures, as `service_monthly` has them; medians None without cases."""

    covered_day_count: int
    monthly_fee_eur: float | None
    currency: str | None
    covered_open_seconds: int
    reply_count: int
    dedicated_reply_count: int
    rostered_reply_count: int
    involved_agent_count: int
    dedicated_agent_customer_count: int | None
    first_response_count: int
    first_response_median_seconds: int | None
    first_response_within_15_minutes_count: int
    contact_out_of_hours_count: int
    contact_in_time_count: int
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

    @property
    def dedicated(self) -> Share:
        """Replies by the dedicated agent, of those on days on which there was one."""
        return Share(self.dedicated_reply_count, self.rostered_reply_count)

    @property
    def at_once(self) -> Share:
        """First responses within 15 minutes, of those that are closed."""
        return Share(self.first_response_within_15_minutes_count, self.first_response_count)

    @property
    def contacts_in_time(self) -> Share:
        """Contacts out of hours answered by the end of the first opening day."""
        return Share(self.contact_in_time_count, self.contact_out_of_hours_count)

    @property
    def others_of_agent(self) -> int:
        """How many more customers the dedicated agent had at the same time."""
        return max((self.dedicated_agent_customer_count or 1) - 1, 0)

    @property
    def meeting_upcoming_count(self) -> int:
        """Calls booked that are neither held nor missed yet."""
        return self.meeting_booked_count - self.meeting_held_count - self.meeting_missed_count


@dataclass(frozen=True)
class Contacts:
    """A month's contacts outside opening hours by one channel."""

    channel: str
    contact_count: int
    in_time_count: int
    late_count: int
    pending_count: int
    closed_unanswered_count: int
    unanswered_call_count: int
    unanswered_call_median_seconds: int | None


@dataclass(frozen=True)
class Calls:
    """A month's calls of one kind."""

    kind: str | None
    booked_count: int
    held_count: int
    missed_count: int
    cancelled_count: int
    dedicated_count: int
    wait_median_seconds: int | None

    @property
    def upcoming_count(self) -> int:
        """Those booked that are neither held nor missed yet."""
        return self.booked_count - self.held_count - self.missed_count


@dataclass(frozen=True)
class OnTicket:
    """Something that happened on a ticket."""

    source: str
    ticket_id: str
    code: str
    subject: str | None
    url: str | None

    @property
    def ticket(self) -> str:
        """The ticket as an address names it."""
        return f"{self.source}:{self.ticket_id}"


@dataclass(frozen=True)
class Contact(OnTicket):
    """A contact out of hours that was not answered in time, or a call that nobody picked up."""

    channel: str | None
    arrived_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    wall_seconds: int | None
    outcome: str
    is_unanswered_call: bool


@dataclass(frozen=True)
class Escalation(OnTicket):
    """A ticket that reached tier 2 or higher."""

    tier: int
    highest_tier: int
    escalated_at: datetime
    business_seconds: int | None
    wall_seconds: int | None
    is_resolved: bool
    closed_by_tier: int | None


@dataclass(frozen=True)
class Silence(OnTicket):
    """The time from one public message of an agent to the next, on an open ticket."""

    started_at: datetime
    ended_at: datetime
    is_running: bool
    silence_seconds: int


@dataclass(frozen=True)
class ByTheWall:
    """First responses of a severity, and the time by the wall named beside its target."""

    severity: int
    sentence_seconds: int
    response_count: int
    within_count: int
    over_count: int
    unanswered_count: int
    pending_count: int
    longest_seconds: int

    @property
    def within(self) -> Share:
        """Those within the time, of those whose fate is known."""
        return Share(self.within_count, self.response_count)


@dataclass(frozen=True)
class Updates:
    """The times between two of our messages on open tickets of a severity."""

    severity: int
    target_seconds: int
    gap_count: int
    late_gap_count: int
    running_gap_count: int
    longest_gap_seconds: int


@dataclass(frozen=True)
class LateUpdate(OnTicket):
    """A time between two of our messages that was longer than a follow-up's target."""

    severity: int
    started_at: datetime
    ended_at: datetime
    is_running: bool
    gap_seconds: int
    target_seconds: int
