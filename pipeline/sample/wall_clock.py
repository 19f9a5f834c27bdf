"""What wall clocks of a zone show at UTC seconds, for millions of them."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from pipeline.sample.arrays import Codes, Ints

# Zones change their offsets on quarter hours of UTC.
QUARTER = 900


def wall_seconds(moments: Ints | Codes, time_zone: str) -> Ints:
    """UTC seconds as seconds of local time. In an autumn's fold two moments give the same."""
    if not len(moments):
        return np.empty(0, dtype=np.int64)
    first, last = (
        datetime.fromtimestamp(int(moment), UTC).year for moment in (moments.min(), moments.max())
    )
    offsets = np.concatenate([_offsets(time_zone, year) for year in range(first, last + 1)])
    quarters = moments // QUARTER - _new_year(first) // QUARTER
    local: Ints = moments + offsets[quarters]
    return local


@lru_cache(maxsize=64)
def _offsets(time_zone: str, year: int) -> Ints:
    """The zone's offsets in seconds at each quarter hour of a UTC year."""
    zone = ZoneInfo(time_zone)
    told = (
        datetime.fromtimestamp(moment, zone).utcoffset()
        for moment in range(_new_year(year), _new_year(year + 1), QUARTER)
    )
    return np.array(
        [offset.total_seconds() for offset in told if offset is not None], dtype=np.int64
    )


def _new_year(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
