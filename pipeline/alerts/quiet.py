"""When nothing is sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.settings.opening_hours import DAY_MINUTES, Interval


def quiet_until(now: datetime, hours: Interval | None, time_zone: str) -> datetime | None:
    """When the quiet hours end in which `now` lies, by the clocks of a zone; None outside them."""
    if hours is None:
        return None
    local = now.astimezone(ZoneInfo(time_zone))
    minute = local.hour * 60 + local.minute
    for day in (0, -1):  # hours that began today, or the evening before
        if hours.opens <= minute - day * DAY_MINUTES < hours.closes:
            ending = local.date() + timedelta(days=day + hours.closes // DAY_MINUTES)
            hour, of_hour = divmod(hours.closes % DAY_MINUTES, 60)
            return datetime(
                ending.year, ending.month, ending.day, hour, of_hour, tzinfo=ZoneInfo(time_zone)
            )
    return None
