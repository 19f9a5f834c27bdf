"""What each page of the dashboard asks to be taken away, there and on the command line alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pipeline import marts

MOST_LISTED = 5
"""So many of the longest silences and gaps are told."""


@dataclass(frozen=True)
class Asked:
    """A question of the marts, and what it is asked for beside scope and snapshot."""

    question: Callable[..., pd.DataFrame]
    arguments: tuple[Any, ...] = ()


Page = Mapping[str, Asked]
"""Questions by the key that names their sheet."""


def overview(month: date) -> Page:
    """All customers."""
    return {
        "customers": Asked(marts.compliance_by_customer, (month,)),
        "owed": Asked(marts.open_responses),
        "months": Asked(marts.monthly_counts),
    }


def at_risk(
    customer_id: str | None = None, severity: int | None = None, agent_key: str | None = None
) -> Page:
    """What is owed now."""
    return {"at_risk": Asked(marts.at_risk, (customer_id, severity, agent_key))}


def customer(customer_id: str, month: date) -> Page:
    """A customer's month, and the rest of the promise."""
    return {
        "promise": Asked(marts.promise, (customer_id, month)),
        "owed": Asked(marts.open_responses, (customer_id,)),
        "months": Asked(marts.monthly_counts, (customer_id,)),
        "late": Asked(marts.late_responses, (month, customer_id)),
        "contested": Asked(marts.contested_in, (month, customer_id)),
        "service": Asked(marts.service_by_customer, (month, customer_id)),
        "by_the_wall": Asked(marts.first_responses_by_the_wall, (month, customer_id)),
        "contacts": Asked(marts.contacts_by_channel, (month, customer_id)),
        "unkept": Asked(marts.unkept_contacts, (month, customer_id)),
        "escalations": Asked(marts.escalated_tickets, (month, customer_id)),
        "calls": Asked(marts.meetings_by_kind, (month, customer_id)),
        "updates": Asked(marts.updates_by_severity, (month, customer_id)),
        "late_updates": Asked(marts.late_updates, (month, customer_id, MOST_LISTED)),
        "silences": Asked(marts.longest_silences, (month, customer_id, MOST_LISTED)),
        "silent_now": Asked(marts.running_silences, (customer_id, MOST_LISTED)),
    }


def contract(month: date, window: Sequence[date], customer_id: str | None = None) -> Page:
    """What is promised, how it may be read, what was waived; of one customer or of all."""
    return {
        "readings": Asked(marts.readings, (month, customer_id)),
        "targets": Asked(marts.policy_targets),
        "hours": Asked(marts.opening_hours),
        "waived": Asked(marts.waived_by_customer, (window[0], window[-1], customer_id)),
        "waivers": Asked(marts.waiver_register, (customer_id,)),
    }


def team(
    month: date,
    window: Sequence[date],
    customer_id: str | None = None,
    source: str | None = None,
    agent_id: str | None = None,
) -> Page:
    """Who replied to whom, and when; to one customer or to all."""
    return {
        "replies": Asked(marts.replies_by_agent, (month, customer_id)),
        "year": Asked(marts.replies_by_agent, (window[-1], customer_id, window[0])),
        "roster": Asked(marts.roster_entries, (month,)),
        "owed": Asked(marts.at_risk, (customer_id,)),
        "load": Asked(marts.messages_by_hour, (month, source, agent_id, customer_id)),
    }


def data_health(most_files: int) -> Page:
    """What went in, and what was odd about it."""
    return {
        "findings": Asked(marts.data_findings),
        "completeness": Asked(marts.completeness),
        "rejected": Asked(marts.rejected_rows),
        "files": Asked(marts.loaded_files, (most_files,)),
    }


def ticket(source: str, ticket_id: str, response_ids: Sequence[str]) -> Page:
    """One ticket: its responses, how their clocks ran, what happened."""
    return {
        "responses": Asked(marts.explained_responses, (response_ids,)),
        "segments": Asked(marts.response_segments, (response_ids,)),
        "events": Asked(marts.ticket_events, (source, ticket_id)),
    }
