"""When a wall clock showed what: a zone's offsets as pieces of local time, taken from zoneinfo.

DuckDB's own conversion takes the later instant in a daylight-saving fold and brings time-zone rules
of its own. zoneinfo (with fold=0) takes the earlier one and, in a gap, shifts forward. A change
from offset o to o' at the instant u separates local times at u + max(o, o'): behind a fold the old
offset holds until the clock has shown everything twice, before a gap until it jumps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True)
class OffsetPiece:
    """From `since` in local time (inclusive), local time is UTC plus `seconds`."""

    since: datetime
    seconds: int


@lru_cache(maxsize=64)
def offset_pieces(time_zone: str) -> tuple[OffsetPiece, ...]:
    """The zone's offsets from 1970 to 2100, in order; the first and last hold outside too."""
    zone = ZoneInfo(time_zone)
    offset = _offset(zone, _FIRST)
    pieces = [OffsetPiece(datetime.min, offset)]  # noqa: DTZ901 - local time has no zone
    day = _FIRST
    while day < _LAST:
        following = _offset(zone, day + _DAY)
        if following != offset:
            change = _change(zone, day, day + _DAY)
            boundary = change + timedelta(seconds=max(offset, following))
            pieces.append(OffsetPiece(boundary.replace(tzinfo=None), following))
            offset = following
        day += _DAY
    return tuple(pieces)


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(zone).utcoffset() or timedelta()
    return round(offset.total_seconds())


def _change(zone: ZoneInfo, before: datetime, behind: datetime) -> datetime:
    """The instant in (before, behind] at which the offset changes."""
    old = _offset(zone, before)
    while behind - before > _SECOND:
        middle = before + timedelta(seconds=(behind - before) // _SECOND // 2)
        if _offset(zone, middle) == old:
            before = middle
        else:
            behind = middle
    return behind


def offset_sql(local: str, time_zone: str) -> str:
    """SQL for the offset in seconds at the TIMESTAMP expression `local`.

    A tree of comparisons: it keeps the rows in order and takes part in any parallel scan, which a
    join would not.
    """
    return _tree(local, offset_pieces(time_zone))


def _tree(local: str, pieces: Sequence[OffsetPiece]) -> str:
    if len(pieces) == 1:
        return str(pieces[0].seconds)
    middle = len(pieces) // 2
    return (
        f"case when {local} < timestamp '{pieces[middle].since}' "
        f"then {_tree(local, pieces[:middle])} else {_tree(local, pieces[middle:])} end"
    )
