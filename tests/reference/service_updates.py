"""§7: how often we let a customer wait for news for longer than a follow-up may take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from tests.reference.hours import total, without
from tests.reference.service_silences import closed_times, waits_for_customer
from tests.reference.service_tickets import Told, month

Row = dict[str, Any]
# What only the months count by.
_OWN = ("is_late",)


def late_updates(gaps: list[Row]) -> list[Row]:
    """ "How often the time … was longer than that target"."""
    return [
        {name: value for name, value in gap.items() if name not in _OWN}
        for gap in gaps
        if gap["is_late"]
    ]


def updates_monthly(gaps: list[Row]) -> list[Row]:
    """Per customer and month, "for each severity with a follow-up target"."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for gap in gaps:
        if gap["is_covered"]:
            key = gap["customer_id"], gap["began_month"], gap["severity"], gap["target_seconds"]
            groups[key].append(gap)
    return [
        {
            "customer_id": customer_id,
            "month": first,
            "severity": severity,
            "target_seconds": target_seconds,
            "gap_count": len(rows),
            "late_gap_count": sum(row["is_late"] for row in rows),
            "running_gap_count": sum(row["is_running"] for row in rows),
            "longest_gap_seconds": max(row["gap_seconds"] for row in rows),
        }
        for (customer_id, first, severity, target_seconds), rows in groups.items()
    ]


def update_gaps(told: Told) -> Iterator[Row]:
    """ "The time between two public messages of ours on an open ticket"."""
    as_of = told.view.as_of
    closed, is_closed_now = closed_times(told.walked, as_of)
    written = [step.event.occurred_at for step in told.walked if step.is_customer_message]
    messages = told.human_messages
    for place, begin in enumerate(messages):
        following = messages[place + 1] if place + 1 < len(messages) else None
        ended_at = following.occurred_at if following else as_of
        # "open seconds, from the first customer message on"
        if not written or written[0] >= ended_at:
            continue
        counted_from = max(begin.occurred_at, written[0])
        terms = told.view.policy.terms(told.customer_id(begin.occurred_at), begin.occurred_at)
        severity = told.severities.at(begin.occurred_at)
        target_seconds = terms.update_seconds(severity)
        open_time = terms.calendar.open_intervals(counted_from, ended_at)
        gap_seconds = total(without(open_time, closed))
        if target_seconds is None or not gap_seconds:
            continue
        is_late = gap_seconds > target_seconds
        # What still lasts counts once it is longer, and not while the next word is not ours.
        if following is None and (is_closed_now or not is_late or waits_for_customer(told.walked)):
            continue
        yield {
            "source": told.source,
            "ticket_id": told.ticket_id,
            "customer_id": told.customer_id(begin.occurred_at),
            "severity": severity,
            "began_month": month(terms.calendar, begin.occurred_at),
            "started_at": begin.occurred_at,
            "started_by_event_id": begin.event_id,
            "started_by_agent_id": begin.actor_id,
            "ended_at": ended_at,
            "is_running": following is None,
            "is_late": is_late,
            "gap_seconds": gap_seconds,
            "target_seconds": target_seconds,
            "calendar_id": terms.calendar.calendar_id,
            "is_covered": told.is_covered(begin.occurred_at),
        }
