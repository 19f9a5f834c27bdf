"""Reads the rest of the promise off the marts."""

from datetime import date
from pathlib import Path

from pipeline import marts
from pipeline.marts import Scope
from pipeline.reports.rows import values_of
from pipeline.reports.service import (
    Contacts,
    Escalation,
    Meetings,
    Service,
    ServiceMonth,
    Silence,
)

SILENCES = 5
"""How many of the longest silences a report has."""


def service_of(scope: Scope, snapshot: Path, customer_id: str, month: date) -> Service | None:
    """A customer's month; None without a day of cover."""
    figures = marts.service_by_customer(scope, snapshot, month, customer_id)
    if figures.empty:
        return None
    escalations = marts.escalated_tickets(scope, snapshot, month, customer_id)
    silences = marts.longest_silences(scope, snapshot, month, customer_id, SILENCES)
    return Service(
        figures=values_of(figures, ServiceMonth)[0],
        contacts=values_of(
            marts.contacts_by_channel(scope, snapshot, month, customer_id), Contacts
        ),
        meetings=values_of(marts.meetings_by_kind(scope, snapshot, month, customer_id), Meetings),
        escalations=values_of(escalations, Escalation),
        silences=values_of(silences, Silence),
    )
