"""What the register says of a response: whose it is, covered or waived, and whose to answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tests.reference.records import Register, RosterRow, Ticket

UNKNOWN = "(unknown)"


def customer_of(register: Register, source: str, ticket: Ticket | None, moment: datetime) -> str:
    """The customer_id; "the account itself where the register does not know it"."""
    account_id = ticket.account_at(moment) if ticket else None
    if account_id is None:
        return UNKNOWN
    for account in register.accounts:
        if (account.source, account.account_id) == (source, account_id):
            return account.customer_id
    return account_id


def is_covered(register: Register, customer_id: str, day: date) -> bool:
    """§1: "on the days of its register rows with `add_on` = `vip`, both ends included"."""
    return any(
        period.customer_id == customer_id
        and period.add_on == "vip"
        and _holds(period.valid_from, period.valid_until, day)
        for period in register.customers
    )


def is_waived(register: Register, response_id: str, opened_at: datetime, day: date) -> bool:
    """§6: named "by id and opening time, approved on or before the local day of `as_of`"."""
    return any(
        waiver.response_id == response_id
        and waiver.opened_at == opened_at
        and waiver.approved_on is not None
        and waiver.approved_on <= day
        for waiver in register.waivers
    )


def dedicated_agent(register: Register, customer_id: str, source: str, day: date) -> str | None:
    """§7: "the dedicated agent on the roster" that day, or their stand-in.

    Of several the latest, then by id.
    """
    rows = on_duty(register, customer_id, source, day)
    rows.sort(key=lambda row: row.agent_id)
    rows.sort(key=lambda row: row.valid_from or date.min, reverse=True)
    return rows[0].agent_id if rows else None


def dedicated_agents(
    register: Register, customer_id: str, source: str | None, day: date
) -> set[str]:
    """All who are there for the customer that day, of any source where none is named."""
    return {row.agent_id for row in on_duty(register, customer_id, source, day)}


def on_duty(
    register: Register, customer_id: str | None, source: str | None, day: date
) -> list[RosterRow]:
    """The rows of the roster that hold on a day, of any customer and source where none is named.

    Whoever is away is replaced by who stands in; without anybody the row is left out.
    """
    found: list[RosterRow] = []
    for row in register.roster:
        if (
            customer_id in (row.customer_id, None)
            and source in (row.source, None)
            and _holds(row.valid_from, row.valid_until, day)
        ):
            there: str | None = row.agent_id
            for absence in register.absences:
                if (absence.source, absence.agent_id) == (row.source, row.agent_id) and _holds(
                    absence.valid_from, absence.valid_until, day
                ):
                    there = absence.stand_in_id
            if there is not None:
                found.append(row if there == row.agent_id else replace(row, agent_id=there))
    return found


def _holds(valid_from: date | None, valid_until: date | None, day: date) -> bool:
    """Both ends included; an empty one is open."""
    return (valid_from or date.min) <= day <= (valid_until or date.max)
