"""Which months there are to choose from, each as its first day."""

from collections.abc import Iterable
from datetime import date

from pipeline.reports.months import plus, window_around


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return date(day.year, day.month, 1)


def on_offer(with_responses: Iterable[date], running: date) -> list[date]:
    """Every month from the first with responses to the running one, newest first, without gaps."""
    first = min([*with_responses, running])
    month, months = max([*with_responses, running]), []
    while month >= first:
        months.append(month)
        month = plus(month, -1)
    return months


def window(newest: date, selected: date, count: int = 12) -> list[date]:
    """So many months up to the newest, oldest first; up to the selected one, if it is older."""
    return window_around(newest, selected, count)


def parse(text: str) -> date | None:
    """The month that `YYYY-MM` means; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
