"""One ticket's tale, drawn at random, with its times aimed at boundaries.

The teller asks the reference when the response that is owed falls due, and likes to place the next
event a second before, at, or a second after it. That only aims: what is right is never taken from
the tale.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from tests.reference.records import Agent, Event, Export, Register, Source, Ticket
from tests.reference.register import customer_of
from tests.reference.responses import View
from tests.reference.terms import Policy
from tests.strategies.luck import Luck

HUMANS = ("anna", "ben", "carla", "otto", "petra", "nobody-knows", "stranger", None)
BOTS = ("robo", "robo-listed")
CHANNELS = (None, "email", "chat", "call", "phone", "voicemail", "contact_form", None)
LEVELS = ("1", "2", "3", "4", "5")
TIERS = ("2", "2", "3", "1", "oben", None)
# Ids are compared as text: "10" stands before "9", "Z" before "_" before "a".
ID_BEGINNINGS = ("10", "9", "Z", "_", "a", "é")


class Teller:
    """Tells the tale of one ticket."""

    def __init__(
        self,
        luck: Luck,
        source: Source,
        ticket: Ticket,
        agents: tuple[Agent, ...],
        policy: Policy,
        register: Register,
        as_of: datetime,
    ) -> None:
        self._luck = luck
        self._export = Export(source, (ticket,), (), agents)
        self._ticket = ticket
        self._policy = policy
        self._register = register
        self._as_of = as_of
        self._customer_id = customer_of(register, source.name, ticket, as_of)
        self._events: list[Event] = []
        self._at = as_of
        self._moves: list[tuple[int, Callable[[], None]]] = [
            (26, self._customer_writes),
            (14, self._agent_replies),
            (10, self._something_is_said),
            (14, self._status_changes),
            (7, self._severity_changes),
            (5, self._severity_storms),
            (9, self._status_and_reply),
            (7, self._hold),
            (4, self._others),
        ]

    def tell(self, begin: datetime, length: int) -> list[Event]:
        """About `length` events, from `begin` on, in the order in which they came to mind."""
        self._at = begin
        while len(self._events) < length and self._at < self._as_of + timedelta(days=3):
            self._luck.weighted(*self._moves)()
            self._wait()
        return self._events

    # ── what happens ──────────────────────────────────────────────────────────────────────────

    def _customer_writes(self) -> None:
        for _ in range(self._luck.choice((1, 1, 1, 2, 3))):
            self._add("message", actor="customer", actor_id="kundin", channel=self._channel())
            self._pass(0, 0, 1, 60, 600)

    def _agent_replies(self) -> None:
        self._add("message", actor="agent", actor_id=self._human(), channel=self._channel())

    def _something_is_said(self) -> None:
        """By anyone but a customer or a human agent, or not in public."""
        kind, actor, actor_id = self._luck.choice(
            (
                ("message", "bot", self._bot()),
                ("message", "agent", self._bot()),
                ("message", "customer", self._bot()),
                ("message", "system", None),
                ("message", "participant", "nachbarin"),
                ("note", "agent", self._human()),
                ("note", "bot", self._bot()),
            )
        )
        self._add(kind, actor=actor, actor_id=actor_id)

    def _status_changes(self) -> None:
        status = self._luck.weighted(
            (3, "open"), (4, "waiting_customer"), (3, "on_hold"), (5, "resolved"), (2, "deleted")
        )
        self._status(status, *self._anyone())

    def _severity_changes(self) -> None:
        value = self._luck.choice((*LEVELS, *LEVELS, "Hoch", "egal", None))
        previous = self._luck.choice((*LEVELS, "hoch", "egal", None, None))
        self._add("severity", value, previous, "agent", self._human())

    def _severity_storms(self) -> None:
        for _ in range(self._luck.choice((2, 3, 5, 8))):
            self._severity_changes()
            self._pass(0, 0, 1, 59, 1800, 7200)

    def _status_and_reply(self) -> None:
        """Around the rule of the 60 seconds, with something in between now and then."""
        self._status(
            self._luck.choice(("resolved", "resolved", "waiting_customer")), *self._anyone()
        )
        if self._luck.chance(30):
            self._pass(0, 1, 30)
            between = (self._customer_writes, self._something_is_said, self._status_changes)
            self._luck.choice(between)()
        self._pass(0, 1, 30, 58, 59, 60, 61, 62)
        self._agent_replies()

    def _hold(self) -> None:
        """A follow-up put on hold, and perhaps taken up again."""
        self._agent_replies()
        self._wait()
        self._customer_writes()
        self._wait()
        for _ in range(self._luck.choice((1, 1, 2))):
            self._status("on_hold", *self._anyone())
            self._wait()
            if self._luck.chance(70):
                self._status(self._luck.choice(("open", "on_hold", "waiting_customer")), "system")
                self._wait()

    def _others(self) -> None:
        if self._luck.chance(50):
            self._add("assignment", self._human() or "anna", None, "agent", self._human())
        else:
            self._add("escalation", self._luck.choice(TIERS), None, "agent", self._human())

    # ── when ──────────────────────────────────────────────────────────────────────────────────

    def _wait(self) -> None:
        """Mostly to somewhere that matters."""
        luck = self._luck
        way = luck.weighted(
            *((26, "gap"), (20, "drift"), (6, "days"), (2, "years")),
            *((22, "hours"), (20, "due"), (4, "as_of")),
        )
        aim: datetime | None = None
        if way == "gap":
            self._pass(0, 0, 1, 59, 60, 61, 900, 3600)
        elif way == "drift":
            self._pass(1 + luck.below(6 * 3600))
        elif way == "days":
            self._pass(1 + luck.below(9 * 86400))
        elif way == "years":
            later = self._at + timedelta(days=luck.choice((366, 400, 731)))
            self._at = later if later < self._as_of else self._at
        elif way == "hours":
            calendar = self._policy.terms(self._customer_id, self._at).calendar
            interval = luck.choice(list(islice(calendar.open_from(self._at), 4)))
            aim = luck.choice(interval)
        elif way == "due":
            aim = self._due_at()
        else:
            aim = self._as_of
        if aim is not None:
            self._at = max(self._at, aim + timedelta(seconds=luck.choice((-1, 0, 0, 0, 1))))

    def _due_at(self) -> datetime | None:
        view = View(self._export, self._policy, self._register, self._at)
        rows = view.of_ticket(self._ticket.ticket_id, self._events)
        due: datetime | None = rows[-1]["due_at"] if rows else None
        return due

    def _pass(self, *seconds: int) -> None:
        self._at += timedelta(seconds=self._luck.choice(seconds))

    # ── who and how ───────────────────────────────────────────────────────────────────────────

    def _human(self) -> str | None:
        return self._luck.choice(HUMANS)

    def _bot(self) -> str:
        return self._luck.choice(BOTS)

    def _channel(self) -> str | None:
        return self._luck.choice(CHANNELS)

    def _anyone(self) -> tuple[str, str | None]:
        return self._luck.choice(
            (
                ("agent", self._human()),
                ("agent", self._human()),
                ("agent", self._bot()),
                ("bot", self._bot()),
                ("system", None),
                ("customer", "kundin"),
                ("participant", "nachbarin"),
            )
        )

    def _status(self, status: str, actor: str, actor_id: str | None = None) -> None:
        self._add("status", status, None, actor, actor_id)

    def _add(
        self,
        kind: str,
        value: str | None = None,
        previous_value: str | None = None,
        actor: str = "system",
        actor_id: str | None = None,
        channel: str | None = None,
    ) -> None:
        number = len(self._events)
        event_id = f"{self._luck.choice(ID_BEGINNINGS)}-{number}"
        ticket_id = self._ticket.ticket_id
        self._events.append(
            Event(
                event_id,
                ticket_id,
                self._at,
                kind,
                value,
                previous_value,
                actor,
                actor_id,
                channel,
            )
        )
