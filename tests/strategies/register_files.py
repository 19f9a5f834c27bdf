"""The register of a made-up workspace as files."""

from __future__ import annotations

from pathlib import Path

from tests.reference.records import Register
from tests.strategies.files import day, utc, write_csv


def write_register(folder: Path, register: Register) -> None:
    """One file per table, as people keep them."""
    folder.mkdir(exist_ok=True)
    write_csv(
        folder / "customers.csv",
        "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to,"
        "currency",
        (
            (
                row.customer_id,
                f"Kundin {row.customer_id}",
                "All-Inclusive",
                row.add_on,
                day(row.valid_from),
                day(row.valid_until),
                str(row.monthly_fee_eur) if row.monthly_fee_eur is not None else None,
                "de",
                None,
                row.currency if row.currency != "EUR" else None,
            )
            for row in register.customers
        ),
    )
    write_csv(
        folder / "accounts.csv",
        "source,account_id,customer_id",
        ((row.source, row.account_id, row.customer_id) for row in register.accounts),
    )
    write_csv(
        folder / "roster.csv",
        "customer_id,source,agent_id,valid_from,valid_until",
        (
            (row.customer_id, row.source, row.agent_id, day(row.valid_from), day(row.valid_until))
            for row in register.roster
        ),
    )
    write_csv(
        folder / "absences.csv",
        "source,agent_id,valid_from,valid_until,stand_in_id",
        (
            (
                row.source,
                row.agent_id,
                day(row.valid_from),
                day(row.valid_until),
                row.stand_in_id or "",
            )
            for row in register.absences
        ),
    )
    write_csv(
        folder / "waivers.csv",
        "response_id,opened_at,reason,approved_by,approved_on,note",
        (
            (row.response_id, utc(row.opened_at), "made up", "R. Weber", day(row.approved_on), "")
            for row in register.waivers
        ),
    )
    write_csv(
        folder / "meetings.csv",
        "meeting_id,customer_id,source,agent_id,kind,booked_at,scheduled_at,held_at,status",
        (
            (
                *(row.meeting_id, row.customer_id, row.source, row.agent_id, row.kind),
                *(
                    utc(moment) if moment else None
                    for moment in (row.booked_at, row.scheduled_at, row.held_at)
                ),
                row.status,
            )
            for row in register.meetings
        ),
    )
