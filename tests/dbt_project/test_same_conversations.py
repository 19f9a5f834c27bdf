"""The same conversations, told by two kinds of help desk, owe the same responses.

Each move of a made-up conversation writes what a `generic` export and what a LiveAgent account say
about it, in plain rows and with nothing of the pipeline's. Moves are those that both can tell: no
author of a status, no history of severities. Both are sources of one workspace, so a single run
must find the same rows twice.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from pipeline.fetching.fetch import Environment, Wanted, fetch_source
from pipeline.settings.config import load_config
from pipeline.settings.fetch import Fetch
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import built_responses
from tests.pipeline.fetching.account import KEY, Account, QuickClock, serving

Row = dict[str, Any]
Told = tuple[datetime, str | None]

AS_OF = datetime(2024, 12, 4, 10, 37, 13, tzinfo=UTC)
AGENTS = ("anna", "ben", "carla", "otto")  # carla has been deleted, otto wrote first of all
BOTS = ("robo", "rules")
STRANGER = "nobody-knows"
TIERS = {2: ["ben"], 3: ["carla", STRANGER]}
COMPANIES = {"acme": ("c1", "c2"), "bolt": ("c3",), "core": ("c4", "c5"), "free": ("c6",)}
LONERS = ("c7", "c8")  # contacts of no company are accounts of their own
STATUSES = {
    "open": "INTPC",
    "waiting_customer": "A",
    "on_hold": "W",
    "resolved": "RL",
    "deleted": "XB",
}
STATUS_OF = {code: status for status, codes in STATUSES.items() for code in codes}
CHANNELS = {
    "E": "email",
    "B": "contact_button",
    "M": "contact_form",
    "I": "invitation",
    "C": "call",
    "W": "call_button",
    "F": "facebook",
    "A": "facebook_message",
    "T": "twitter",
    "Q": "forum",
    "S": "suggestion",
    "V": "viber",
    "1": "whatsapp",
    "?": "?",  # nobody knows what this one means
}
MESSENGERS = {"6": "whatsapp", "F": "facebook", "W": None, "M": None}
SILENT_GROUPS = "TRJXBGSL21AKY"
HERE, ELSEWHERE = "VPIRC", "DSM"  # statuses of groups: on this ticket, and not any more
UNSAID_LINES = "SNIRTEDUZGWPC"  # what the program notes down, under whose id ever
INTERNAL_GROUPS = "IUZOQ"
SEVERITY_RULES = [
    *({"tag": f"SEV-{level}", "level": level} for level in (1, 2, 3)),
    {"field": "severity", "value": "Fehler", "level": 4},
    {"department": "Anfragen", "level": 5},
]
# Close together, around the minute of one action, a talk, hours, nights and weekends.
GAPS = (0, 0, 1, 30, 59, 60, 61, 300, 1800, 7200, 20_000, 57_600, 90_000, 250_000)


@dataclass
class Both:
    """The rows of both kinds by entity, and what the register waives."""

    rnd: Random
    zone: ZoneInfo
    generic: dict[str, list[Row]] = field(default_factory=dict)
    liveagent: dict[str, list[Row]] = field(default_factory=dict)
    waived: list[tuple[str, datetime]] = field(default_factory=list)

    def event(self, event_id: str, ticket_id: str, at: datetime, kind: str, **others: Any) -> None:
        """A row of the generic events."""
        row = {"event_id": event_id, "ticket_id": ticket_id, "occurred_at": _utc(at), "kind": kind}
        self.generic.setdefault("events", []).append(row | others)

    def entity(self, entity: str, /, **row: Any) -> None:
        """A row of one of LiveAgent's entities: times on its clock, keys absent when empty."""
        told = {key: self._on_its_clock(value) for key, value in row.items()}
        filled = {key: value for key, value in told.items() if value not in (None, [], "")}
        self.liveagent.setdefault(entity, []).append(filled)

    def _on_its_clock(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).strftime("%Y-%m-%d %H:%M:%S")
        if isinstance(value, list):
            return [self._on_its_clock(one) for one in value]
        if isinstance(value, dict):
            return {key: self._on_its_clock(one) for key, one in value.items() if one is not None}
        return value


