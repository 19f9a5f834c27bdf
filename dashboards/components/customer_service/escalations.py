"""Tickets that went up to tier 2 or higher: how soon, and who resolved them in the end."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.customer_service.words import instant, moment, open_time, wall_time
from dashboards.components.table import Column, table
from dashboards.components.ticket_link import ticket_link
from dashboards.view import View
from pipeline.marts.service import Escalation, ServiceMonth

COLUMNS = ("ticket", "escalated", "tier", "business", "wall", "resolved")
NUMBERS = {"business", "wall"}


def title(view: View, month: ServiceMonth) -> str:
    """How many, and after how long."""
    count = month.escalation_count
    if not count:
        return view.say("service.escalations_none")
    seconds = month.escalation_business_median_seconds
    if seconds is None:
        return view.say("service.escalations_untimed", count=count)
    return view.say("service.escalations_title", count=count, time=open_time(view, seconds))


def resolved_note(view: View, month: ServiceMonth) -> str | None:
    """How many are resolved, and by which tier."""
    if not month.escalation_count:
        return None
    return view.say(
        "service.escalations_resolved",
        count=month.escalation_resolved_count,
        first=view.show.number(month.escalation_resolved_by_tier_1_count),
        higher=view.show.number(month.escalation_resolved_by_higher_tier_count),
    )


def escalations_table(view: View, found: Sequence[Escalation]) -> None:
    """A row per ticket, the earliest first; nothing without any."""
    if not found:
        return
    columns = [
        Column(view.say(f"service.column_{name}"), is_number=name in NUMBERS) for name in COLUMNS
    ]
    rows = alone.rows(
        view,
        found,
        lambda each: (
            ticket_link(view, each),
            instant(view, each.escalated_at),
            moment(
                view,
                str(each.tier),
                view.say("service.up_to_tier", tier=str(each.highest_tier))
                if each.highest_tier > each.tier
                else None,
            ),
            open_time(view, each.business_seconds),
            wall_time(view, each.wall_seconds),
            _resolved(view, each),
        ),
        len(columns),
    )
    st.html(table(view.say("service.escalations_caption"), columns, rows, "escalations"))


def _resolved(view: View, each: Escalation) -> str:
    if not each.is_resolved:
        return view.say("service.not_resolved")
    if each.closed_by_tier is None:
        return view.say("service.resolved")
    return view.say("service.resolved_by", tier=str(each.closed_by_tier))
