"""Days, instants and time zones as people write them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, TypeVar
from zoneinfo import available_timezones

from pipeline.settings.model import Location, Mistake, entries, from_text, part
from pipeline.settings.wording import nearest

AnyDay = TypeVar("AnyDay", bound=date)

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII)
_GERMAN_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)


_FIRST_YEAR = 1900


def parse_day(text: str) -> date:
    """A day from 1900 on, `2026-12-24` or `24.12.2026`. Raises ValueError."""
    found = _DAY.fullmatch(text.strip()) or _GERMAN_DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a date; write e.g. 2026-12-24 or 24.12.2026")
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar") from None
    return _of_our_time(day, text)


def _of_our_time(day: AnyDay, text: str) -> AnyDay:
    if day.year < _FIRST_YEAR:
        raise ValueError(f"{text!r} lies before {_FIRST_YEAR}; is the year right?")
    return day


def parse_instant(text: str) -> datetime:
    """An instant from 1900 on, in UTC, cut to whole seconds.

    Raises ValueError, also if it has no offset.
    """
    example = "2026-12-24T09:30:00+01:00, or 2026-12-24T08:30:00Z for UTC"
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a date and time; write e.g. {example}") from None
    if moment.tzinfo is None:
        raise ValueError(
            f"{text!r} has no offset, so it could be any of a day's instants; write e.g. {example}"
        )
    try:
        instant = moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise ValueError(f"{text!r} is out of range") from None
    return _of_our_time(instant, text)


def parse_time_zone(text: str) -> str:
    """The name of an IANA time zone. Raises ValueError, which names a near one."""
    name = text.strip()
    if name in _time_zones():
        return name
    cities = {zone.rsplit("/")[-1].lower(): zone for zone in sorted(_time_zones())}
    near = cities.get(name.lower().replace(" ", "_")) or nearest(name, _time_zones())
    remedy = f"did you mean '{near}'?" if near else "write e.g. Europe/Berlin or UTC"
    raise ValueError(f"{text!r} is not an IANA time zone; {remedy}")


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


Day = Annotated[date, from_text(parse_day)]
Instant = Annotated[datetime, from_text(parse_instant)]
TimeZone = Annotated[str, from_text(parse_time_zone)]


def repeated_days(items: object, day_key: str, location: Location) -> Iterator[Mistake]:
    """Mistakes at those of `items` (found at `location`) whose day an earlier one has already."""
    seen: dict[date, int] = {}
    for position, item in entries(items):
        day = _day_or_none(part(item, day_key))
        if day is None:
            continue
        if day in seen:
            earlier = f"{location[-1]}[{seen[day]}]"
            yield (*location, position, day_key), f"{day} is in {earlier} already; keep one of them"
        seen.setdefault(day, position)


def _day_or_none(written: object) -> date | None:
    if isinstance(written, date):
        return written
    try:
        return parse_day(written) if isinstance(written, str) else None
    except ValueError:
        return None  # told by the field itself