class Conversation:
    """One ticket, move by move, written in both kinds."""

    def __init__(self, both: Both, ticket_id: str, begin: datetime) -> None:
        self._both, self._rnd, self._ticket_id, self._at = both, both.rnd, ticket_id, begin
        self._number = 0
        self._asked_at: list[datetime] = []
        self._codes: list[tuple[datetime, str, str]] = []
        self._talks: list[tuple[datetime, datetime, str, str]] = []  # groups of calls
        self._answers: list[tuple[str, datetime, datetime, datetime, str | None]] = []
        # Where a ticket has calls, groups of calls say the same again.
        self._has_calls = self._rnd.random() < 0.3
        self._moves: list[tuple[int, Callable[[], None]]] = [
            (24, self._customer_writes),
            (18, self._agent_writes),
            (8, self._machine_writes),
            (6, self._agent_forwards),
            (9, self._messenger),
            (12, self._chat),
            (16, self._phone),
            (6, self._behind_the_scenes),
            (18, self._status),
            (9, self._status_and_reply),
        ]

    def tell(self, moves: int) -> None:
        """So many moves, then the ticket's own row and its history."""
        began, weights = self._at, [weight for weight, _ in self._moves]
        for _ in range(moves):
            self._rnd.choices(self._moves, weights)[0][1]()
            self._pass()
        self._answered_calls()
        self._history()
        self._ticket(began)
        if self._asked_at and self._rnd.random() < 0.1:
            late = timedelta(seconds=self._rnd.choice((0, 0, 1)))
            self._both.waived.append((self._ticket_id, min(self._asked_at) + late))

    # ── what is said ──────────────────────────────────────────────────────────────────────────

    def _customer_writes(self) -> None:
        code, channel = self._rnd.choice((("3", "email"), ("5", "contact_form")))
        writer = self._rnd.choice(("c1", "c4", "p-unknown", None))
        self._group(code, self._at, writer)
        self._message(f"g:{self._last_id}", self._at, "customer", writer, channel)

    def _agent_writes(self) -> None:
        writer = self._rnd.choice((*AGENTS, STRANGER, None))
        self._group("4", self._at, writer)
        self._message(f"g:{self._last_id}", self._at, "agent", writer, "email")

    def _machine_writes(self) -> None:
        writer = self._rnd.choice((*BOTS, "system00"))
        code, channel = self._rnd.choice((("4", "email"), ("3", "email"), ("6", "whatsapp")))
        self._group(code, self._at, writer)
        actor = "system" if writer == "system00" else "bot"
        self._message(f"g:{self._last_id}", self._at, actor, writer, channel)

    def _agent_forwards(self) -> None:
        """An incoming group under an agent's id is the agent's."""
        code, channel = self._rnd.choice((("3", "email"), ("5", "contact_form")))
        writer = self._rnd.choice(AGENTS)
        self._group(code, self._at, writer)
        self._message(f"g:{self._last_id}", self._at, "agent", writer, channel)

    def _messenger(self) -> None:
        if self._rnd.random() < 0.3:
            # An answer from outside; under an id that nobody knows it is still one of ours.
            writer = self._rnd.choice((*AGENTS, "p-unknown", None))
            self._group("7", self._at, writer)
            known = writer if writer in AGENTS else None
            self._message(f"g:{self._last_id}", self._at, "agent", known, "email")
            return
        code = self._rnd.choice(tuple(MESSENGERS))
        writer = self._rnd.choice((*AGENTS, "c2", "c3", "p-unknown", None))
        self._group(code, self._at, writer)
        actor = "agent" if writer in AGENTS else "customer"
        self._message(f"g:{self._last_id}", self._at, actor, writer, MESSENGERS[code])

    def _chat(self) -> None:
        """One contact, however much is said; bots greet, and agents may speak first."""
        said: list[Told] = []
        speakers = (*AGENTS[:2], "robo", "system00", "c1", "c1", "c5", "p-unknown")
        begin = self._at
        for _ in range(self._rnd.choice((1, 1, 2, 3, 5, 8))):
            said.append((self._at, self._rnd.choice(speakers)))
            self._pass((0, 0, 1, 20, 45, 200, 1900))
        self._group("C", begin, said[0][1], said)
        group_id = self._last_id
        people = ("c1", "c5", "p-unknown")
        asked = next((one for one in said if one[1] in people), None)
        if asked is None:
            return
        self._message(f"g:{group_id}:customer", asked[0], "customer", asked[1], "chat")
        # At one instant the customer comes first, whatever the order in the group.
        answers = [one for one in said if one[1] in AGENTS and one[0] >= asked[0]]
        if answers:
            self._message(f"g:{group_id}:agent", answers[0][0], "agent", answers[0][1], "chat")

    def _phone(self) -> None:
        if self._has_calls:
            self._call(self._rnd.choice("IIOOT"), self._rnd.random() < 0.6)
            return
        code, actor, writer = self._rnd.choice(
            (("P", "customer", "c1"), ("V", "agent", self._rnd.choice(AGENTS)))
        )
        self._group(code, self._at, writer)
        self._message(f"g:{self._last_id}", self._at, actor, writer, "call")

    def _call(self, direction: str, is_answered: bool) -> None:
        """As the API answers: in camel case, by nobody. Exports joined with its agent differ."""
        created, agent = self._at, self._rnd.choice((*AGENTS, "system00", None, None, None))
        self._pass((0, 5, 20, 120, 900))
        answered, finished = self._at, self._at + timedelta(seconds=70)
        call_id = self._new_id()
        told: Row = {
            "id": call_id,
            "ticketId": self._ticket_id,
            "type": direction,
            "dateCreated": created,
            "dateAnswered": answered if is_answered else "0000-00-00 00:00:00",
            "dateFinished": finished,
        }
        if self._rnd.random() < 0.3:
            told = {_in_snake_case(key): value for key, value in told.items()} | {"agent_id": agent}
        else:
            agent = None
        self._both.entity("calls", **told)
        if self._rnd.random() < 0.7:
            speaker = self._rnd.choice((*AGENTS, "c1"))
            self._group(self._rnd.choice("PV"), created, speaker, datefinished=finished)
            self._talks.append((created, finished, self._last_id, speaker))
        if direction == "I":
            self._message(f"c:{call_id}:in", created, "customer", None, "call")
        if is_answered and direction in "IO":
            event_id = f"c:{call_id}:{'answer' if direction == 'I' else 'out'}"
            self._answers.append((event_id, created, answered, finished, agent))

    def _answered_calls(self) -> None:
        """Who answered is the agent whose group was going on, the nearest to the answer."""
        for event_id, created, answered, finished, agent in self._answers:
            speakers = [
                (abs(begun - answered), group_id, writer)
                for begun, ended, group_id, writer in self._talks
                if writer in AGENTS and begun <= finished and ended >= created
            ]
            who = agent or min(speakers, default=(None, None, None))[2]
            actor = "system" if who == "system00" else "agent"  # the answering machine, say
            self._message(event_id, answered, actor, who, "call")

    def _behind_the_scenes(self) -> None:
        """Notes, and groups that are no messages at all, or none on this ticket."""
        writer = self._rnd.choice((*AGENTS, *BOTS, "c1"))
        if self._rnd.random() < 0.4:
            self._group(
                self._rnd.choice("34576MCPI"), self._at, writer, status=self._rnd.choice(ELSEWHERE)
            )
            return
        if self._rnd.random() < 0.5:
            self._group(self._rnd.choice(SILENT_GROUPS), self._at, writer)
            return
        self._group(self._rnd.choice(INTERNAL_GROUPS), self._at, writer)
        self._both.event(
            f"g:{self._last_id}", self._ticket_id, self._at, "note", actor_kind="agent",
            actor_id=writer,
        )  # fmt: skip

    # ── what is done ──────────────────────────────────────────────────────────────────────────

    def _status(self) -> None:
        status = self._rnd.choices(tuple(STATUSES), (4, 4, 3, 5, 1))[0]
        self._codes.append((self._at, self._new_id(), self._rnd.choice(STATUSES[status])))

    def _status_and_reply(self) -> None:
        """Around the rule of the 60 seconds."""
        self._codes.append((self._at, self._new_id(), self._rnd.choice("RLA")))
        self._pass((0, 1, 30, 59, 60, 61))
        self._rnd.choice((self._agent_writes, self._agent_writes, self._customer_writes))()

    def _history(self) -> None:
        """Intervals; where one only has another agent than the one before, nothing was changed."""
        told = sorted(self._codes)
        for place, (at, history_id, code) in enumerate(told):
            until = told[place + 1][0] if place + 1 < len(told) else None
            self._both.entity(
                "history",
                id=history_id,
                conversation_id=self._ticket_id,
                status=code,
                date_from=at,
                date_to=until,
                agent_id=self._rnd.choice((*AGENTS, None)),
                department_id=self._rnd.choice(("d1", "d2")),
            )
            if place and told[place - 1][2] == code:
                continue
            self._both.event(
                f"h:{history_id}",
                self._ticket_id,
                at,
                "status",
                value=STATUS_OF[code],
                actor_kind=self._rnd.choice(("agent", "system")),
            )

    # ── the ticket ────────────────────────────────────────────────────────────────────────────

    def _ticket(self, began: datetime) -> None:
        rnd, company = self._rnd, None
        owner = rnd.choice((*LONERS, "p-unknown", None, *sum(COMPANIES.values(), ())))
        for name, contacts in COMPANIES.items():
            company = name if owner in contacts else company
        channel = rnd.choice((*CHANNELS, None))
        level = rnd.choice((None, 1, 2, 3, 4, 5))
        # A rule further down may fit as well: the first decides.
        is_field = level == 4 or (level is not None and level < 4 and rnd.random() < 0.2)
        is_department = level == 5 or (level is not None and rnd.random() < 0.2)
        row = {
            "id": self._ticket_id,
            "code": f"ABC-{self._ticket_id}",
            "departmentid": "d2" if is_department else rnd.choice(("d1", None)),
            "status": rnd.choice("NCARX"),
            "tags": ["t0", f"t{level}"] if level and level < 4 else rnd.choice(([], ["t0"])),
            "channel_type": channel,
            "date_created": began,
            "subject": rnd.choice(("Störung „Telefon“, dringend", 'Re: "Rechnung"', None)),
            "custom_fields": [{"code": "severity", "value": "fehler"}] if is_field else [],
        }
        changed = self._at + timedelta(days=1)
        # At first some were another contact's, and so another account's.
        versions = [(owner, company or owner, changed)]
        if rnd.random() < 0.1:
            versions.append(("c6", "free", began))
        for contact, account, changed_at in versions:
            self._both.entity("tickets", **row, owner_contactid=contact, date_changed=changed_at)
            self._both.generic.setdefault("tickets", []).append(
                {
                    "ticket_id": self._ticket_id,
                    "customer_id": account,
                    "subject": row["subject"],
                    "channel": CHANNELS[channel] if channel else None,
                    "severity": level,
                    "status": "open",
                    "created_at": _utc(began),
                    "updated_at": _utc(changed_at),
                }
            )

    # ── how it is written ─────────────────────────────────────────────────────────────────────

    def _group(
        self,
        code: str,
        at: datetime,
        writer: str | None,
        said: Sequence[Told] = (),
        **others: Any,
    ) -> None:
        self._last_id = self._new_id()
        messages = [
            {"id": f"{self._last_id}-{place}", "userid": by, "type": "M", "datecreated": moment}
            for place, (moment, by) in enumerate(said or [(at, writer)])
        ]
        messages += [
            {
                "id": f"{self._last_id}-{kind}",
                "userid": self._rnd.choice((*AGENTS, "c1")),
                "type": kind,
                "datecreated": at + timedelta(seconds=self._rnd.randrange(60)),
            }
            for kind in self._rnd.sample(UNSAID_LINES, self._rnd.choice((0, 1, 4)) if said else 0)
        ]
        self._rnd.shuffle(messages)
        self._both.entity(
            "messages",
            id=self._last_id,
            ticket_id=self._ticket_id,
            userid=writer,
            type=code,
            datecreated=at,
            messages=messages,
            **{"status": self._rnd.choice((*HERE, None)), "datefinished": at} | others,
        )

    def _message(
        self, event_id: str, at: datetime, actor: str, actor_id: str | None, channel: str | None
    ) -> None:
        self._both.event(
            event_id, self._ticket_id, at, "message", actor_kind=actor, actor_id=actor_id,
            channel=channel,
        )  # fmt: skip
        if actor == "customer":
            self._asked_at.append(at)

    def _new_id(self) -> str:
        """Ids are compared as text, and say nothing of the order."""
        self._number += 1
        return (
            f"{self._rnd.choice('9Zaz')}{self._rnd.randrange(90)}-{self._ticket_id}-{self._number}"
        )

    def _pass(self, seconds: Sequence[int] = GAPS) -> None:
        self._at += timedelta(seconds=self._rnd.choice(seconds))
        wall = self._at.astimezone(self._both.zone)
        # The second time round a wall clock in autumn cannot be told without an offset.
        if wall.fold:
            self._at += timedelta(hours=1)


