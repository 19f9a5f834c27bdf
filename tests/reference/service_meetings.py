"""§7: review and other calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.reference import register
from tests.reference.records import Meeting
from tests.reference.responses import View
from tests.reference.service_tickets import is_covered, month, wall

Row = dict[str, Any]


def meetings(view: View) -> Iterator[Row]:
    """§7: "Review and other calls: booked, held, missed, by kind; time from booking to call".

    The register need not tell every moment: a call was meant for the time it was scheduled at, else
    held at, else booked at.
    """
    for it in view.register.meetings:
        if it.booked_at and it.booked_at > view.as_of:
            continue
        held_at = it.held_at if it.held_at and it.held_at <= view.as_of else None
        status = _status(it, view.as_of)
        meant_for = it.scheduled_at or it.held_at or it.booked_at
        is_waited = status == "held" and held_at and it.booked_at and it.booked_at <= held_at
        calendar = (
            view.policy.terms(it.customer_id, meant_for).calendar if meant_for is not None else None
        )
        agents: set[str] = set()
        if calendar and meant_for:
            day = calendar.local_day(held_at or meant_for)
            agents = register.dedicated_agents(view.register, it.customer_id, it.source, day)
        yield {
            "meeting_id": it.meeting_id,
            "customer_id": it.customer_id,
            "source": it.source,
            "agent_id": it.agent_id,
            "kind": it.kind,
            "status": status,
            "booked_at": it.booked_at,
            "scheduled_at": it.scheduled_at,
            "held_at": held_at,
            "wait_seconds": wall(it.booked_at, held_at)
            if is_waited and it.booked_at and held_at
            else None,
            "is_with_dedicated_agent": it.agent_id in agents,
            "is_covered": bool(meant_for and is_covered(view, it.customer_id, meant_for)),
            "scheduled_month": month(calendar, meant_for) if calendar and meant_for else None,
        }


def _status(it: Meeting, as_of: datetime) -> str:
    """What is written later is not yet so: the call is booked."""
    held_at = it.held_at or it.scheduled_at
    is_not_yet = (it.status == "held" and held_at and held_at > as_of) or (
        it.status == "missed" and it.scheduled_at and it.scheduled_at > as_of
    )
    return "booked" if is_not_yet else it.status
