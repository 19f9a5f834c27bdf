"""Which promise holds for whom and when: the base policy, and what a customer's override replaces.

Base and override are chosen independently, each by its own start, once, at the opening of a
response; so each owner's pairs of the two form a gapless partition of time. Before the first
version of the policy there is nothing to override.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar, get_args

from pipeline.promise.calendars import local_midnight
from pipeline.settings.amounts import Amount
from pipeline.settings.policy import BY_THE_WALL, Metric, Override, Policy, PolicyVersion

EVERYBODY = "*"
"""The owner of the policy of everybody without overrides of their own."""

DEFAULT_CALENDAR = "dedicated_support"
WALL_DAY_SECONDS = 24 * 3600

_UNIT_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_Version = TypeVar("_Version", PolicyVersion, Override)


@dataclass(frozen=True)
class EffectivePolicy:
    """What holds for one owner between two changes of the base policy or of its overrides."""

    owner: str
    started_at: datetime | None  # None: since ever
    ended_at: datetime | None  # None: until further notice
    base: PolicyVersion | None  # None: before the first version
    override: Override | None
    calendar_id: str

    @property
    def version_id(self) -> str:
        """A key that reads as what it is, `K-1007:2020-01-01+2026-01-01`."""
        base = self.base.valid_from.isoformat() if self.base else "none"
        override = f"+{self.override.valid_from.isoformat()}" if self.override else ""
        return f"{self.owner}:{base}{override}"

    def amount(self, severity: int, metric: Metric) -> Amount | None:
        """The target in force, or None where there is none."""
        if self.base is None:
            return None
        own = self.override.targets.get(severity, {}) if self.override else {}
        if metric in own:
            return own[metric]
        targets = self.base.targets.get(severity)
        return getattr(targets, metric) if targets else None

    def by_the_wall(self, severity: int) -> Amount | None:
        """The time by the wall that is named beside the first response's target, or None."""
        if self.base is None:
            return None
        own = self.override.by_the_wall if self.override else {}
        named = BY_THE_WALL | self.base.by_the_wall | own
        return named.get(severity)

    @property
    def pause_statuses(self) -> tuple[str, ...]:
        """Statuses that pause a follow-up."""
        if self.override and self.override.pause_statuses is not None:
            return self.override.pause_statuses
        return self.base.pause_statuses if self.base else ()


def effective_policies(policy: Policy) -> Iterator[EffectivePolicy]:
    """Each owner's versions in order of time, base and override each chosen by its own start."""
    for owner in (EVERYBODY, *policy.customers):
        overrides = policy.customers.get(owner, ())
        base_starts = [(_start(policy, version), version) for version in policy.policies]
        override_starts = [(_start(policy, override), override) for override in overrides]
        first_start = min(start for start, _ in base_starts)
        moments = sorted(
            {start for start, _ in (*base_starts, *override_starts) if start >= first_start}
        )
        for started_at, ended_at in pairwise((None, *moments, None)):
            base = _latest(base_starts, started_at)
            override = _latest(override_starts, started_at) if base else None
            own_calendar = override.calendar if override else None
            yield EffectivePolicy(
                owner=owner,
                started_at=started_at,
                ended_at=ended_at,
                base=base,
                override=override,
                calendar_id=own_calendar or _calendar_of(policy, base),
            )


def default_calendar(policy: Policy) -> str:
    """`dedicated_support`, or the first calendar where no calendar has that name."""
    if DEFAULT_CALENDAR in policy.calendars:
        return DEFAULT_CALENDAR
    return next(iter(policy.calendars))


def seconds(amount: Amount, day_seconds: int) -> int:
    """An amount in seconds, given how long a working day is on the clock in question."""
    return int(Decimal(amount.count) * _UNIT_SECONDS.get(amount.unit, day_seconds))


def longest_target_seconds(policy: Policy) -> int:
    """The longest business target anywhere in the policy, by which calendars must outlast as_of."""
    return max(
        (
            seconds(amount, policy.calendars[version.calendar_id].day_seconds)
            for version in effective_policies(policy)
            for severity in policy.severities
            for metric in get_args(Metric)
            if (amount := version.amount(severity, metric))
        ),
        default=0,
    )


def _start(policy: Policy, version: PolicyVersion | Override) -> datetime:
    """00:00 of `valid_from` in the version's own calendar, or in that of the base of that day."""
    calendar_id = version.calendar
    if calendar_id is None:
        bases = [base for base in policy.policies if base.valid_from <= version.valid_from]
        calendar_id = _calendar_of(policy, bases[-1] if bases else None)
    return local_midnight(version.valid_from, policy.calendars[calendar_id].time_zone)


def _calendar_of(policy: Policy, base: PolicyVersion | None) -> str:
    return base.calendar if base else default_calendar(policy)


def _latest(starts: list[tuple[datetime, _Version]], moment: datetime | None) -> _Version | None:
    started = [version for start, version in starts if moment and start <= moment]
    return max(started, key=lambda version: version.valid_from) if started else None
