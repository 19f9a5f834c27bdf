"""The customer's page beyond response times, section by section."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from dashboards import alone
from dashboards.components import heading
from dashboards.components.customer_service import (
    agents,
    by_the_wall,
    calls,
    contacts,
    escalations,
    fee,
    reading_rows,
    silences,
    updates,
)
from dashboards.service import (
    ByTheWall,
    Calls,
    Contact,
    Contacts,
    Escalation,
    LateUpdate,
    ServiceMonth,
    Silence,
    Updates,
)
from dashboards.terms import ReadingRow
from dashboards.view import View
from pipeline import marts
from pipeline.marts.readings import side_by_side

MOST_SILENCES = 5
MOST_LATE_UPDATES = 5


def readings(view: View, customer_id: str, month: date) -> None:
    """What the month would be, were the promise read to the letter."""
    rows = side_by_side(view.ask(ReadingRow, marts.readings, month, customer_id))
    if not rows:
        return
    heading.section(reading_rows.title(view, rows))
    reading_rows.reading_rows(view, rows)
    heading.note(view.say("service.readings_note"), view.say("contract.readings_severity"))


def service(view: View, customer_id: str, month: date) -> None:
    """Agents, the wall, contacts, escalations, calls, silences, updates, what the fee bought."""
    found = view.ask(ServiceMonth, marts.service_by_customer, month, customer_id)
    if not found:
        heading.section(view.say("service.not_covered", month=view.month(month)))
        return
    told = found[0]
    with alone.section(view.say):
        _agents(view, told)
    with alone.section(view.say):
        _by_the_wall(view, customer_id, month)
    with alone.section(view.say):
        _contacts(view, told, customer_id, month)
    with alone.section(view.say):
        _escalations(view, told, customer_id, month)
    with alone.section(view.say):
        _calls(view, told, customer_id, month)
    with alone.section(view.say):
        _updates(view, customer_id, month)
    with alone.section(view.say):
        _silences(view, customer_id, month)
    with alone.section(view.say):
        heading.section(fee.title(view, told), view.say("service.fee_note"))
        fee.fee_figures(view, told)


def frames(view: View, customer_id: str, month: date) -> Mapping[str, pd.DataFrame]:
    """All of it to be taken away."""
    return {
        "service": view.frame(marts.service_by_customer, month, customer_id),
        "by_the_wall": view.frame(marts.first_responses_by_the_wall, month, customer_id),
        "contacts": view.frame(marts.contacts_by_channel, month, customer_id),
        "unkept": view.frame(marts.unkept_contacts, month, customer_id),
        "escalations": view.frame(marts.escalated_tickets, month, customer_id),
        "calls": view.frame(marts.meetings_by_kind, month, customer_id),
        "updates": view.frame(marts.updates_by_severity, month, customer_id),
        "late_updates": view.frame(marts.late_updates, month, customer_id, MOST_LATE_UPDATES),
        "silences": view.frame(marts.longest_silences, month, customer_id, MOST_SILENCES),
        "silent_now": view.frame(marts.running_silences, customer_id, MOST_SILENCES),
    }


def _agents(view: View, told: ServiceMonth) -> None:
    heading.section(agents.title(view, told))
    agents.agent_figures(view, told)
    heading.note(view.say("service.agents_note"), view.say("service.at_once_note"))


def _by_the_wall(view: View, customer_id: str, month: date) -> None:
    found = view.ask(ByTheWall, marts.first_responses_by_the_wall, month, customer_id)
    heading.section(by_the_wall.title(view, found), view.say("service.wall_named_note"))
    by_the_wall.wall_table(view, found)


def _contacts(view: View, told: ServiceMonth, customer_id: str, month: date) -> None:
    heading.section(contacts.title(view, told), contacts.calls_note(view, told))
    contacts.contacts_table(view, view.ask(Contacts, marts.contacts_by_channel, month, customer_id))
    unkept = view.ask(Contact, marts.unkept_contacts, month, customer_id)
    if unkept:
        heading.note(view.say("service.unkept", count=len(unkept)))
    contacts.unkept_table(view, unkept)
    if told.contact_out_of_hours_count:
        heading.note(view.say("service.contacts_note"), view.say("service.wall_note"))


def _escalations(view: View, told: ServiceMonth, customer_id: str, month: date) -> None:
    heading.section(escalations.title(view, told), escalations.resolved_note(view, told))
    escalations.escalations_table(
        view, view.ask(Escalation, marts.escalated_tickets, month, customer_id)
    )


def _calls(view: View, told: ServiceMonth, customer_id: str, month: date) -> None:
    heading.section(calls.title(view, told))
    calls.calls_table(view, view.ask(Calls, marts.meetings_by_kind, month, customer_id))


def _updates(view: View, customer_id: str, month: date) -> None:
    found = view.ask(Updates, marts.updates_by_severity, month, customer_id)
    heading.section(updates.title(view, found), view.say("service.updates_note"))
    updates.updates_table(view, found)
    late = view.ask(LateUpdate, marts.late_updates, month, customer_id, MOST_LATE_UPDATES)
    updates.late_updates_table(view, late)


def _silences(view: View, customer_id: str, month: date) -> None:
    found = view.ask(Silence, marts.longest_silences, month, customer_id, MOST_SILENCES)
    heading.section(silences.title(view, found), view.say("service.silences_note"))
    silences.silences_table(view, found, view.say("service.silences_caption"))
    running = view.ask(Silence, marts.running_silences, customer_id, MOST_SILENCES)
    if running:
        heading.note(view.say("service.silent_now"))
    silences.silences_table(view, running, view.say("service.silent_now_caption"))
