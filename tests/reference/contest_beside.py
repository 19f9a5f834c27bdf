"""§7 and §8: what else may be contested of a response that was in time: the rest of the promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.reference.service_tickets import Told
from tests.reference.terms import Policy

Row = dict[str, Any]
Claim = tuple[str, datetime, str | None]  # reason, at, by


def questioned_responses(
    policy: Policy, responses: list[Row], told: list[Told], gaps: list[Row]
) -> list[Row]:
    """One row per response and reason; none of them weighs in the worst case."""
    late = {
        (gap["source"], gap["ticket_id"], gap["started_by_event_id"])
        for gap in gaps
        if gap["is_late"]
    }
    old = {
        (it.source, it.ticket_id, event_id)
        for it in told
        for event_id in _found_resolved(it, policy.old_thread_days)
    }
    return [
        {
            **{name: row[name] for name in ("response_id", "customer_id", "source")},
            **{name: row[name] for name in ("ticket_id", "opened_month")},
            "reason": reason,
            "at": at,
            "by": by,
            "is_counted_against": False,
        }
        for row in responses
        for reason, at, by in _claims(policy, row, late, old)
    ]


def _claims(policy: Policy, row: Row, late: set[Any], old: set[Any]) -> Iterator[Claim]:
    ticket = row["source"], row["ticket_id"]
    terms = policy.terms(row["customer_id"], row["opened_at"])
    sentence = terms.sentence_seconds(row["severity"])
    if row["metric"] == "follow_up" and (*ticket, row["opened_by_event_id"]) in old:
        yield "old_thread", row["opened_at"], None
    if row["closed_by"] != "reply":
        return
    here = row["closed_at"], row["responder_id"]
    if row["dedicated_agent_id"] is not None and not row["is_dedicated_responder"]:
        yield "another_agent", *here
    if row["outcome"] != "met":
        return
    if row["metric"] == "first_response" and sentence and row["wall_seconds"] > sentence:
        yield "over_24_hours", *here
    if (*ticket, row["closed_by_event_id"]) in late:
        yield "silent_afterwards", *here


def _found_resolved(told: Told, days: int | None) -> Iterator[str]:
    """The customer's messages that find the ticket resolved for longer than so many days."""
    resolved_at: datetime | None = None
    for step in told.walked:
        now = step.event.occurred_at
        if step.is_customer_message:
            if resolved_at and days is not None and now - resolved_at > timedelta(days=days):
                yield step.event.event_id
            resolved_at = None
        elif step.becomes("resolved"):
            resolved_at = resolved_at or now
        elif step.event.kind == "status" and step.event.value is not None:
            resolved_at = None
