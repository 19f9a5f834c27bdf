"""What a made-up workspace holds, and how it becomes files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.reference.records import Event, Export, Register, Source, Ticket

Cell = str | int | None
EPOCH = datetime(2019, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Batch:
    """A whole workspace in memory. `policy` is `policy.yml` as parsed."""

    policy: dict[str, Any]
    register: Register
    exports: tuple[Export, ...]
    as_of: datetime


def write_workspace(folder: Path, batch: Batch) -> None:
    """Write the batch as a workspace: `vip-sla.yml`, `policy.yml`, `register/` and `exports/`.

    Rows stand in no useful order, events are spread over two files, and some tickets and events
    have an older row under the same key, which says something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "as_of": batch.as_of.isoformat(),
        "language": "de",
        "sources": [_source(export.source) for export in batch.exports],
    }
    _write_yaml(folder / "vip-sla.yml", config)
    _write_yaml(folder / "policy.yml", batch.policy)
    _write_register(folder / "register", batch.register)
    for export in batch.exports:
        _write_export(folder / "exports" / export.source.name, export)


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "kind": "generic",
        "path": f"exports/{source.name}",
        "time_zone": source.time_zone,
        "severity": [
            {"field": "severity", "value": text, "level": level} for text, level in source.severity
        ],
        "bots": list(source.bots),
        "tiers": {tier: list(agent_ids) for tier, agent_ids in source.tiers.items()},
    }


def _write_register(folder: Path, register: Register) -> None:
    folder.mkdir(exist_ok=True)
    _write_csv(
        folder / "customers.csv",
        "customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to",
        (
            (
                row.customer_id,
                f"Kundin {row.customer_id}",
                "All-Inclusive",
                row.add_on,
                _day(row.valid_from),
                _day(row.valid_until),
                1000,
                "de",
                None,
            )
            for row in register.customers
        ),
    )
    _write_csv(
        folder / "accounts.csv",
        "source,account_id,customer_id",
        ((row.source, row.account_id, row.customer_id) for row in register.accounts),
    )
    _write_csv(
        folder / "roster.csv",
        "customer_id,source,agent_id,valid_from,valid_until",
        (
            (row.customer_id, row.source, row.agent_id, _day(row.valid_from), _day(row.valid_until))
            for row in register.roster
        ),
    )
    _write_csv(
        folder / "waivers.csv",
        "response_id,opened_at,reason,approved_by,approved_on,note",
        (
            (row.response_id, _utc(row.opened_at), "made up", "R. Weber", _day(row.approved_on), "")
            for row in register.waivers
        ),
    )
    _write_csv(
        folder / "meetings.csv",
        "meeting_id,customer_id,source,agent_id,kind,booked_at,scheduled_at,held_at,status",
        (),
    )


def _write_export(folder: Path, export: Export) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(export.source.time_zone)
    shuffle = Random(len(export.events)).shuffle
    accounts: set[str] = {ticket.account_id for ticket in export.tickets if ticket.account_id}
    _write_csv(
        folder / "customers.csv",
        "customer_id,name",
        ((account, f"Kundin {account}") for account in sorted(accounts)),
    )
    _write_csv(
        folder / "agents.csv",
        "agent_id,name,tier,is_bot",
        (
            (agent.agent_id, f"Agent {agent.agent_id}", agent.tier, str(agent.is_bot).lower())
            for agent in export.agents
        ),
    )
    tickets = [row for at, it in enumerate(export.tickets) for row in _ticket_rows(at, it)]
    shuffle(tickets)
    _write_csv(
        folder / "tickets.csv",
        "ticket_id,customer_id,subject,channel,severity,status,created_at,updated_at,url",
        tickets,
    )
    events = [row for at, it in enumerate(export.events) for row in _event_rows(at, it, zone)]
    shuffle(events)
    for part in (0, 1):
        _write_csv(
            folder / f"events-{part + 1}.csv",
            "event_id,ticket_id,occurred_at,kind,value,previous_value,actor_kind,actor_id,channel,"
            "updated_at",
            events[part::2],
        )


def _ticket_rows(place: int, ticket: Ticket) -> list[tuple[Cell, ...]]:
    # The row's own status is never read, so it is any.
    status = ("open", "waiting_customer", "on_hold", "resolved", "deleted")[place % 5]
    older, newer = _utc(EPOCH), _utc(EPOCH + timedelta(days=1))
    url = f"https://help.example/{ticket.ticket_id}"
    rows: list[tuple[Cell, ...]] = [
        (
            ticket.ticket_id,
            ticket.account_id,
            f"Anfrage „{place}“, dringend",
            ticket.channel,
            ticket.severity,
            status,
            older,
            newer,
            url,
        )
    ]
    if place % 7 == 0:
        rows.append((ticket.ticket_id, "stale", "", "stale", "5", "open", older, older, url))
    return rows


def _event_rows(place: int, event: Event, zone: ZoneInfo) -> list[tuple[Cell, ...]]:
    is_twice = place % 19 == 0
    newer = _utc(event.occurred_at + timedelta(days=1)) if is_twice else None
    rows: list[tuple[Cell, ...]] = [
        (
            event.event_id,
            event.ticket_id,
            _written(event.occurred_at, zone),
            event.kind,
            event.value,
            event.previous_value,
            event.actor_kind,
            event.actor_id,
            event.channel,
            newer,
        )
    ]
    if is_twice:
        hour_before = event.occurred_at - timedelta(hours=1)
        stale: tuple[Cell, ...] = (event.event_id, event.ticket_id, _utc(hour_before), "message")
        rows.append((*stale, None, None, "customer", None, None, _utc(event.occurred_at)))
    return rows


def _written(moment: datetime, zone: ZoneInfo) -> str:
    """Without an offset where the source's zone is not UTC and the wall time says it all."""
    wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    is_unambiguous = wall.replace(tzinfo=zone).astimezone(UTC) == moment
    if zone.key != "UTC" and is_unambiguous:
        return wall.isoformat(sep=" ")
    return _utc(moment)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _write_csv(path: Path, header: str, rows: Iterable[tuple[Cell, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