def many_conversations(seed: int, zone: str, count: int) -> Both:
    """`count` tickets over a year and a bit after `AS_OF`: for the same seed always the same."""
    both = Both(Random(seed), ZoneInfo(zone))
    clock_changes = (datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC))
    for number in range(count):
        begin = AS_OF - timedelta(seconds=both.rnd.randrange(366 * 86_400))
        if number % 5 == 0:
            begin = both.rnd.choice(clock_changes) - timedelta(seconds=both.rnd.randrange(40_000))
        elif number % 5 == 1:
            begin = AS_OF - timedelta(seconds=both.rnd.randrange(3 * 86_400))
        conversation = Conversation(both, f"T{number}", begin)
        conversation._pass((0,))
        conversation.tell(both.rnd.choice((1, 2, 3, 5, 8, 13)))
    both.generic["agents"] = [{"agent_id": agent_id, "name": agent_id} for agent_id in AGENTS]
    both.generic["agents"] += [{"agent_id": bot, "name": bot} for bot in BOTS]
    both.generic["customers"] = [{"customer_id": name, "name": name} for name in COMPANIES]
    for agent_id in (*AGENTS, *BOTS):
        status = "X" if agent_id == "carla" else "A"
        both.entity("agents", id=agent_id, name=agent_id, status=status)
    for name, contacts in COMPANIES.items():
        both.entity("companies", id=name, name=name)
        for contact in contacts:
            both.entity("contacts", id=contact, company_id=name, firstname=contact)
    for contact in LONERS:
        both.entity("contacts", id=contact, system_name=contact, emails=[f"{contact}@y.example"])
    for level in range(4):
        both.entity("tags", id=f"t{level}", name=f"SEV-{level}" if level else "VIP")
    both.entity("departments", department_id="d1", name="Support", agent_ids=list(AGENTS))
    both.entity("departments", department_id="d2", name="anfragen", agent_ids=[])
    return both


