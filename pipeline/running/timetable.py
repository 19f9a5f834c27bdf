"""Which commands are due at a moment: what the examples for cron and systemd say, as a rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.promise.calendars import expand
from pipeline.settings.calendar import Calendar
from pipeline.settings.policy import Policy

QUARTER = timedelta(minutes=15)
"""How often it is asked what is due; every moment asked about is a multiple of it."""
AFTER_CLOSING = timedelta(hours=1)
"""For so long runs go on: what ran out at closing time is told the same day."""
REPORTS_AT, PRUNED_AT, DEEP_AT = 30, (3, 0), (4, 0)
"""The minute of each hour at which reports go out; the times of day at which landing shrinks, and
at which files that look unchanged are compared by their bytes, too."""

Command = tuple[str, ...]


@dataclass(frozen=True)
class Timetable:
    """When what is done, by the opening hours of the contract's calendar."""

    calendar: Calendar
    fetches: bool = False
    prunes: bool = False

    def due(self, moment: datetime) -> list[Command]:
        """The commands due at a quarter of an hour, in their order; `moment` is aware.

        In opening hours, and for an hour after, a run and alerts; on every day that has opening
        hours the reports that are due, every hour, and before it opens a run that looks deep
        and compares.
        """
        return list(self._due(moment))

    def _due(self, moment: datetime) -> Iterator[Command]:
        local = moment.astimezone(ZoneInfo(self.calendar.time_zone))
        spans = self._open_spans(moment)
        is_open = any(opened <= moment < closed + AFTER_CLOSING for opened, closed in spans)
        opens_today = any(
            opened.astimezone(local.tzinfo).date() == local.date() for opened, _ in spans
        )
        is_deep = opens_today and (local.hour, local.minute) == DEEP_AT
        if is_open or is_deep:
            chosen = {"--fetch": self.fetches, "--deep": is_deep, "--compare": is_deep}
            yield ("run", "--wait", "--quiet", *(name for name, is_on in chosen.items() if is_on))
        if is_open:
            yield ("alert",)
        if opens_today and local.minute == REPORTS_AT:
            yield ("report", "due", "--wait")
        if self.prunes and (local.hour, local.minute) == PRUNED_AT:
            yield ("prune",)

    def _open_spans(self, moment: datetime) -> list[tuple[datetime, datetime]]:
        day, one = moment.astimezone(UTC).date(), timedelta(days=1)
        segments = expand(self.calendar, day - 2 * one, day + 2 * one)
        return [(each.started_at, each.ended_at) for each in segments if each.is_open]


def calendar_in_force(policy: Policy, moment: datetime) -> Calendar:
    """The calendar of the version that holds for everybody; before the first one, the first's."""
    calendar = policy.calendars[policy.policies[0].calendar]
    for version in policy.policies:
        in_force = policy.calendars[version.calendar]
        if version.valid_from <= moment.astimezone(ZoneInfo(in_force.time_zone)).date():
            calendar = in_force
    return calendar


def quarter_of(moment: datetime) -> datetime:
    """The quarter of an hour that a moment lies in, as its start."""
    return moment - (moment - moment.replace(minute=0, second=0, microsecond=0)) % QUARTER
