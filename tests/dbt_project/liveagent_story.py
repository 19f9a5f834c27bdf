"""A hand-made workspace: LiveAgent accounts in Phoenix and Berlin, and a generic help desk.

All Phoenix tickets begin on Monday 2 March 2026. Phoenix is UTC-7 all year, Berlin UTC+1 then, so
that Phoenix 01:00 to 09:00 is the support's 9:00 to 17:00.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from pipeline.new_workspace import create_workspace
from pipeline.workspace import Workspace

AS_OF = "2026-04-10T12:00:00Z"
FIRST_EXPORT, SECOND_EXPORT = 1_775_000_000, 1_775_100_000  # seconds since 1970

Row = dict[str, Any]

_SEVERITIES = [
    {"tag": "SEV-1", "level": 1},
    {"tag": "sev-3", "level": 3},
    {"field": "urgency", "value": "5", "level": 2},  # another scale than ours
    {"department": "Bugs", "level": 4},
]
CONFIG = {
    "as_of": AS_OF,
    "sources": [
        {
            "name": "phx",
            "kind": "liveagent",
            "path": "exports/phx",
            "time_zone": "America/Phoenix",
            "severity": _SEVERITIES,
            "bots": ["bot01"],
            "tiers": {2: ["ag2"]},
        },
        {
            "name": "ber",
            "kind": "liveagent",
            "path": "exports/ber",
            "time_zone": "Europe/Berlin",
            "severity": _SEVERITIES,
        },
        {"name": "gen", "kind": "generic", "path": "exports/gen", "time_zone": "UTC"},
    ],
}
REGISTER = """\
customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to
co1,Acme,All-Inclusive,vip,2020-01-01,,1000,de,
c2,Solo,All-Inclusive,vip,2020-01-01,,1000,de,
g-acme,Acme elsewhere,All-Inclusive,vip,2020-01-01,,1000,de,
"""


def clock(time: str) -> str:
    """A time on the first day, as the API writes it."""
    return f"2026-03-02 {time}" + ":00" * (time.count(":") == 1)


def ticket(ticket_id: str, at: str = "", **more: Any) -> Row:
    created = at or clock("02:00")
    plain = {"owner_contactid": "c1", "channel_type": "E", "tags": ["t3"], "status": "A"}
    return {"id": ticket_id, "date_created": created, "date_changed": created} | plain | more


def group(ticket_id: str, kind: str, at: str, writer: str | None = None, **more: Any) -> Row:
    row = {
        "id": f"{ticket_id}-{kind}-{at}",
        "ticket_id": ticket_id,
        "type": kind,
        "datecreated": at if len(at) > 10 else clock(at),
    }
    return row | ({"userid": writer} if writer else {}) | more


def chat(ticket_id: str, *said: tuple[str, str]) -> Row:
    messages = [
        {"id": f"m{n}", "userid": who, "type": "M", "datecreated": clock(at), "message": "secret"}
        for n, (at, who) in enumerate(said)
    ]
    return group(ticket_id, "C", said[0][0], "c1", messages=messages)


def call(ticket_id: str, kind: str, at: str, answered: str = "", by: str = "") -> Row:
    row = {"id": f"{ticket_id}-{kind}", "ticket_id": ticket_id, "type": kind}
    row["date_created"] = clock(at)
    if answered:
        row |= {"date_answered": clock(answered), "agent_id": by}
    return row


def history(ticket_id: str, *changes: tuple[str, str]) -> list[Row]:
    ends = [at for at, _ in changes[1:]]
    return [
        {
            "id": f"{ticket_id}-{n}",
            "conversation_id": ticket_id,
            "status": status,
            "date_from": clock(at),
        }
        | ({"date_to": clock(ends[n])} if n < len(ends) else {})
        for n, (at, status) in enumerate(changes)
    ]


FIRST_TICKETS = [
    ticket("mail"),
    ticket("chat"),
    ticket("missed-chat"),
    ticket("call", channel_type="C"),
    ticket("missed-call", channel_type="C"),
    ticket("old-call", channel_type="C"),
    ticket("form", channel_type="M", owner_contactid="c2"),
    ticket("one-action"),
    ticket("spam", status="B"),
    ticket("deleted-agent"),
    ticket("raised"),
    ticket("odd", channel_type="k", departmentid="d4", tags=[], owner_contactid="c9"),
    ticket("field", tags=[], custom_fields=[{"code": "urgency", "value": "5"}]),
    ticket("transferred"),
]
SECOND_TICKETS = [ticket("raised", tags=["t3", "t1"], date_changed=clock("02:40"))]

PHOENIX: dict[str, list[Row]] = {
    "messages": [
        group("mail", "3", "02:00", "c1"),
        group("mail", "4", "03:00", "ag1"),
        chat("chat", ("02:00:10", "c1"), ("02:00:40", "ag1"), ("02:05", "c1"), ("02:06", "ag2")),
        chat("missed-chat", ("01:59:50", "system00"), ("02:00", "c1"), ("02:01", "bot01")),
        group("missed-chat", "4", "05:00", "ag1"),
        group("call", "P", "01:30", "c1"),
        group("call", "V", "01:31", "ag1"),
        group("old-call", "P", "02:00", "c1"),
        group("old-call", "V", "02:10", "ag1"),
        group("form", "5", "02:00", "c2"),
        group("form", "I", "02:05", "ag1"),
        group("form", "4", "02:06", "bot01"),
        group("form", "4", "02:07", "system00"),
        group("form", "T", "02:08", "ag1"),
        group("form", "4", "03:30", "ag2"),
        group("form", "3", "04:00", "c2"),
        group("one-action", "3", "02:00", "c1"),
        group("one-action", "4", "02:30:40", "ag1"),
        group("spam", "3", "02:00", "c1"),
        group("deleted-agent", "6", "02:00", "c1"),
        group("deleted-agent", "6", "02:50", "agx"),
        group("raised", "3", "02:00", "c1"),
        group("raised", "4", "03:30", "ag1"),
        group("odd", "3", "02:00", "c9"),
        group("odd", "%", "02:30", "ag1"),
        group("odd", "4", "03:00", "ag1"),
        group("field", "3", "02:00", "c1"),
        group("field", "3", "02:20", "ag1"),  # an agent who answers by e-mail
        group("transferred", "3", "02:00", "c1"),
        group("transferred", "4", "02:10", "ag1"),
        group("transferred", "3", "02:30", "c1"),
    ],
    "history": [
        *history("mail", ("02:00", "N"), ("03:00", "A"), ("08:00", "L")),
        *history("form", ("02:00", "N"), ("02:10", "A"), ("04:00", "C"), ("04:30", "A")),
        *history("one-action", ("02:00", "N"), ("02:30", "R")),
        *history("spam", ("02:00", "N"), ("02:20", "B")),
        *history("odd", ("02:00", "N"), ("02:40", "Z")),
        # resolved, and then only handed to another department
        *history("transferred", ("02:00", "N"), ("02:10", "R"), ("02:40", "R")),
    ],
    "calls": [
        call("call", "I", "02:00", "02:00:20", "ag1"),
        call("call", "T", "02:03", "02:03:10", "ag2"),
        call("missed-call", "I", "02:00"),
        {"id": "later", "ticket_id": "missed-call", "type": "O", "date_created": clock("02:15")},
        call("missed-call", "O", "02:29", "02:30", "ag2"),
        {"id": "lost", "type": "I", "date_created": clock("02:15")},
    ],
    "agents": [
        {"id": "ag1", "name": "Anna", "status": "A"},
        {"id": "ag2", "name": "Ben", "status": "A"},
        {"id": "agx", "name": "Carla", "status": "X"},
    ],
    "contacts": [
        {"id": "c1", "company_id": "co1", "name": "Zoe"},
        {"id": "c2", "name": "Solo"},
    ],
    "companies": [{"id": "co1", "name": "Acme"}],
    "tags": [{"id": "t1", "name": "SEV-1"}, {"id": "t3", "name": "SEV-3"}],
    "departments": [{"id": "d4", "name": "Bugs"}],
    "sla_log": [
        {
            "id": "l1",
            "ticket_id": "mail",
            "date_due": clock("04:00"),
            "date_closed": clock("03:00"),
        },
        {
            "id": "l2",
            "ticket_id": "chat",
            "date_due": clock("05:00"),
            "date_closed": clock("02:00:40"),
        },
        {"id": "l3", "conversation_id": "form", "date_closed": clock("02:10")},
        {"id": "l4", "conversation_id": "form", "date_closed": clock("04:30")},
        {"id": "l5", "ticket_id": "gone", "date_closed": clock("04:30")},
        {"id": "l6", "ticket_id": "raised", "date_closed": clock("03:00")},
    ],
}
BERLIN: dict[str, list[Row]] = {
    "tickets": [
        ticket("spring", "2026-03-27 16:30:00"),
        ticket("autumn", "2025-10-24 16:30:00"),
        ticket("fold", "2025-10-26 02:30:00"),
        ticket("gap", "2026-03-29 02:30:00"),
    ],
    "messages": [
        group("spring", "3", "2026-03-27 16:30:00", "c1"),
        group("spring", "4", "2026-03-30 09:30:00", "ag1"),
        group("autumn", "3", "2025-10-24 16:30:00", "c1"),
        group("autumn", "4", "2025-10-27 09:30:00", "ag1"),
        group("fold", "3", "2025-10-26 02:30:00", "c1"),
        group("fold", "4", "2025-10-26 03:30:00", "ag1"),
        group("gap", "3", "2026-03-29 02:30:00", "c1"),
        group("gap", "4", "2026-03-29 04:30:00", "ag1"),
    ],
    "agents": [{"id": "ag1", "name": "Anna"}],
    "contacts": PHOENIX["contacts"],
    "companies": PHOENIX["companies"],
    "tags": PHOENIX["tags"],
}
GENERIC = {
    "tickets.csv": "ticket_id,customer_id,severity\nmail,g-acme,3\n",
    "events.csv": "event_id,ticket_id,occurred_at,kind,actor_kind,actor_id\n"
    "e1,mail,2026-03-02 09:00:00,message,customer,\n"
    "e2,mail,2026-03-02 10:00:00,message,agent,ag1\n",
    "agents.csv": "agent_id\nag1\n",
}


def make_workspace(folder: Path) -> Workspace:
    """The settings, and every export but the tickets of Phoenix."""
    workspace = create_workspace(folder)
    workspace.config_file.write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    (workspace.register / "customers.csv").write_text(REGISTER, encoding="utf-8")
    write_exports(workspace, "phx", PHOENIX)
    write_exports(workspace, "ber", BERLIN)
    exports = workspace.export_folder("exports/gen")
    exports.mkdir(parents=True)
    for name, text in GENERIC.items():
        (exports / name).write_text(text, encoding="utf-8")
    return workspace


def write_exports(workspace: Workspace, source: str, rows: Mapping[str, Iterable[Row]]) -> None:
    """Each entity as a JSON array."""
    for entity, entity_rows in rows.items():
        path = workspace.export_folder(f"exports/{source}") / f"{entity}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(list(entity_rows)), encoding="utf-8")


def export_tickets(workspace: Workspace, name: str, rows: list[Row], modified_at: int) -> None:
    """Tickets of Phoenix, exported at a moment."""
    write_exports(workspace, "phx", {name: rows})
    path = workspace.export_folder("exports/phx") / f"{name}.json"
    os.utime(path, (modified_at, modified_at))