# ── files ─────────────────────────────────────────────────────────────────────────────────────


def write_both(root: Path, both: Both, *, is_fetched: bool = False) -> None:
    """A workspace with the sources `plain` (generic) and `live` (liveagent).

    LiveAgent's come as files of any form, or through its API.
    """
    create_workspace(root)
    shared = {"bots": list(BOTS), "tiers": TIERS}
    sources = [
        {"name": "plain", "kind": "generic", "path": "exports/plain", "time_zone": "UTC", **shared},
        {
            "name": "live",
            "kind": "liveagent",
            "path": "exports/live",
            "time_zone": both.zone.key,
            "severity": SEVERITY_RULES,
            **shared,
        },
    ]
    config = yaml.safe_dump({"as_of": "now", "language": "de", "sources": sources})
    (root / "vip-sla.yml").write_text(config, encoding="utf-8")
    policy = (root / "policy.yml").read_text(encoding="utf-8")
    paused = policy.replace("pause_statuses: []", "pause_statuses: [on_hold, waiting_customer]")
    assert paused != policy
    (root / "policy.yml").write_text(paused, encoding="utf-8")
    _write_register(root / "register", both.waived)
    for name, rows in both.generic.items():
        both.rnd.shuffle(rows)
        _write_csv(root / "exports/plain" / f"{name}.csv", rows)
    if is_fetched:
        fetch_live(Workspace(root), both)
        return
    for name, rows in both.liveagent.items():
        both.rnd.shuffle(rows)
        path = root / "exports/live" / name
        both.rnd.choice((_write_csv_of_json, _write_json, _write_ndjson))(path, rows)


