"""§2 and §3: the order of a ticket's events, and the responses owed along it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from tests.reference.records import Event

REPLY, RESOLUTION, DISMISSAL, DELETION = "reply", "resolution", "dismissal", "deletion"
ONE_ACTION = timedelta(seconds=60)


@dataclass(frozen=True)
class Step:
    """An event in its place, with what only its place tells."""

    event: Event
    actor: str | None  # as `actor_kind`, except that a bot is a bot
    is_status_change: bool

    @property
    def is_customer_message(self) -> bool:
        return self.event.kind == "message" and self.actor == "customer"

    @property
    def is_human_reply(self) -> bool:
        return self.event.kind == "message" and self.actor == "agent"

    def becomes(self, status: str) -> bool:
        """Whether this is a status event with that value, a change or not."""
        return self.event.kind == "status" and self.event.value == status


@dataclass(frozen=True)
class Owed:
    """A response owed: opened, perhaps closed, and what happened while it was owed."""

    cycle_number: int
    metric: str
    opening: Event
    closing: Event | None
    closed_by: str | None
    meanwhile: tuple[Step, ...]


def steps(events: Iterable[Event], bots: frozenset[str]) -> list[Step]:
    """The events of one ticket in order, with the status compared to the one before."""
    actors = [(event, _actor(event, bots)) for event in events]
    actors.sort(key=lambda pair: _place(*pair))
    walked = []
    status: str | None = None
    for event, actor in actors:
        # "Statuses are compared with the ticket's previous status; a repeated status is no change"
        is_change = event.kind == "status" and event.value is not None and event.value != status
        if is_change:
            status = event.value
        walked.append(Step(event, actor, is_change))
    return walked


def responses_owed(walked: list[Step]) -> list[Owed]:
    """Walk the ticket; "at most one is owed at a time"."""
    found: list[Owed] = []
    opening: Event | None = None
    metric = ""
    meanwhile: list[Step] = []
    has_human_written = False
    for place, step in enumerate(walked):
        if opening is None:
            # "It opens, when none is owed, with a customer message. … Nothing else opens one."
            if step.is_customer_message:
                opening, meanwhile = step.event, []
                # "`first_response` as long as no human agent has written publicly … before"
                metric = "follow_up" if has_human_written else "first_response"
        else:
            closed_by = _closes(step, metric, walked[place + 1 :])
            if closed_by is None:
                meanwhile.append(step)
            else:
                found.append(
                    Owed(len(found) + 1, metric, opening, step.event, closed_by, tuple(meanwhile))
                )
                opening = None
        has_human_written = has_human_written or step.is_human_reply
    if opening is not None:
        found.append(Owed(len(found) + 1, metric, opening, None, None, tuple(meanwhile)))
    return found


def _closes(step: Step, metric: str, later: list[Step]) -> str | None:
    """How this step closes the response owed, if it does."""
    if step.is_human_reply:  # "a public message by a human agent"
        return REPLY
    if step.becomes("deleted") and step.is_status_change:  # "a change to `deleted`"
        return DELETION
    if step.actor == "bot":  # "a status set by a bot closes nothing but by `deleted`"
        return None
    if step.becomes("resolved"):
        # "a status change to `resolved`, or a repeated `resolved`, not made by a bot"
        return None if _is_one_action_with_a_reply(step, later) else RESOLUTION
    if step.becomes("waiting_customer") and step.is_status_change and metric == "follow_up":
        # "for a follow-up, a change to `waiting_customer` without a message …, not made by a bot"
        return None if _is_one_action_with_a_reply(step, later) else DISMISSAL
    # "What bots and systems write, notes, assignments and a first response 'marked as answered'
    # close nothing"
    return None


def _is_one_action_with_a_reply(status: Step, later: list[Step]) -> bool:
    """Whether the status and the next reply were one action.

    "If a human agent's public message follows within 60 seconds …, before any customer message,
    the two were one action: the status closes nothing, the reply closes."
    """
    for step in later:
        if step.is_customer_message:
            return False
        if step.is_human_reply:
            return step.event.occurred_at - status.event.occurred_at <= ONE_ACTION
    return False


def _actor(event: Event, bots: frozenset[str]) -> str | None:
    """§2: "An agent marked `is_bot` is a bot whatever `actor_kind` says"."""
    return "bot" if event.actor_id in bots else event.actor_kind


def _place(event: Event, actor: str | None) -> tuple[object, ...]:
    """The event's place in the order.

    §2: "`occurred_at`; then severity, assignment or escalation, customer message, notes and
    messages of bots and systems, agent message, status; then `event_id` as text".
    """
    if event.kind == "message":
        rank = {"customer": 2, "agent": 4}.get(actor or "", 3)
    else:
        rank = {"severity": 0, "assignment": 1, "escalation": 1, "note": 3, "status": 5}[event.kind]
    return event.occurred_at, rank, event.event_id
