"""Whether the account's time zone is that of vip-sla.yml: else every time would be wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from pipeline.errors import FetchError
from pipeline.settings.config import Source

_COMPARED = [datetime(2015, 1, 1, 12, tzinfo=UTC) + timedelta(days=5 * n) for n in range(1_100)]


def zone_notices(settings: Any, source: Source) -> tuple[str, ...]:
    """What to tell about the account's zone, found among its settings ({name, value} each).

    Raises FetchError where it is another one. The setting's name is not documented, so it is looked
    for by its value.
    """
    found = dict(_zones(settings))
    if by_name := {name: zone for name, zone in found.items() if "zone" in name.lower()}:
        found = by_name
    if not found:
        return (
            f"source {source.name}: the account does not tell its time zone, so time_zone: "
            f"{source.time_zone} is taken on trust; compare it with the account's settings",
        )
    for name, zone in found.items():
        if not _is_same(zone, source.time_zone):
            raise FetchError(
                f"source {source.name}: time_zone is {source.time_zone} in vip-sla.yml, but the "
                f"account's is {zone} (its setting {name}), so every time would be wrong; write "
                f"time_zone: {zone}"
            )
    return ()


def _zones(settings: Any) -> Iterator[tuple[str, str]]:
    known = available_timezones()
    for setting in settings if isinstance(settings, list) else ():
        value = setting.get("value") if isinstance(setting, dict) else None
        for word in value.split() if isinstance(value, str) else ():
            if word in known:
                yield str(setting.get("name")), word


def _is_same(one: str, other: str) -> bool:
    first, second = ZoneInfo(one), ZoneInfo(other)
    return all(
        day.astimezone(first).utcoffset() == day.astimezone(second).utcoffset() for day in _COMPARED
    )