def fetch_live(workspace: Workspace, both: Both) -> None:
    """Fetch it all from an account, then what had changed meanwhile: tickets that moved."""
    account = Account(both.zone.key, dict(both.liveagent), now=AS_OF + timedelta(days=30))
    latest: dict[str, Row] = {}
    moved: list[Row] = []
    for row in sorted(both.liveagent["tickets"], key=lambda row: row["date_changed"]):
        moved += [row] if latest.setdefault(row["id"], row) is not row else []
    source = load_config(workspace.config_file).sources[1]
    around = Environment({"LIVEAGENT_API_KEY": KEY}, QuickClock())
    with serving(account) as url:
        fetch = Fetch(url=url, key_variable="LIVEAGENT_API_KEY", requests_per_minute=10_000)
        source = source.model_copy(update={"fetch": fetch})
        for rows in (latest, latest | {row["id"]: row for row in moved}):
            account.entities["tickets"] = list(rows.values())
            wanted = Wanted(since=None if rows is latest else AS_OF - timedelta(days=800))
            assert fetch_source(workspace, source, wanted, around).notices == []


def _write_register(folder: Path, waived: Iterable[tuple[str, datetime]]) -> None:
    covered = {
        "acme": "2000-01-01",
        "bolt": "2024-06-01",
        "K-core": "2000-01-01",
        "c7": "2024-01-01",
    }
    _write_csv(
        folder / "customers.csv",
        [
            {
                "customer_id": customer_id,
                "name": customer_id,
                "plan": "All-Inclusive",
                "add_on": "vip",
                "valid_from": since,
                "valid_until": "",
                "monthly_fee_eur": 1000,
                "language": "de",
                "report_to": "",
            }
            for customer_id, since in covered.items()
        ],
    )
    sources = ("plain", "live")
    _write_csv(
        folder / "accounts.csv",
        [{"source": one, "account_id": "core", "customer_id": "K-core"} for one in sources],
    )
    _write_csv(
        folder / "roster.csv",
        [
            {
                "customer_id": customer_id,
                "source": source,
                "agent_id": agent_id,
                "valid_from": "2024-03-01",
                "valid_until": "",
            }
            for customer_id, agent_id in (("acme", "anna"), ("K-core", "carla"))
            for source in sources
        ],
    )
    _write_csv(
        folder / "waivers.csv",
        [
            {
                "response_id": f"{source}:{ticket_id}:1",
                "opened_at": _utc(opened_at),
                "reason": "made up",
                "approved_by": "R. Weber",
                "approved_on": "2024-12-01",
                "note": "",
            }
            for ticket_id, opened_at in waived
            for source in sources
        ],
    )


