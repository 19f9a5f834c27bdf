"""Which month is over."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import marts
from pipeline.reports.months import plus


def last_full_month(snapshot: Path) -> date:
    """The month before that of as_of, in the zone of the default calendar."""
    run = marts.run_info(marts.EVERYBODY, snapshot).iloc[0]
    today = run["as_of"].to_pydatetime().astimezone(ZoneInfo(run["default_time_zone"])).date()
    return plus(today.replace(day=1), -1)
