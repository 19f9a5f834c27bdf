"""A workspace full of exports that were cut, copied, imported or mixed up: one source a fault.

Its tickets are told in few words: a time, who, and a status if it is no message.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.workspace import create_workspace

AS_OF = "2026-11-20T12:00:00+00:00"
AGENTS = ("anna", "ben")
EVENTS = "event_id,ticket_id,occurred_at,kind,value,actor_kind,actor_id"
TICKETS = "ticket_id,customer_id,subject,channel,severity,status,created_at,updated_at"


@dataclass(frozen=True)
class Told:
    """A ticket: what its row says, and what happened on it, as (time, who, status)."""

    ticket_id: str
    events: Sequence[tuple[str, str] | tuple[str, str, str]] = ()
    customer_id: str | None = None  # else as its source is called
    subject: str = "Frage"
    channel: str = "email"
    severity: str = "3"
    status: str = "open"
    created_at: str | None = None  # else its first event's
    writer_id: str = "c1"  # of the customer
    has_row: bool = True

    def row(self, source: str) -> dict[str, Any]:
        """As in `tickets.csv`."""
        created_at = self.created_at if self.created_at is not None else self.events[0][0]
        return {
            "ticket_id": self.ticket_id,
            "customer_id": self.customer_id or source,
            "subject": self.subject,
            "channel": self.channel,
            "severity": self.severity,
            "status": self.status,
            "created_at": created_at,
            "updated_at": created_at,
        }

    def lines(self) -> Iterable[dict[str, Any]]:
        """As in `events.csv`."""
        for number, (at, who, *status) in enumerate(self.events, start=1):
            kind = who if who in ("customer", "system", "bot") else "agent"
            yield {
                "event_id": f"{self.ticket_id}-{number}",
                "ticket_id": self.ticket_id,
                "occurred_at": at,
                "kind": "status" if status else "message",
                "value": status[0] if status else None,
                "actor_kind": kind,
                "actor_id": {"customer": self.writer_id, "system": None}.get(who, who),
            }


def write_world(
    root: Path, sources: Mapping[str, Sequence[Told]], calendars: Mapping[str, Any]
) -> Path:
    """All of it as a workspace, with further calendars in its policy."""
    create_workspace(root)
    policy = yaml.safe_load((root / "policy.yml").read_text(encoding="utf-8"))
    policy["calendars"] |= calendars
    _write_yaml(root / "policy.yml", policy)
    exported = [
        {"name": name, "kind": "generic", "path": f"exports/{name}", "time_zone": "UTC"}
        for name in sources
    ]
    _write_yaml(root / "vip-sla.yml", {"as_of": AS_OF, "language": "de", "sources": exported})
    for name, told in sources.items():
        folder = root / "exports" / name
        folder.mkdir(parents=True)
        _write_csv(folder / "tickets.csv", TICKETS, (it.row(name) for it in told if it.has_row))
        _write_csv(folder / "events.csv", EVENTS, (line for it in told for line in it.lines()))
        agents = ({"agent_id": agent, "name": agent.title()} for agent in AGENTS)
        _write_csv(folder / "agents.csv", "agent_id,name", agents)
    return root


def _write_yaml(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _write_csv(path: Path, header: str, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","))
        writer.writeheader()
        writer.writerows(rows)
