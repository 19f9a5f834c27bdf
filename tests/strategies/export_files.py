"""A source's export as files.

Rows stand in no useful order, events are spread over two files, and some tickets and events have an
older row under the same key, which says something else.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests.reference.records import Event, Export, Ticket
from tests.strategies.files import Cell, utc, write_csv

EPOCH = datetime(2019, 1, 1, tzinfo=UTC)


def write_export(folder: Path, export: Export) -> None:
    """Customers, agents, tickets and events."""
    folder.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(export.source.time_zone)
    shuffle = Random(len(export.events)).shuffle
    accounts: set[str] = {ticket.account_id for ticket in export.tickets if ticket.account_id}
    write_csv(
        folder / "customers.csv",
        "customer_id,name",
        ((account, f"Kundin {account}") for account in sorted(accounts)),
    )
    write_csv(
        folder / "agents.csv",
        "agent_id,name,tier,is_bot",
        (
            (agent.agent_id, f"Agent {agent.agent_id}", agent.tier, str(agent.is_bot).lower())
            for agent in export.agents
        ),
    )
    tickets = [row for at, it in enumerate(export.tickets) for row in _ticket_rows(at, it)]
    shuffle(tickets)
    write_csv(
        folder / "tickets.csv",
        "ticket_id,customer_id,subject,channel,severity,status,created_at,updated_at,url",
        tickets,
    )
    events = [row for at, it in enumerate(export.events) for row in _event_rows(at, it, zone)]
    shuffle(events)
    for part in (0, 1):
        write_csv(
            folder / f"events-{part + 1}.csv",
            "event_id,ticket_id,occurred_at,kind,value,previous_value,actor_kind,actor_id,channel,"
            "updated_at",
            events[part::2],
        )


def _ticket_rows(place: int, ticket: Ticket) -> list[tuple[Cell, ...]]:
    # The row's own status is never read, so it is any.
    any_status = ("open", "waiting_customer", "on_hold", "resolved", "deleted")[place % 5]
    status = ticket.status or any_status
    older, newer = utc(EPOCH), utc(EPOCH + timedelta(days=1))
    # Of many months, some later than what is written on it, and than `as_of`.
    created = utc(EPOCH + timedelta(days=7 * (place % 330), hours=12))
    url = f"https://help.example/{ticket.ticket_id}"
    rows: list[tuple[Cell, ...]] = [
        (
            ticket.ticket_id,
            account_id,
            f"Anfrage „{place}“, dringend",
            ticket.channel,
            ticket.severity,
            status,
            created,
            utc(since) if since else newer,
            url,
        )
        for since, account_id in ticket.accounts or [(None, ticket.account_id)]
    ]
    if place % 7 == 0:
        # A row that names an account tells that the ticket once was another's.
        former = "stale" if ticket.account_id else None
        rows.append((ticket.ticket_id, former, "", "stale", "5", "open", older, older, url))
    return rows


def _event_rows(place: int, event: Event, zone: ZoneInfo) -> list[tuple[Cell, ...]]:
    is_twice = place % 19 == 0
    newer = utc(event.occurred_at + timedelta(days=1)) if is_twice else None
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
        stale: tuple[Cell, ...] = (event.event_id, event.ticket_id, utc(hour_before), "message")
        rows.append((*stale, None, None, "customer", None, None, utc(event.occurred_at)))
    return rows


def _written(moment: datetime, zone: ZoneInfo) -> str:
    """Without an offset where the source's zone is not UTC and the wall time says it all."""
    wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    is_unambiguous = wall.replace(tzinfo=zone).astimezone(UTC) == moment
    if zone.key != "UTC" and is_unambiguous:
        return wall.isoformat(sep=" ")
    return utc(moment)
