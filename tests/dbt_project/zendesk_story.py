"""Made-up conversations, as a Zendesk account tells them and as a generic export does.

Plain rows, with nothing of the pipeline's. What an audit is, stands at each move.
"""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

Row = dict[str, Any]

AS_OF = datetime(2026, 9, 3, tzinfo=UTC)
AGENTS, ADMINS = (901, 902), (903,)
CUSTOMERS = {501: 71, 502: 71, 503: 72, 504: None}  # and their organizations
STATUSES = {
    "new": "open",
    "open": "open",
    "pending": "waiting_customer",
    "hold": "on_hold",
    "solved": "resolved",
    "closed": "resolved",
    "deleted": "deleted",
}
PRIORITIES = ("urgent", "high", "normal", "low")
GAPS = (0, 1, 30, 60, 61, 300, 1_800, 7_200, 57_600, 90_000)


class Story:
    """Both tellings, growing move by move."""

    def __init__(self, seed: int, tickets: int = 400) -> None:
        self.rnd = Random(seed)
        self.audits: list[Row] = []
        self.tickets: list[Row] = []
        self.events: list[Row] = []
        self.plain_tickets: list[Row] = []
        self._id = 10_000
        for number in range(1, tickets + 1):
            self._tell(number)

    def _tell(self, ticket: int) -> None:
        rnd = self.rnd
        self.ticket, self.at = ticket, AS_OF - timedelta(seconds=rnd.randrange(90 * 86_400))
        self.began, self.status, self.priority = self.at, "new", None
        self.tags: list[str] = []
        requester = rnd.choice((*CUSTOMERS, 599))  # 599 is in no export of users
        moves = (
            (self._comment, 9),
            (self._status_change, 4),
            (self._priority_change, 2),
            (self._assign, 1),
            (self._voice, 2),
            (self._click, 4),
            (self._notify, 1),
            (self._merge, 1),
        )
        self._comment(requester)
        for _ in range(rnd.choice((1, 2, 4, 7))):
            self.at += timedelta(seconds=rnd.choice(GAPS))
            rnd.choices([move for move, _ in moves], [weight for _, weight in moves])[0]()
            if self.tags:  # it is merged away
                break
        organization = CUSTOMERS.get(requester)
        told = {
            "channel": rnd.choice(("email", "web", "api")),
            "subject": rnd.choice(("Hilfe, „bitte“", None)),
        }
        self.tickets.append(
            {
                "id": ticket,
                "subject": told["subject"],
                "via": {"channel": told["channel"], "source": {"rel": None}},
                "priority": self.priority,
                "status": self.status,
                "requester_id": requester,
                "organization_id": organization,
                "tags": self.tags,
                "created_at": _utc(self.began),
                "updated_at": _utc(self.at),
            }
        )
        self.plain_tickets.append(
            {
                "ticket_id": ticket,
                "customer_id": organization or f"user-{requester}",
                "severity": self.priority,
                "status": "open",
                "created_at": _utc(self.began),
                "updated_at": _utc(self.at),
                **told,
            }
        )

    # ── what happens ──────────────────────────────────────────────────────────────────────────

    def _comment(self, by: int | None = None) -> None:
        writer, audit_author, channel = self._somebody(by)
        self._audit(audit_author, channel, [self._comment_event(writer, audit_author, channel)])

    def _comment_event(self, writer: int, audit_author: int, channel: str) -> Row:
        is_public = self.rnd.random() < 0.8
        event = {"id": self._new(), "type": "Comment", "author_id": writer, "public": is_public}
        self._plain(
            event["id"],
            "message" if is_public else "note",
            actor_kind=_kind(writer, audit_author, channel),
            actor_id=writer if writer != -1 else None,
            channel=channel if is_public else None,
        )
        return event | {"body": "nobody's business"}

    def _status_change(self) -> None:
        _, author, channel = self._somebody()
        self._audit(author, channel, [self._status_event(author, channel)])

    def _status_event(self, author: int, channel: str) -> Row:
        before, self.status = self.status, self.rnd.choice(tuple(STATUSES))
        event = {
            "id": self._new(),
            "type": self.rnd.choice(("Change", "Create")),
            "field_name": "status",
            "previous_value": before,
            "value": self.status,
        }
        self._plain(
            event["id"],
            "status",
            value=STATUSES[self.status],
            previous_value=STATUSES[before],
            **_who(author, channel),
        )
        return event

    def _priority_change(self) -> None:
        _, author, channel = self._somebody()
        before, self.priority = self.priority, self.rnd.choice(PRIORITIES)
        event = {
            "id": self._new(),
            "type": "Change",
            "field_name": "priority",
            "previous_value": before,
            "value": self.priority,
        }
        who = _who(author, channel)
        self._plain(event["id"], "severity", value=self.priority, previous_value=before, **who)
        self._audit(author, channel, [event])

    def _assign(self) -> None:
        _, author, channel = self._somebody()
        value = str(self.rnd.choice(AGENTS))
        event = {"id": self._new(), "type": "Change", "field_name": "assignee_id", "value": value}
        self._plain(event["id"], "assignment", value=value, **_who(author, channel))
        self._audit(author, channel, [event])

    def _voice(self) -> None:
        """Private as it looks, and by the system: the caller's word, when the call began."""
        caller = self.rnd.choice(tuple(CUSTOMERS))
        answered_by = self.rnd.choice((None, *AGENTS))
        event = {
            "id": self._new(),
            "type": "VoiceComment",
            "public": False,
            "author_id": caller,
            "data": {"started_at": _utc(self.at), "answered_by_id": answered_by},
        }
        self._plain(event["id"], "message", actor_kind="customer", actor_id=caller, channel="voice")
        if answered_by:
            self._plain(
                f"{event['id']}:answered",
                "message",
                actor_kind="agent",
                actor_id=answered_by,
                channel="voice",
            )
        self.at += timedelta(seconds=self.rnd.choice((0, 70)))
        self._audit(-1, "voice", [event])

    def _click(self) -> None:
        """A comment and a status in one audit."""
        writer = self.rnd.choice(AGENTS)
        comment = self._comment_event(writer, writer, "web")
        self._audit(writer, "web", [comment, self._status_event(writer, "web")])

    def _notify(self) -> None:
        self._audit(-1, "rule", [{"id": self._new(), "type": "Notification", "subject": "x"}])

    def _merge(self) -> None:
        """What was closed before, under the tag too, was merged away: so only a last move is it."""
        if any(event["value"] == "resolved" for event in self._of_ticket()) or self.tags:
            return
        self.tags = ["closed_by_merge"]
        event = {
            "id": self._new(),
            "type": "Change",
            "field_name": "status",
            "previous_value": self.status,
            "value": "closed",
        }
        before, self.status = self.status, "closed"
        self._plain(
            event["id"],
            "status",
            value="deleted",
            previous_value=STATUSES[before],
            actor_kind="agent",
            actor_id=901,
        )
        self._audit(901, "web", [event])

    # ── how it is told ────────────────────────────────────────────────────────────────────────

    def _of_ticket(self) -> list[Row]:
        return [event for event in self.events if event["ticket_id"] == self.ticket]

    def _somebody(self, by: int | None = None) -> tuple[int, int, str]:
        """A writer, the author of the audit, and the way that it came."""
        if by is None:
            by = self.rnd.choice((*CUSTOMERS, *AGENTS, *ADMINS, -1, 0, 599))
        if by == 0:  # a trigger that acts under an agent's id
            return 901, 901, "rule"
        return by, by, "rule" if by == -1 else self.rnd.choice(("email", "web"))

    def _audit(self, author: int, channel: str, events: Sequence[Row]) -> None:
        self.audits.append(
            {
                "id": self._new(),
                "ticket_id": self.ticket,
                "created_at": _utc(self.at),
                "author_id": author,
                "via": {"channel": channel},
                "events": list(events),
            }
        )

    def _plain(self, event_id: object, kind: str, **others: Any) -> None:
        self.events.append(
            {
                "event_id": event_id,
                "ticket_id": self.ticket,
                "occurred_at": _utc(self.at),
                "kind": kind,
                "value": None,
                **others,
            }
        )

    def _new(self) -> int:
        self._id += 1
        return self._id

    # ── files ─────────────────────────────────────────────────────────────────────────────────

    def entities(self) -> dict[str, list[Row]]:
        """What the account holds."""
        users = [
            {"id": user, "name": f"U{user}", "role": "end-user", "organization_id": organization}
            for user, organization in CUSTOMERS.items()
        ]
        users += [{"id": user, "name": f"A{user}", "role": "agent"} for user in AGENTS]
        users += [{"id": user, "name": f"A{user}", "role": "admin"} for user in ADMINS]
        organizations = [{"id": 71, "name": "Muster"}, {"id": 72, "name": "Probe"}]
        return {
            "tickets": self.tickets,
            "ticket_audits": self.audits,
            "users": users,
            "organizations": organizations,
        }

    def write_plain(self, folder: Path) -> None:
        """As a generic export."""
        folder.mkdir(parents=True)
        agents = [{"agent_id": user, "name": f"A{user}"} for user in (*AGENTS, *ADMINS)]
        for name, rows in (
            ("tickets", self.plain_tickets),
            ("events", self.events),
            ("agents", agents),
        ):
            header = list(dict.fromkeys(key for row in rows for key in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, restval="")
                writer.writeheader()
                writer.writerows(rows)


def _kind(writer: int, author: int, channel: str) -> str:
    if author == -1 or channel == "rule":
        return "bot"
    return "agent" if writer in (*AGENTS, *ADMINS) else "customer"


def _who(author: int, channel: str) -> Row:
    kind = _kind(author, author, channel)
    return {"actor_kind": kind, "actor_id": author if author != -1 else None}


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
