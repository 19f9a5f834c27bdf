"""§8: "Each way to make a breach vanish leaves a row in `contested_responses`"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.reference import register
from tests.reference.records import Event, Export
from tests.reference.responses import Row, View
from tests.reference.severity import Severities, urgency
from tests.reference.walk import DELETION, DISMISSAL, REPLY, RESOLUTION, Owed

Claim = tuple[str, datetime, str | None]  # reason, at, by


def contested_responses(view: View, export: Export) -> list[Row]:
    """One row per response and reason, of one source."""
    events: dict[str, list[Event]] = {}
    for event in export.events:
        events.setdefault(event.ticket_id, []).append(event)
    rows: list[Row] = []
    for ticket_id, of_ticket in events.items():
        for row, owed, severities in view.owed_in(ticket_id, of_ticket):
            day = view.policy.default_calendar.local_day(row["opened_at"])
            is_covered = register.is_covered(view.register, row["customer_id"], day)
            rows += [
                {
                    **{name: row[name] for name in ("response_id", "customer_id", "source")},
                    **{name: row[name] for name in ("ticket_id", "opened_month")},
                    "reason": reason,
                    "at": at,
                    "by": by,
                    "is_counted_against": is_covered,
                }
                for reason, at, by in _claims(view, row, owed, severities)
            ]
    return rows


def _claims(view: View, row: Row, owed: Owed, severities: Severities) -> Iterator[Claim]:
    yield from _waived(view, row)
    yield from _lowered(row, severities)
    yield from _moved(view, row)
    closing = owed.closing
    if closing is None:
        return
    here = closing.occurred_at, closing.actor_id
    # "`deleted_late`: closed by a deletion after its due time"
    if owed.closed_by == DELETION and row["outcome"] == "breached":
        yield "deleted_late", *here
    # "`closed_without_reply`: resolved or dismissed without a word"
    if owed.closed_by in (RESOLUTION, DISMISSAL):
        yield "closed_without_reply", *here
    # "`closed_by_program`: the status that closed it was the system's"
    if closing.actor_kind == "system" and closing.actor_id not in view.bots:
        yield "closed_by_program", *here
    if owed.closed_by == REPLY and _is_instant(view, row):
        yield "instant_reply", *here


def _waived(view: View, row: Row) -> Iterator[Claim]:
    calendar = view.policy.calendars[row["calendar_id"]]
    today = calendar.local_day(view.as_of)
    approved = [
        (waiver.approved_on, waiver.approved_by)
        for waiver in view.register.waivers
        if (waiver.response_id, waiver.opened_at) == (row["response_id"], row["opened_at"])
        and waiver.approved_on is not None
        and waiver.approved_on <= today
    ]
    first = min(approved, key=lambda it: it[0] or date.max, default=None)
    if first and first[0]:
        yield "waived", calendar.midnight(first[0]), first[1]


def _lowered(row: Row, severities: Severities) -> Iterator[Claim]:
    """ "`lowered_while_owed`: a severity lowered before the closing"; the first lowering."""
    end = row["closed_at"] or _end(row)
    severity = severities.at(row["opened_at"])
    for (changed_at, value), by in zip(severities.changes, severities.changed_by, strict=True):
        if row["opened_at"] < changed_at < end:
            if urgency(value) > urgency(severity):
                yield "lowered_while_owed", changed_at, by
                return
            severity = value


def _moved(view: View, row: Row) -> Iterator[Claim]:
    """ "`moved`: its ticket's account changed after the opening", to another customer."""
    ticket = view.tickets.get(row["ticket_id"])
    for since, _ in ticket.accounts if ticket else ():
        if since is None or not row["opened_at"] < since <= view.as_of:
            continue
        before, after = (
            register.customer_of(view.register, view.source.name, ticket, moment)
            for moment in (since - timedelta(seconds=1), since)
        )
        if before != after:
            yield "moved", since, None
            return


def _end(row: Row) -> datetime:
    """Just behind the moment until which the walk goes: what happens at `as_of` has happened."""
    until: datetime = row["opened_at"] + timedelta(seconds=row["wall_seconds"] + 1)
    return until


def _is_instant(view: View, row: Row) -> bool:
    """ "a reply within 10 seconds of the opening, or within 60 seconds outside opening hours"."""
    spoken = (
        *view.policy.channels("phone_channels", ("call", "phone", "voicemail")),
        *view.policy.channels("chat_channels", ("chat",)),
    )
    if row["channel"] in spoken:  # "calls and chats apart"
        return False
    longest = 10 if row["is_opened_in_hours"] else 60
    return bool(row["wall_seconds"] <= longest)
