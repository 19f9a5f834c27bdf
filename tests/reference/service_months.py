"""§7 added up: per dedicated customer and month, by channel, and by kind of call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from tests.reference import register
from tests.reference.records import Register, RosterRow
from tests.reference.responses import View
from tests.reference.service_figures import (
    of_contacts,
    of_escalations,
    of_meetings,
    of_responses,
    of_silences,
)
from tests.reference.service_tickets import Told, month

Row = dict[str, Any]
Key = tuple[str, date]
MONTHS = ("opened_month", "began_month", "arrived_month", "escalated_month", "scheduled_month")


def service_monthly(view: View, facts: dict[str, list[Row]], told: list[Told]) -> list[Row]:
    """A row per customer and month with a covered day, or with anything that counts.

    None before the month of the oldest event. `view` is of any source.
    """
    by_month = {name: _by_month(rows) for name, rows in facts.items()}
    involved = _involved(view, told)
    oldest = min((it.walked[0].event.occurred_at for it in told), default=view.as_of)
    begin = month(view.policy.default_calendar, oldest)
    covered = _covered_months(view)
    on_duty = cache(partial(register.on_duty, view.register, None, None))
    keys = {key for name, found in by_month.items() if name != "fct_meetings" for key in found}
    rows = []
    for customer_id, first in sorted(keys | covered.keys() if told else ()):
        key = customer_id, first
        mine = {name: found.get(key, []) for name, found in by_month.items()}
        if first >= begin:
            rows.append(
                {
                    "customer_id": customer_id,
                    "month": first,
                    **_fee(view, customer_id, covered.get(key, [])),
                    **of_responses(mine["fct_responses"]),
                    "involved_agent_count": len(involved.get(key, set())),
                    "dedicated_agent_customer_count": _customers_of_one_agent(view, on_duty, *key),
                    **of_silences(mine["fct_silences"]),
                    **of_contacts(
                        mine["fct_contacts_out_of_hours"], "contact_", "contact_out_of_hours_"
                    ),
                    **of_escalations(mine["fct_escalations"]),
                    **of_meetings("meeting_", mine["fct_meetings"]),
                }
            )
    return rows


def contacts_monthly(facts: dict[str, list[Row]]) -> list[Row]:
    """By channel."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in facts["fct_contacts_out_of_hours"]:
        if row["is_covered"] and row["outcome"] != "deleted":
            key = row["customer_id"], row["arrived_month"], row["channel"] or "unknown"
            groups[key].append(row)
    return [
        {
            "customer_id": customer_id,
            "month": first,
            "channel": channel,
            **of_contacts(rows, "", "contact_"),
        }
        for (customer_id, first, channel), rows in groups.items()
    ]


def meetings_monthly(facts: dict[str, list[Row]]) -> list[Row]:
    """By kind."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in facts["fct_meetings"]:
        if row["is_covered"]:
            groups[row["customer_id"], row["scheduled_month"], row["kind"]].append(row)
    return [
        {"customer_id": customer_id, "month": first, "kind": kind, **of_meetings("", rows)}
        for (customer_id, first, kind), rows in groups.items()
    ]


def _by_month(rows: list[Row]) -> dict[Key, list[Row]]:
    """What counts for the customer: covered, ended, and without an exclusion reason."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        is_deleted = "arrived_at" in row and row["outcome"] == "deleted"
        counts = row.get("is_covered", True) and row.get("exclusion_reason") is None
        if counts and not is_deleted and not row.get("is_running"):
            first = next(row[name] for name in MONTHS if name in row)
            found[row["customer_id"], first].append(row)
    return found


def _covered_months(view: View) -> dict[Key, list[date]]:
    """The covered days up to `as_of`'s local day, by customer and month."""
    last = view.policy.default_calendar.local_day(view.as_of)
    months: dict[Key, list[date]] = defaultdict(list)
    for customer_id in {row.customer_id for row in view.register.customers}:
        rows = [row for row in view.register.customers if row.customer_id == customer_id]
        only = Register(customers=tuple(rows))
        day = min(row.valid_from or last for row in rows)
        while day <= last:
            if register.is_covered(only, customer_id, day):
                months[customer_id, day.replace(day=1)].append(day)
            day += timedelta(days=1)
    return months


def _fee(view: View, customer_id: str, days: list[date]) -> Row:
    if not days:
        return {
            "covered_day_count": 0,
            "monthly_fee_eur": None,
            "currency": None,
            "covered_open_seconds": 0,
        }
    calendar = view.policy.default_calendar
    spans = [
        (calendar.midnight(day), min(calendar.midnight(day + timedelta(days=1)), view.as_of))
        for day in days
    ]
    rows = [
        row
        for row in view.register.customers
        if row.customer_id == customer_id
        and row.add_on == "vip"
        and (row.valid_from or date.min) <= days[-1] <= (row.valid_until or date.max)
    ]
    rows.sort(key=lambda row: row.valid_from or date.min)  # of two, the later
    return {
        "covered_day_count": len(days),
        "monthly_fee_eur": rows[-1].monthly_fee_eur,
        "currency": rows[-1].currency,
        "covered_open_seconds": sum(calendar.open_seconds(*span) for span in spans),
    }


def _involved(view: View, told: list[Told]) -> dict[Key, set[tuple[str, str]]]:
    """Who wrote publicly on the customer's tickets in the month."""
    found: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    for it in told:
        for message in it.human_messages:
            first = month(view.policy.default_calendar, message.occurred_at)
            if message.actor_id:
                found[it.customer_id(message.occurred_at), first].add((it.source, message.actor_id))
    return found


def _customers_of_one_agent(
    view: View, on_duty: Callable[[date], list[RosterRow]], customer_id: str, first: date
) -> int | None:
    """The most customers at once of any agent who is there for this one that day.

    They only become more on days on which somebody is appointed, stands in, or is back.
    """
    last = view.policy.default_calendar.local_day(view.as_of)
    rows = [*view.register.roster, *view.register.absences]
    starts = {row.valid_from for row in rows if row.valid_from}
    starts |= {row.valid_until + timedelta(days=1) for row in rows if row.valid_until}
    days = {first} | {day for day in starts if day.replace(day=1) == first and day <= last}
    most: list[int] = []
    for day in days:
        there = on_duty(day)
        most += [
            len(
                {
                    row.customer_id
                    for row in there
                    if (row.source, row.agent_id) == (mine.source, mine.agent_id)
                }
            )
            for mine in there
            if mine.customer_id == customer_id
        ]
    return max(most, default=None)
