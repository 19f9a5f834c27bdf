"""Who answers, and when: per human agent, customer and month."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from tests.reference.register import UNKNOWN
from tests.reference.service_tickets import Told, month

Row = dict[str, Any]


def team_monthly(responses: list[Row]) -> list[Row]:
    """What each agent's replies closed, of the responses that count."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in responses:
        if row["exclusion_reason"] is None and row["closed_by"] == "reply":
            agent_id = row["responder_id"] or UNKNOWN
            key = row["source"], agent_id, row["customer_id"], row["opened_month"]
            groups[key].append(row)
    return [
        {
            "source": source,
            "agent_id": agent_id,
            "customer_id": customer_id,
            "month": first,
            "reply_count": len(rows),
            "met_count": sum(row["outcome"] == "met" for row in rows),
            "breached_count": sum(row["outcome"] == "breached" for row in rows),
            "no_target_count": sum(row["outcome"] == "no_target" for row in rows),
            "dedicated_reply_count": sum(bool(row["is_dedicated_responder"]) for row in rows),
        }
        for (source, agent_id, customer_id, first), rows in groups.items()
    ]


def team_hours(told: list[Told]) -> list[Row]:
    """Public messages by weekday and local hour of the default calendar."""
    counts: Counter[Any] = Counter()
    for it in told:
        calendar = it.view.policy.default_calendar
        for message in it.human_messages:
            local = message.occurred_at.astimezone(calendar.zone)
            first = month(calendar, message.occurred_at)
            who = it.source, message.actor_id or UNKNOWN, it.customer_id(message.occurred_at)
            counts[*who, first, local.isoweekday(), local.hour] += 1
    names = ("source", "agent_id", "customer_id", "month", "weekday", "local_hour")
    return [
        {**dict(zip(names, key, strict=True)), "public_message_count": count}
        for key, count in counts.items()
    ]
