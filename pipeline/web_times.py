"""Times in the headers of web servers' answers."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment_of(written: str | None) -> datetime | None:
    """The moment in a header, UTC; None where it holds none."""
    try:
        moment = parsedate_to_datetime(written or "")
    except (ValueError, TypeError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def rest_asked(retry_after: str | None, now: datetime) -> float | None:
    """How many seconds the header Retry-After asks us to wait; None if it says nothing."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    moment = moment_of(retry_after)
    return None if moment is None else max((moment - now).total_seconds(), 0.0)
