"""§7: escalation to tier 2 or higher, and who closed in the end."""

from __future__ import annotations

import re
from typing import Any

from tests.reference.service_tickets import Told, month, wall
from tests.reference.walk import ONE_ACTION

Row = dict[str, Any]


def escalation(told: Told) -> Row | None:
    """§7: "Escalation to tier 2 or higher: the first reach …; who closed in the end, by tier"."""
    reached = [
        (tier, step.event)
        for step in told.walked
        if step.event.kind == "escalation" and (tier := _tier(step.event.value)) >= 2
    ]
    if not reached:
        return None
    tier, first = reached[0]
    contacts = [step.event.occurred_at for step in told.walked if step.is_customer_message]
    contact = contacts[0] if contacts else None
    anchor = contact or first.occurred_at
    calendar = told.calendar(anchor)
    is_timed = contact is not None and contact <= first.occurred_at
    return {
        "source": told.source,
        "ticket_id": told.ticket_id,
        "customer_id": told.customer_id(anchor),
        "tier": tier,
        "highest_tier": max(tier for tier, _ in reached),
        "escalated_at": first.occurred_at,
        "escalated_by_event_id": first.event_id,
        "first_contact_at": contact,
        "business_seconds": (
            calendar.open_seconds(anchor, first.occurred_at) if is_timed else None
        ),
        "wall_seconds": wall(anchor, first.occurred_at) if is_timed else None,
        "calendar_id": calendar.calendar_id,
        **_closing(told),
        "is_covered": told.is_covered(anchor),
        "escalated_month": month(calendar, first.occurred_at),
    }


def _tier(value: str | None) -> int:
    return int(value) if value and re.fullmatch("[0-9]{1,9}", value) else 0


def _closing(told: Told) -> Row:
    """Who closed in the end, where the ticket's last change of status is one to `resolved`."""
    changes = [step for step in told.walked if step.is_status_change]
    if not changes or not changes[-1].becomes("resolved"):
        return {
            "is_resolved": False,
            "closed_at": None,
            "closed_by_agent_id": None,
            "closed_by_tier": None,
        }
    last = changes[-1]
    agent_id = last.event.actor_id if last.actor == "agent" else None
    words = [
        message
        for message in told.human_messages
        if message.occurred_at <= last.event.occurred_at + ONE_ACTION
    ]
    if agent_id is None and words:
        agent_id = words[-1].actor_id
    return {
        "is_resolved": True,
        "closed_at": last.event.occurred_at,
        "closed_by_agent_id": agent_id,
        "closed_by_tier": told.view.tiers.get(agent_id) if agent_id else None,
    }
