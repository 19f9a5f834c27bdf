"""Reads the rest of the promise off the marts."""

from datetime import date
from pathlib import Path

from pipeline import marts
from pipeline.marts import Scope
from pipeline.reports.rows import values_of
from pipeline.reports.service import (
    ByTheWall,
    Contacts,
    Escalation,
    LateUpdate,
    Meetings,
    Service,
    ServiceMonth,
    Silence,
    Updates,
)

SILENCES = 5
"""How many of the longest silences a report has."""
LATE_UPDATES = 5
"""How many of the updates that came late."""


def service_of(scope: Scope, snapshot: Path, customer_id: str, month: date) -> Service | None:
    """A customer's month; None without a day of cover."""
    figures = marts.service_by_customer(scope, snapshot, month, customer_id)
    if figures.empty:
        return None
    escalations = marts.escalated_tickets(scope, snapshot, month, customer_id)
    silences = marts.longest_silences(scope, snapshot, month, customer_id, SILENCES)
    walls = marts.first_responses_by_the_wall(scope, snapshot, month, customer_id)
    updates = marts.updates_by_severity(scope, snapshot, month, customer_id)
    late = marts.late_updates(scope, snapshot, month, customer_id, LATE_UPDATES)
    return Service(
        figures=values_of(figures, ServiceMonth)[0],
        contacts=values_of(
            marts.contacts_by_channel(scope, snapshot, month, customer_id), Contacts
        ),
        meetings=values_of(marts.meetings_by_kind(scope, snapshot, month, customer_id), Meetings),
        escalations=values_of(escalations, Escalation),
        silences=values_of(silences, Silence),
        by_the_wall=values_of(walls, ByTheWall),
        updates=values_of(updates, Updates),
        late_updates=values_of(late, LateUpdate),
    )
