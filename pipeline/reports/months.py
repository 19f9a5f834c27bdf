"""Calendar months, each as its first day."""

from datetime import date


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
