"""A hand-made workspace: LiveAgent accounts in Phoenix and Berlin, and a generic help desk.

Rows have the keys that the API really answers with, in its own spelling: calls in camel case.

All Phoenix tickets begin on Monday 2 March 2026. Phoenix is UTC-7 all year, Berlin UTC+1 then, so
that Phoenix 01:00 to 09:00 is the support's 9:00 to 17:00.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from pipeline.workspace import Workspace, create_workspace

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
        {"name": "grid", "kind": "liveagent", "path": "exports/grid", "time_zone": "UTC"},
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
    times = {"date_created": created, "date_changed": created}
    return {"id": ticket_id, "code": f"PX-{ticket_id}"} | times | plain | more


def group(ticket_id: str, kind: str, at: str, writer: str | None = None, **more: Any) -> Row:
    row = {
        "id": f"{ticket_id}-{kind}-{at}",
        "ticket_id": ticket_id,
        "type": kind,
        "status": "V",
        "datecreated": at if len(at) > 10 else clock(at),
    }
    return row | ({"userid": writer} if writer else {}) | more


def chat(ticket_id: str, *said: tuple[str, ...]) -> Row:
    """Lines by time, writer and, if somebody does not just say them, type."""
    messages = [
        {"id": f"m{n}", "userid": who, "type": kind, "datecreated": clock(at), "message": "secret"}
        for n, (at, who, kind) in enumerate((*line, "M")[:3] for line in said)
    ]
    return group(ticket_id, "C", said[0][0], "c1", messages=messages)


def call(ticket_id: str, kind: str, at: str, answered: str = "") -> Row:
    return {
        "id": f"{ticket_id}-{kind}",
        "ticketId": ticket_id,
        "type": kind,
        "fromNumber": "+1",
        "dateCreated": clock(at),
        "dateAnswered": clock(answered) if answered else "0000-00-00 00:00:00",
        "dateFinished": clock(answered or at),
        "callDuration": "0",
    }


def sla_record(record_id: str, ticket_id: str, closed: str, due: str = "") -> Row:
    row = {
        "id": record_id,
        "conversationid": ticket_id,
        "code": f"PX-{ticket_id}",
        "levelid": "l1",
        "sla_level_name": "VIP",
        "sla": "-1800",
        "sla_type": "first_answer",
        "date_closed": clock(closed),
    }
    return row | ({"date_due": clock(due)} if due else {})


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
    ticket("received"),
    ticket("elsewhere"),
    ticket("viber", channel_type="V"),
    ticket("silent-chat"),
    {key: value for key, value in ticket("", tags=None).items() if key != "tags"} | {"id": 4711},
]
SECOND_TICKETS = [ticket("raised", tags=["t3", "t1"], date_changed=clock("02:40"))]

PHOENIX: dict[str, list[Row]] = {
    "messages": [
        group("mail", "3", "02:00", "c1"),
        group("mail", "4", "03:00", "ag1"),
        chat(
            "chat",
            ("01:59:58", "c1", "U"),
            ("01:59:59", "c1", "T"),
            ("02:00:10", "c1"),
            ("02:00:12", "ag1", "S"),
            ("02:00:15", "ag2", "N"),
            ("02:00:40", "ag1"),
            ("02:05", "c1"),
            ("02:06", "ag2"),
            ("02:09", "c1", "E"),
        ),
        chat("missed-chat", ("01:59:50", "system00"), ("02:00", "c1"), ("02:01", "bot01")),
        group("missed-chat", "4", "05:00", "ag1"),
        group("call", "V", "01:31", "ag2", datefinished=clock("01:59:59")),
        group("call", "P", "02:00", "ag1", datefinished=clock("02:05")),
        group("missed-call", "V", "02:29", "ag2", datefinished=clock("02:35")),
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
        group("received", "3", "02:00", "c1"),
        group("received", "7", "02:10", "c1"),  # sent from outside, under nobody's id
        group("elsewhere", "3", "02:00", "c1", status="D"),
        group("elsewhere", "3", "02:01", "c1", status="S"),
        group("elsewhere", "3", "02:02", "c1", status="M"),
        group("viber", "M", "02:00", "c1"),
        group("viber", "M", "02:30", "ag1"),
        group("silent-chat", "C", "02:00", "c1"),
        group("odd", "A", "02:20", "ag1", messages=[{"id": "m", "userid": "ag1", "type": "!"}]),
        {
            key: 4711 if key == "ticket_id" else value
            for key, value in group("", "3", "02:00").items()
        },
        group("4711", "4", "02:01", "ag1"),
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
        call("call", "I", "02:00", "02:00:20"),
        call("call", "T", "02:03", "02:03:10"),
        call("missed-call", "I", "02:00"),
        {"id": "later", "ticketId": "missed-call", "type": "O", "dateCreated": clock("02:15")},
        call("missed-call", "O", "02:29", "02:30"),
        {"id": "lost", "type": "I", "dateCreated": clock("02:15")},
    ],
    "agents": [
        {"id": "ag1", "name": "Anna", "status": "A"},
        {"id": "ag2", "name": "Ben", "status": "A"},
        {"id": "agx", "name": "Carla", "status": "X"},
    ],
    "contacts": [
        {"id": "c1", "company_id": "co1", "firstname": "Zoe", "emails": ["zoe@acme.example"]},
        {"id": "c2", "firstname": "Sol", "lastname": "Solo", "system_name": "solo", "emails": []},
        {"id": "c9", "emails": ["nine@y.example", "neun@y.example"]},
    ],
    "companies": [{"id": "co1", "name": "Acme", "system_name": "acme"}],
    "tags": [{"id": "t1", "name": "SEV-1"}, {"id": "t3", "name": "SEV-3"}],
    "departments": [{"department_id": "d4", "name": "Bugs", "agent_ids": ["ag1"]}],
    "sla_log": [
        sla_record("l1", "mail", "03:00", due="04:00"),
        sla_record("l2", "chat", "02:00:40", due="05:00"),
        sla_record("l3", "form", "02:10"),
        sla_record("l4", "form", "04:30"),
        sla_record("l5", "gone", "04:30"),
        sla_record("l6", "raised", "03:00"),
    ],
}
PANEL = """\
Requester,Ticket,Department,Agent,Level,SLA started,Due date,Closed,SLA type,SLA status
Zoe,PX-field,VIP,A,Gold,2026-03-02 02:00:00,2026-03-02 03:00:00,2026-03-02 02:20:00,First,Met
"""
"""The SLA log as it is saved from the panel: it names tickets by the number that people use."""

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
    "sla_log": [sla_record("l1", "spring-of-another-account", "03:00")],
}
GRID = "id,code,owner_contactid,date_created\n" + "".join(
    f"g{number},GR-{number},g-acme,2026-03-02 10:00:00\n" for number in range(1_000)
)
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
    (workspace.export_folder("exports/phx") / "sla_log_panel.csv").write_text(PANEL, "utf-8")
    grid = workspace.export_folder("exports/grid") / "tickets.csv"
    grid.parent.mkdir(parents=True)
    grid.write_text(GRID, encoding="utf-8")
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
