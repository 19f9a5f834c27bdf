"""Calendar months, each as its first day, and which of them is over."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.errors import ReportError
from pipeline.marts.provenance import run_of

FIRST_YEAR, LAST_YEAR = 1900, 2999


def check_month(month: date) -> None:
    """Raises ReportError for a month so far off that there is no year around it to report on."""
    if not FIRST_YEAR <= month.year <= LAST_YEAR or month.day != 1:
        raise ReportError(
            f"{month.isoformat()[:7]}: no report is about such a month; choose one from "
            f"{FIRST_YEAR}-01 to {LAST_YEAR}-12"
        )


def next_month(month: date) -> date:
    """The month after."""
    return plus(month, 1)


def plus(month: date, count: int) -> date:
    """The month so many months later, or earlier."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def window(last: date, count: int = 12) -> list[date]:
    """So many months up to the last, oldest first."""
    return [plus(last, -back) for back in reversed(range(count))]


def window_around(newest: date, selected: date, count: int = 12) -> list[date]:
    """So many months up to the newest, oldest first; up to the selected one, if it is older."""
    return window(newest if selected > plus(newest, -count) else selected, count)


def last_full_month(snapshot: Path) -> date:
    """The month before that of as_of, in the zone of the default calendar."""
    run = run_of(snapshot)
    today = run.as_of.astimezone(ZoneInfo(run.default_time_zone)).date()
    return plus(today.replace(day=1), -1)
