"""An explanation written by hand, to be changed in one place or another."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pipeline.explanation import Explanation
from pipeline.marts.explanation import Event, LegInFull, Response, Waiver
from pipeline.marts.records import Record
from pipeline.marts.segments import Segment

OPENED_AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CLOSED_AT = datetime(2026, 3, 3, 8, 47, 56, tzinfo=UTC)
AS_OF = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

R = TypeVar("R", bound=Record)


def made(kind: type[R], *values: object) -> R:
    """A record of values in the order of its fields."""
    return kind.model_validate(dict(zip(kind.model_fields, values, strict=True)))


RESPONSE = Response(
    response_id="desk:T-1:1",
    source="desk",
    ticket_id="T-1",
    code="QT-1",
    cycle_number=1,
    metric="first_response",
    customer_id="K-1",
    customer_name="Erste GmbH",
    subject="Nichts geht",
    url=None,
    channel="email",
    severity=3,
    name_de="Standard",
    name_en="Standard",
    opened_at=OPENED_AT,
    opened_by_event_id="e1",
    is_opened_in_hours=True,
    closed_at=CLOSED_AT,
    closed_by="reply",
    closed_by_event_id="e2",
    responder_id="a1",
    responder_name="Anna",
    responder_tier=1,
    dedicated_agent_id="a1",
    dedicated_agent_name="Anna",
    is_dedicated_responder=True,
    outcome="met",
    exclusion_reason=None,
    clock="business",
    amount_count=2,
    amount_unit="hour",
    target_seconds=7200,
    elapsed_seconds=6476,
    business_seconds=6476,
    wall_seconds=64076,
    paused_seconds=0,
    due_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
    leg_started_at=OPENED_AT,
    leg_ended_at=CLOSED_AT,
    policy_version=date(2020, 1, 1),
    override_version=None,
    calendar_id="dedicated_support",
    time_zone="Europe/Berlin",
    working_day_seconds=28800,
    reading="default",
    as_of=AS_OF,
)
LEG = LegInFull(
    leg_number=1,
    severity=3,
    name_de="Standard",
    name_en="Standard",
    made_at=OPENED_AT,
    leg_started_at=OPENED_AT,
    leg_ended_at=CLOSED_AT,
    is_lasting=True,
    clock="business",
    amount_count=2,
    amount_unit="hour",
    target_seconds=7200,
    elapsed_seconds=6476,
    paused_seconds=0,
    due_at=RESPONSE.due_at,
    is_breached=False,
    is_reported=True,
)
CLOSING_TIME, OPENING_TIME = (
    datetime(2026, 3, 2, 16, tzinfo=UTC),
    datetime(2026, 3, 3, 8, tzinfo=UTC),
)
SEGMENTS = (
    made(Segment, 1, OPENED_AT, CLOSING_TIME, "running", None, None, 3600, 3600),
    made(Segment, 2, CLOSING_TIME, OPENING_TIME, "closed", "outside_hours", None, 57600, 0),
    made(Segment, 3, OPENING_TIME, CLOSED_AT, "running", None, None, 2876, 2876),
)
WAIVER = made(Waiver, 2, "Stromausfall", "M. Brandt", date(2026, 3, 4), None)


def event(reason: str, effect: str = "ignored", **changes: Any) -> Event:
    """Something that happened at the opening."""
    by_customer = ("customer", "c1", None, None)
    happened = made(Event, "e", OPENED_AT, "message", None, None, *by_customer, effect, reason)
    return happened.model_copy(update=changes)


EVENTS = (
    event("opens", "opens", event_id="e1", channel="email"),
    event("reply", "closes", event_id="e2", actor_kind="agent", actor_id="a1", actor_name="Anna"),
)


def explanation(*, waiver: Waiver | None = None, **changes: Any) -> Explanation:
    """The explanation, with other columns of the response."""
    response = RESPONSE.model_copy(update=changes)
    events = EVENTS[:1] if response.is_owed else EVENTS
    return Explanation(response, SEGMENTS, (LEG,), (), events, waiver)
