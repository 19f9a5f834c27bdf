"""SQL for times as they are written: which wall clock a text shows, and its offset from UTC."""

import re
from collections.abc import Mapping

from pipeline.landing.local_time import offset_sql
from pipeline.quoted import literal

OFFSET = r"(\+(0\d|1[0-3])(:?[0-5]\d)?|\+14(:?00)?|-(0\d|1[01])(:?[0-5]\d)?|-12(:?00)?)"
"""The offsets from UTC that there are, as a regular expression."""

TIME = (
    r"\d{4}-\d\d-\d\d[ T]([01]\d|2[0-3]):\d\d(:\d\d(\.\d+)?)?"
    rf"( ?(Z|UTC|{OFFSET}))?"
)
"""How a time may be written without any setting, as a regular expression of DuckDB."""

UNIX: Mapping[str, tuple[str, int]] = {
    "unix_seconds": (r"\d{1,11}(\.\d+)?", 1_000_000),
    "unix_milliseconds": (r"\d{1,14}(\.\d+)?", 1_000),
}
"""Times that are numbers: how they look, and microseconds in one."""

DIRECTIVES = "YymdHIMSfbBpaAzj%"
"""What a format of strptime may hold behind its percent signs."""

_USUAL_TIME = "____-__-__T__:__:__Z"
_USUAL_DIGITS = _USUAL_TIME.replace("_", "0")
_OFFSET = r"([+-])(\d\d):?(\d\d)?$"
_IN_UTC = re.compile("(Z|UTC|GMT)$")


def format_mistake(written: str) -> str | None:
    """What is wrong with a `time_format`, and the remedy; None if nothing is."""
    if written in UNIX:
        return None
    example = "write e.g. '%d.%m.%Y %H:%M', unix_seconds or unix_milliseconds"
    found = re.findall(r"%-?(.?)", written)
    if not found:
        return f"{written!r} is no format of a time; {example}"
    for directive in found:
        if directive not in DIRECTIVES or not directive:
            return f"'%{directive}' in {written!r} is not known; known are %" + " %".join(
                DIRECTIVES
            )
    has = set(found)
    missing = [
        what
        for what, ways in {
            "the year (%Y)": ["Y", "y"],
            "the month (%m)": ["m", "b", "B", "j"],
            "the day (%d)": ["d", "j"],
            "the hour (%H)": ["H", "I"],
            "the minute (%M)": ["M"],
        }.items()
        if not has.intersection(ways)
    ]
    if missing:
        return f"{written!r} lacks {' and '.join(missing)}, so no instant can be told by it"
    if "I" in has and "p" not in has:
        return f"{written!r} has twelve hours (%I) without %p; write %H, or add %p"
    return None


def wall_clock(text: str, time_format: str | None) -> str:
    """SQL for the time as written, cut to seconds, whatever offset stands behind it.

    What carries its own offset in a `time_format`, and unix times, come out in UTC.
    """
    usual = (
        f"when {text} like '{_USUAL_TIME}' and translate({text}, '123456789', '000000000') "
        f"= '{_USUAL_DIGITS}' and substr({text}, 12, 2) < '24' then try_cast({text} as timestamp) "
        f"when regexp_full_match({text}, '{TIME}') "
        f"then try_cast(left({text}, {_length(text)}) as timestamp)"
    )
    if time_format is None:
        return f"case {usual} end"
    by_format = _by_format(text, time_format)
    otherwise = usual if _may_be_usual(time_format) else ""
    return f"case when {by_format} is not null then {by_format} {otherwise} end"


def utc_offset(text: str, wall: str, time_zone: str, time_format: str | None) -> str:
    """SQL for the seconds by which the wall clock of a text is ahead of UTC."""
    behind = f"substr({text}, {_length(text)} + 1)"
    written = (
        f"(case regexp_extract({text}, '{_OFFSET}', 1) when '-' then -1 else 1 end "
        f"* (3600 * regexp_extract({text}, '{_OFFSET}', 2)::integer "
        f"+ 60 * coalesce(try_cast(regexp_extract({text}, '{_OFFSET}', 3) as integer), 0)))"
    )
    local = offset_sql(wall, time_zone)
    usual = (
        f"when ends_with({text}, 'Z') or ends_with({text}, 'UTC') then 0 "
        f"when length({text}) > 16 and regexp_matches({behind}, '{_OFFSET}') then {written} "
        f"else {local}"
    )
    if time_format is None:
        return f"case {usual} end"
    by_format = _by_format(text, time_format)
    return f"case when {by_format} is not null then {_offset_of(time_format, local)} {usual} end"


def _length(text: str) -> str:
    """How many characters the time takes: with seconds, or to the minute."""
    return f"(case when substr({text}, 17, 1) = ':' then 19 else 16 end)"


def _by_format(text: str, time_format: str) -> str:
    if time_format in UNIX:
        form, microseconds = UNIX[time_format]
        number = f"try_cast({text} as decimal(30, 6))"
        return (
            f"case when regexp_full_match({text}, '{form}') then "
            f"date_trunc('second', make_timestamp(({number} * {microseconds})::bigint)) end"
        )
    parsed = f"try_strptime({text}, {literal(time_format)})"
    conditions = []
    if _has_offset(time_format):
        parsed = f"({parsed} at time zone 'UTC')"
        behind = re.split("%-?z", time_format)[-1]
        end = "" if "%" in behind else re.escape(behind).replace("\\ ", " ") + "$"
        conditions.append(f"regexp_matches({text}, {literal(f'({OFFSET}|Z){end}')})")
    if {"j", "Y"} <= set(re.findall(r"%-?(.)", time_format)):
        # Day 366 of a year that has none would be the next year's first.
        conditions.append(f"contains({text}, strftime({parsed}, '%Y'))")
    instant = f"date_trunc('second', {parsed})"
    return f"case when {' and '.join(conditions)} then {instant} end" if conditions else instant


def _offset_of(time_format: str, local: str) -> str:
    is_utc = time_format in UNIX or _has_offset(time_format) or _IN_UTC.search(time_format)
    return "0" if is_utc else local


def _has_offset(time_format: str) -> bool:
    return "z" in re.findall(r"%-?(.)", time_format)


def _may_be_usual(time_format: str) -> bool:
    """Whether a text that does not fit may still be read year first, without confusion."""
    return not time_format.startswith("%Y")