def _write_csv(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _write_csv_of_json(path: Path, rows: list[Row]) -> None:
    texts = [
        {key: json.dumps(one) if isinstance(one, list) else one for key, one in row.items()}
        for row in rows
    ]
    _write_csv(path.with_suffix(".csv"), texts)


def _write_json(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _write_ndjson(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    path.with_suffix(".ndjson").write_text(lines, encoding="utf-8")


def _in_snake_case(key: str) -> str:
    return re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", key)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# ── tests ─────────────────────────────────────────────────────────────────────────────────────


def _by_ticket(rows: list[Row], source: str) -> dict[str, Row]:
    """A source's responses by what they are called behind its prefix."""
    return {
        row["response_id"].removeprefix(f"{source}:"): {
            name: value for name, value in row.items() if name not in ("response_id", "source")
        }
        for row in rows
        if row["source"] == source
    }


@pytest.mark.parametrize(
    ("seed", "zone", "reading", "is_fetched"),
    [
        (1, "America/Phoenix", "default", True),
        (2, "Europe/Berlin", "literal", False),
        (3, "UTC", "strict", False),
    ],
)
def test_both_kinds_owe_the_same_responses(
    tmp_path: Path, seed: int, zone: str, reading: str, is_fetched: bool
) -> None:
    both = many_conversations(seed, zone, 1_200)
    write_both(tmp_path / "both", both, is_fetched=is_fetched)

    rows = built_responses(tmp_path / "both", AS_OF, reading)

    plain, live = _by_ticket(rows, "plain"), _by_ticket(rows, "live")
    assert len(plain) > 1_200
    seen = {name: {row[name] for row in plain.values()} for name in next(iter(plain.values()))}
    assert seen["closed_by"] == {None, "reply", "resolution", "dismissal", "deletion"}
    assert seen["outcome"] == {"met", "breached", "pending", "unanswered", "no_target"}
    assert seen["exclusion_reason"] == {None, "deleted", "not_covered", "waived"}
    assert seen["severity"] == {0, 1, 2, 3, 4, 5}
    assert seen["channel"] > {"email", "contact_form", "chat", "call", "whatsapp", "facebook"}
    assert max(row["paused_seconds"] for row in plain.values()) > 0
    differences = [
        f"{key}: {name} is {plain.get(key, {}).get(name)!r} from generic exports,"
        f" {live.get(key, {}).get(name)!r} from LiveAgent's"
        for key in sorted(plain.keys() | live.keys())
        for name in (plain.get(key) or live[key])
        if plain.get(key, {}).get(name) != live.get(key, {}).get(name)
    ]
    assert differences[:20] == []
