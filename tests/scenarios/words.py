"""The words of a story: its times, its durations and its events."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.reference.records import Event

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
STATUSES = ("open", "waiting_customer", "on_hold", "resolved", "deleted")

IN_THE_WEEK = re.compile(r"(next )?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d\d:\d\d(?::\d\d(?:\.\d+)?)?)")
ON_A_DATE = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ([+-]\d\d:\d\d))?")
DURATION = re.compile(r"(-)?(?:(\d+)h ?)?(?:(\d+)m ?)?(?:(\d+)s)?")

WRITES = re.compile(r"(?:the )?(\w+) (?:writes|replies)(?: by (\w+))?")
NOTES = re.compile(r"(?:the )?(\w+) notes")
SETS_STATUS = re.compile(rf"(?:the )?(\w+) sets ({'|'.join(STATUSES)})")
SETS_SEVERITY = re.compile(r"(?:the )?(\w+) sets severity ([1-5]|nothing)(?: \(was ([1-5])\))?")
ASSIGNS = re.compile(r"(?:the )?(\w+) assigns (\w+)")
ESCALATES = re.compile(r"(?:the )?(\w+) escalates to tier (\d)")


def moment(text: str, week: date | None) -> datetime:
    """A time as a story writes it, in UTC. `week` is its Monday."""
    if match := IN_THE_WEEK.fullmatch(text):
        if week is None:
            raise ValueError(f"{text!r} needs the story's week")
        weeks_on, weekday, wall = (1 if match[1] else 0), WEEKDAYS.index(match[2]), match[3]
        day = week + timedelta(weeks=weeks_on, days=weekday)
        return datetime.combine(day, time.fromisoformat(wall), BERLIN).astimezone(UTC)
    if match := ON_A_DATE.fullmatch(text):
        read = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}")
        return (read if read.tzinfo else read.replace(tzinfo=BERLIN)).astimezone(UTC)
    raise ValueError(f"not a time: {text!r}; write `Mon 09:00` or `2024-03-31 09:00`")


def duration(text: str | int) -> int:
    """`1h 30m`, `45m`, `59s` or 0, in seconds."""
    match = DURATION.fullmatch(str(text))
    if str(text) == "0":
        return 0
    if not match or not any(match.groups()):
        raise ValueError(f"not a duration: {text!r}; write `1h 30m`")
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return (-1 if match[1] else 1) * (hours * 3600 + minutes * 60 + seconds)


def event(
    text: str, event_id: str, ticket_id: str, occurred_at: datetime, cast: dict[str, str]
) -> Event:
    """`anna replies` and the like. `cast` gives each name its `actor_kind`."""

    def told(
        who: str,
        kind: str,
        value: str | None = None,
        previous: str | None = None,
        channel: str | None = None,
    ) -> Event:
        actor_id = None if who == "system" else who
        return Event(
            event_id,
            ticket_id,
            occurred_at,
            kind,
            value,
            previous,
            cast[who],
            actor_id,
            channel,
        )

    if match := WRITES.fullmatch(text):
        return told(match[1], "message", channel=match[2])
    if match := NOTES.fullmatch(text):
        return told(match[1], "note")
    if match := SETS_STATUS.fullmatch(text):
        return told(match[1], "status", match[2])
    if match := SETS_SEVERITY.fullmatch(text):
        return told(match[1], "severity", None if match[2] == "nothing" else match[2], match[3])
    if match := ASSIGNS.fullmatch(text):
        return told(match[1], "assignment", match[2])
    if match := ESCALATES.fullmatch(text):
        return told(match[1], "escalation", match[2])
    raise ValueError(f"no such thing happens in stories: {text!r}")
