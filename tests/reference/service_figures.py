"""§7: what the rows of a customer's month come to."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.reference.figures import closed_within, median

Row = dict[str, Any]
QUICKLY = 15 * 60


def of_responses(rows: list[Row]) -> Row:
    """Replies and whose, and how soon the first one comes."""
    replies = [row for row in rows if row["closed_by"] == "reply"]
    first = [row for row in rows if row["metric"] == "first_response" and row["closed_by"]]
    quick = [
        row for row in first if row["closed_by"] == "reply" and row["business_seconds"] <= QUICKLY
    ]
    return {
        "owed_count": len(rows),
        "reply_count": len(replies),
        "dedicated_reply_count": sum(bool(row["is_dedicated_responder"]) for row in replies),
        "rostered_reply_count": sum(row["dedicated_agent_id"] is not None for row in replies),
        "first_response_count": len(first),
        "first_response_median_seconds": median(row["business_seconds"] for row in first),
        "first_response_owed_count": sum(row["metric"] == "first_response" for row in rows),
        "first_response_median_of_all_seconds": closed_within(
            [row["business_seconds"] for row in first if row["closed_by"] == "reply"],
            sum(row["metric"] == "first_response" and row["closed_by"] != "reply" for row in rows),
            Fraction(1, 2),
        ),
        "first_response_within_15_minutes_count": len(quick),
    }


def of_silences(rows: list[Row]) -> Row:
    """The longest; of equal ones the earliest."""
    longest = min(
        rows,
        key=lambda row: (
            -row["silence_seconds"],
            row["started_at"],
            row["source"],
            row["ticket_id"],
        ),
        default=None,
    )
    return {
        "longest_silence_seconds": longest["silence_seconds"] if longest else None,
        "longest_silence_source": longest["source"] if longest else None,
        "longest_silence_ticket_id": longest["ticket_id"] if longest else None,
    }


def of_contacts(rows: list[Row], prefix: str, all_of_them: str) -> Row:
    """By outcome, and the calls among them; names begin with `prefix`."""
    counted = [row for row in rows if row["outcome"] != "deleted"]

    def count(outcome: str) -> int:
        return sum(row["outcome"] == outcome for row in counted)

    calls = [row for row in counted if row["is_unanswered_call"]]
    answered = [row["wall_seconds"] for row in calls if row["answered_at"]]
    return {
        f"{all_of_them}count": len(counted),
        f"{prefix}in_time_count": count("in_time"),
        f"{prefix}late_count": count("late"),
        f"{prefix}pending_count": count("pending"),
        f"{prefix}closed_unanswered_count": count("closed_unanswered"),
        "unanswered_call_count": len(calls),
        "unanswered_call_answered_count": len(answered),
        "unanswered_call_median_seconds": median(answered),
    }


def of_escalations(rows: list[Row]) -> Row:
    """How many, how soon, and closed by whom."""

    def times(column: str) -> list[int]:
        return [row[column] for row in rows if row[column] is not None]

    tiers = [row["closed_by_tier"] or 0 for row in rows if row["is_resolved"]]
    return {
        "escalation_count": len(rows),
        "escalation_business_median_seconds": median(times("business_seconds")),
        "escalation_wall_median_seconds": median(times("wall_seconds")),
        "escalation_resolved_count": len(tiers),
        "escalation_resolved_by_tier_1_count": sum(tier == 1 for tier in tiers),
        "escalation_resolved_by_higher_tier_count": sum(tier >= 2 for tier in tiers),
    }


def of_meetings(prefix: str, rows: list[Row]) -> Row:
    """By status; names begin with `prefix`."""

    def count(status: str) -> int:
        return sum(row["status"] == status for row in rows)

    waits = [row["wait_seconds"] for row in rows if row["wait_seconds"] is not None]
    return {
        f"{prefix}booked_count": len(rows) - count("cancelled"),
        f"{prefix}held_count": count("held"),
        f"{prefix}missed_count": count("missed"),
        f"{prefix}cancelled_count": count("cancelled"),
        f"{prefix}wait_median_seconds": median(waits),
    }
