"""What is promised beside response times: agents, contacts at night, escalations, calls.

All of covered customers. Durations are whole seconds; counts come as the marts hold them.
"""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record, Unpublished
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask
from pipeline.marts.tickets import CODE, OnTicket, tickets_of
from pipeline.statistics.shares import Share


class ServiceMonth(Record):
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
    first_response_owed_count: int = 0
    """Closed or not; reports of former versions do not tell it."""
    first_response_median_of_all_seconds: int | None = None
    """Within which half of all were answered; null where half of them were not."""
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

    @property
    def dedicated(self) -> Share:
        """Replies by the dedicated agent, of those on days on which there was one."""
        return Share(self.dedicated_reply_count, self.rostered_reply_count)

    @property
    def at_once(self) -> Share:
        """First responses within 15 minutes, of all that were owed."""
        return Share(self.first_response_within_15_minutes_count, self.first_response_owed_count)

    @property
    def contacts_in_time(self) -> Share:
        """Contacts out of hours answered by the end of the first opening day."""
        return Share(self.contact_in_time_count, self.contact_out_of_hours_count)

    @property
    def escalation_resolved_by_unknown_tier_count(self) -> int:
        """Those resolved by somebody whose tier nobody has told."""
        by_known = self.escalation_resolved_by_tier_1_count
        return (
            self.escalation_resolved_count
            - by_known
            - self.escalation_resolved_by_higher_tier_count
        )

    @property
    def others_of_agent(self) -> int:
        """How many more customers the dedicated agent had at the same time."""
        return max((self.dedicated_agent_customer_count or 1) - 1, 0)

    @property
    def meeting_upcoming_count(self) -> int:
        """Calls booked that are neither held nor missed yet."""
        return self.meeting_booked_count - self.meeting_held_count - self.meeting_missed_count


class Contacts(Record):
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


class Meetings(Record):
    """Calls of one kind."""

    kind: str
    booked_count: int
    """Those cancelled apart."""
    held_count: int
    missed_count: int
    cancelled_count: int
    dedicated_count: Unpublished[int] = 0
    """Held with the dedicated agent."""
    wait_median_seconds: int | None
    """From booking to call, of those held."""

    @property
    def upcoming_count(self) -> int:
        """Those booked that are neither held nor missed yet."""
        return self.booked_count - self.held_count - self.missed_count


class Escalation(OnTicket):
    """A ticket that reached tier 2 or higher in the month."""

    tier: int
    highest_tier: Unpublished[int] = 0
    escalated_at: datetime
    business_seconds: int | None
    wall_seconds: int | None
    is_resolved: bool
    closed_by_tier: int | None


# The number of the ticket on which a month's longest silence was.
def median(seconds: str, condition: str = "true") -> str:
    """SQL: the least value within which half of the rows lie (nearest rank); null without any."""
    return f"percentile_disc(0.5) within group (order by {seconds}) filter (where {condition})"


_LONGEST_SILENCE = """left join (
            select
                source as longest_silence_source,
                ticket_id as longest_silence_ticket_id,
                code as longest_silence_code
            from fct_tickets
            where ticket_id in (select longest_silence_ticket_id from months)
        ) using (longest_silence_source, longest_silence_ticket_id)"""


def service_months(scope: Scope, snapshot: Path, customer_id: str) -> pd.DataFrame:
    """One row per month of a customer, oldest first: `service_monthly`, longest_silence_code."""
    return ask(
        snapshot,
        f"""
        with months as materialized (
            select *
            from service_monthly
            where customer_id = $customer_id and {scope.condition()}
        )

        select months.*, longest_silence_code
        from months
        {_LONGEST_SILENCE}
        order by month
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )


def service_by_customer(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per customer with a row in the month, by name; of all, or of the one asked for.

    Columns: customer_name, those of `service_monthly`, and longest_silence_code, the number of
    the ticket on which the longest silence was.
    """
    return ask(
        snapshot,
        f"""
        with months as materialized (
            select
                customer_name,
                service_monthly.*
            from service_monthly
            inner join dim_customers using (customer_id)
            where
                month = $month
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        )

        select months.*, longest_silence_code
        from months
        {_LONGEST_SILENCE}
        order by customer_name, customer_id
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )


def contacts_by_channel(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per channel of a month's contacts outside opening hours, the busiest first.

    Columns: channel and the counts of `contacts_out_of_hours_monthly`, of all customers or of
    the one asked for; unanswered_call_median_seconds (null without an answered one).
    """
    return ask(
        snapshot,
        f"""
        select
            coalesce(channel, 'unknown') as channel,
            count(*) as contact_count,
            count(*) filter (where outcome = 'in_time') as in_time_count,
            count(*) filter (where outcome = 'late') as late_count,
            count(*) filter (where outcome = 'pending') as pending_count,
            count(*) filter (where outcome = 'closed_unanswered') as closed_unanswered_count,
            count(*) filter (where is_unanswered_call) as unanswered_call_count,
            count(wall_seconds) filter (where is_unanswered_call)
                as unanswered_call_answered_count,
            {median("wall_seconds", "is_unanswered_call")} as unanswered_call_median_seconds
        from fct_contacts_out_of_hours
        where
            is_counted
            and arrived_month = $month
            and customer_id = coalesce($customer_id, customer_id)
            and {scope.condition()}
        group by all
        order by contact_count desc, channel
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )


def meetings_by_kind(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per kind of call scheduled for a month, by kind.

    Columns: kind, booked_count (cancelled ones apart), held_count, missed_count,
    cancelled_count, dedicated_count (held with the dedicated agent), wait_median_seconds from
    booking to call (null without one held).
    """
    return ask(
        snapshot,
        f"""
        select
            kind,
            count(*) filter (where status <> 'cancelled') as booked_count,
            count(*) filter (where status = 'held') as held_count,
            count(*) filter (where status = 'missed') as missed_count,
            count(*) filter (where status = 'cancelled') as cancelled_count,
            count(*) filter (where status = 'held' and is_with_dedicated_agent)
                as dedicated_count,
            {median("wait_seconds")} as wait_median_seconds
        from fct_meetings
        where
            is_covered
            and scheduled_month = $month
            and customer_id = coalesce($customer_id, customer_id)
            and {scope.condition()}
        group by kind
        order by kind
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )


def escalated_tickets(
    scope: Scope, snapshot: Path, month: date, customer_id: str | None = None
) -> pd.DataFrame:
    """One row per ticket that first reached tier 2 or higher in a month, by when it did.

    Columns: code, customer_name, subject, url, closed_by_agent_name and those of
    `fct_escalations`.
    """
    return ask(
        snapshot,
        f"""
        with escalations as materialized (
            select *
            from fct_escalations
            where
                is_covered
                and escalated_month = $month
                and customer_id = coalesce($customer_id, customer_id)
                and {scope.condition()}
        ),

        {tickets_of("escalations")}

        select
            {CODE},
            customer_name,
            subject,
            url,
            agent_name as closed_by_agent_name,
            escalations.*
        from escalations
        inner join dim_customers using (customer_id)
        left join tickets using (source, ticket_id)
        left join (select source, agent_id as closed_by_agent_id, agent_name from dim_agents)
            using (source, closed_by_agent_id)
        order by escalated_at, source, ticket_id
        """,
        {"month": month, "customer_id": customer_id, **scope.parameters()},
    )
