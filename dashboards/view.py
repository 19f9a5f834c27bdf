"""What every page needs: whose eyes, which snapshot, which period, which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Literal, ParamSpec, cast, get_args
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboards import access, address, alone, snapshot
from dashboards.snapshot import Question
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import Scope
from pipeline.marts.compliance import MonthWithResponses
from pipeline.marts.contract import Severity
from pipeline.marts.freshness import Freshness
from pipeline.marts.periods import Period, containing, parse
from pipeline.marts.provenance import Run
from pipeline.marts.records import R, records
from pipeline.reports.months import plus, window_around
from pipeline.reports.telling.teller import Teller
from pipeline.wording.catalogues import LANGUAGES, Language, Wording
from pipeline.wording.formatting import Formatting

P = ParamSpec("P")

Against = Literal["before", "year", "none"]
AGAINST: tuple[Against, ...] = get_args(Against)
"""What a period may be compared with: the one before, the same of last year, nothing."""


def clock() -> datetime:
    """The server's."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class View:
    """One viewer's view of one snapshot."""

    scope: Scope
    snapshot: Path
    run: Run
    say: Wording
    now: datetime = field(default_factory=lambda: clock())  # noqa: PLW0108  # looked up anew
    """When the page is made."""

    @cached_property
    def is_stale(self) -> bool:
        """Whether the data are older than they should be, so that nothing is told as of now."""
        minute = self.now - timedelta(seconds=self.now.second, microseconds=self.now.microsecond)
        [fresh] = self.ask(Freshness, marts.freshness, minute)
        return fresh.is_stale

    def has_become_stale(self) -> bool:
        """Whether the data have become so since the page was made."""
        return not self.is_stale and replace(self, now=clock()).is_stale

    @cached_property
    def show(self) -> Formatting:
        """Numbers and dates in the viewer's language, on the contract's clock."""
        return Formatting(self.say.locale, self.run.default_time_zone, self.run.working_day_seconds)

    @cached_property
    def today(self) -> date:
        """The day of as_of, on the contract's clock."""
        return self.run.as_of.astimezone(ZoneInfo(self.run.default_time_zone)).date()

    @property
    def _running(self) -> Period:
        return containing(self.today, "month")

    @property
    def running_month(self) -> date:
        """The month of as_of, which is not over yet."""
        return self._running.first

    @property
    def is_running_month(self) -> bool:
        """Whether the pages are about the month of as_of."""
        return self.period == self._running

    @cached_property
    def _months_told(self) -> Sequence[date]:
        """The months with responses, newest first."""
        return [each.opened_month for each in self.ask(MonthWithResponses, marts.months)]

    @property
    def since(self) -> date:
        """The first day of the first month with responses."""
        return min([*self._months_told, self.running_month])

    @property
    def first_shown(self) -> date:
        """The month that a page opens with: the running one, else the newest with responses."""
        return next(iter(self._months_told), self.running_month)

    @cached_property
    def asked_period(self) -> Period | None:
        """The period that the address names, as far as anything can have happened in it."""
        asked = parse(address.said("period") or "")
        is_told = asked and asked.last >= self.since and asked.first <= self._running.last
        return asked if is_told else None

    @property
    def period(self) -> Period:
        """What all pages are about: the period that the address names, else the running month.

        Where that has no responses (yet), the newest month that has some.
        """
        return self.asked_period or containing(self.first_shown, "month")

    @property
    def against(self) -> Against:
        """What the address compares it with; the period before where it does not say."""
        said = address.said("against")
        return next((each for each in AGAINST if each == said), AGAINST[0])

    @property
    def compared(self) -> Period | None:
        """The period to compare with, if any."""
        match self.against:
            case "before":
                return self.period.before()
            case "year":
                return self.period.a_year_before()
            case "none":
                return None

    @property
    def months(self) -> Sequence[date]:
        """The months that the period touches and that have begun, oldest first."""
        return [month for month in self.period.months if month <= self.running_month]

    @property
    def month_to_report(self) -> date:
        """The month that is asked for, else the last one that is over and has responses."""
        asked = self.asked_period
        is_month = asked is not None and asked.kind == "month"
        newest = min(self.first_shown, plus(self.running_month, -1))
        return asked.first if asked and is_month else newest

    @property
    def year(self) -> Sequence[date]:
        """Twelve months up to the running one, or to the period's last where they miss it."""
        return window_around(self.running_month, self.months[-1])

    @property
    def year_told(self) -> Period:
        """Those twelve months as one period."""
        return Period(self.year[0], containing(self.year[-1], "month").last)

    def month(self, month: date) -> str:
        """A month's name, with a word where it is not over."""
        return self.named(containing(month, "month"))

    def named(self, period: Period) -> str:
        """What a period is called, with a word where it is not over."""
        name = self._name(period)
        is_running = period.first <= self.today <= period.last
        return self.say("period.running", period=name) if is_running else name

    def _name(self, period: Period) -> str:
        first, show = period.first, self.show
        match period.kind:
            case "month":
                return show.month(first)
            case "range":
                days = {"first": show.day(first), "last": show.day(period.last)}
                return self.say("period.range", None, **days)
            case "week":
                year, number, _ = first.isocalendar()
            case "quarter":
                year, number = first.year, (first.month + 2) // 3
            case "year":
                year, number = first.year, 1
        return self.say(f"period.{period.kind}", year=str(year), number=str(number))

    def severity(self, severity: int) -> str:
        """What a severity is called."""
        return self.severities[severity].name(self.say.language)

    def most_urgent(self, most: int) -> Mapping[int, str]:
        """So many severities by number, the most urgent ones, with what they are called."""
        classified = (number for number in self.severities if number)
        return {number: self.severity(number) for number in islice(classified, most)}

    @cached_property
    def severities(self) -> Mapping[int, Severity]:
        """Every severity by its number, the most urgent first."""
        return {each.severity: each for each in self.ask(Severity, marts.severities)}

    @cached_property
    def tell(self) -> Teller:
        """Tells tables as reports do, beside the internal goal; a row that fails stands alone."""
        attempt = partial(alone.told_row, self.say)
        return Teller(self.say, self.show, self.severities, self.run.goal, attempt)

    def ask(
        self, kind: type[R], question: Question[P], *args: P.args, **kwargs: P.kwargs
    ) -> Sequence[R]:
        """A question's answer, a row an object."""
        return records(self.frame(question, *args, **kwargs), kind)

    def frame(self, question: Question[P], *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        """A question's answer as it came, to be taken away; the SQL behind it is in its attrs."""
        return snapshot.ask(question, self.scope, self.snapshot, *args, **kwargs)


def current() -> View:
    """The view of whoever looks at the page, on the newest snapshot.

    Raises NoSnapshotError before the first run, OldSnapshotError where another version made it.
    """
    scope, newest = access.scope(), snapshot.newest()
    run = records(snapshot.ask(marts.run_info, scope, newest), Run)[0]
    return View(scope, newest, run, wording(language(run.language)))


def language(default: str | None = None) -> Language:
    """The language that the address asks for, else the workspace's, else the browser's."""
    for wanted in (address.said("lang"), default, (st.context.locale or "")[:2]):
        if wanted in LANGUAGES:
            return cast(Language, wanted)
    return LANGUAGES[0]
