"""How a month's values are written into cells, for reports and the dashboard alike."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from pipeline.marts.contract import Severity
from pipeline.marts.tickets import OfResponse, OnTicket
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.document import About, Cell, Counted, Row, Tone
from pipeline.statistics.shares import Share, are_telling
from pipeline.web_address import is_web
from pipeline.wording.catalogues import LOCALES, Language, Wording
from pipeline.wording.durations import Clock
from pipeline.wording.formatting import Formatting, unbroken

CATALOGUE = Path(__file__).parent.parent / "catalogue"
UNCLASSIFIED = 0
NOTHING = "–"
OVER = "◆"
"""Marks what is longer than promised: colour is never the only sign."""

T = TypeVar("T")
Attempt = Callable[[Callable[[], Row], object], Row]
"""Makes a row of something, or what stands in its place."""


def straight(make: Callable[[], Row], _about: object) -> Row:
    """The row, whatever fails: a report says everything or is not made."""
    return make()


@dataclass(frozen=True)
class Teller:
    """What to say, in one language and time zone."""

    say: Wording
    show: Formatting
    severities: Mapping[int, Severity]
    """By number, the most urgent first."""
    goal: float | None = None
    """The internal goal, where shares are told to stand above or below it."""
    attempt: Attempt = straight

    def rows(self, found: Iterable[T], make: Callable[[T], Row]) -> tuple[Row, ...]:
        """A row of each."""
        return tuple(self.attempt(partial(make, each), each) for each in found)

    def severity(self, number: int) -> str:
        """What a severity is called."""
        return self.severities[number].name(self.say.language)

    def definition(self, number: int) -> str:
        """What a severity means."""
        return self.severities[number].definition(self.say.language)

    def counts(self, share: Share) -> str:
        """24 von 33."""
        part, whole = self.show.number(share.part), self.show.number(share.whole)
        return self.say("share.of", part=part, whole=whole)

    def share(self, share: Share, *beside: Share) -> str:
        """The share, or what stands for it where there are too few cases or none.

        Of shares that stand `beside` it to be compared: counts of all if of one.
        """
        if not share.whole:
            return NOTHING
        return self.show.share(share) if are_telling(share, *beside) else self.counts(share)

    def counted(self, count: int, tally: str) -> Counted:
        """A count in words, and what it counts."""
        return Counted(self.show.number(count), count, tally)

    def share_cell(self, share: Share, nothing: str = NOTHING, beside: Share | None = None) -> Cell:
        """The share, below it of how many and its interval; how it stands to a goal, if to one.

        Counts alone where it, or one that stands `beside` it to be compared, is of too few.
        """
        if not share.whole:
            return Cell(nothing, None, tone="muted", of=share)
        if not are_telling(share, beside or share):
            return Cell(self.counts(share), None, tone="strong", of=share)
        under = f"{self.counts(share)} · {self.show.interval(share)}"
        verdict = None if self.goal is None else share.against(self.goal)
        told = self.show.share(share)
        return Cell(told, share.cut, unbroken(under), "strong", verdict=verdict, of=share)

    def judged_cell(
        self, share: Share, nothing: str = NOTHING, beside: Share | None = None
    ) -> Cell:
        """The same of responses judged, and how many of them were in time."""
        counted = self.counted(share.part, "met"), self.counted(share.whole, "judged")
        return replace(self.share_cell(share, nothing, beside), counted=counted)

    def figure_cell(self, share: Share, told: str | None = None) -> Cell:
        """A share among figures of other kinds, told in one line."""
        value = share.cut if share.is_telling else None
        return Cell(told or self.share(share), value, tone="strong", kind="share", of=share)

    def interval_cells(self, share: Share) -> tuple[Cell, Cell]:
        """The interval's ends as written, for spreadsheets; empty where there are too few cases."""
        if not share.is_telling:
            return Cell(""), Cell("")
        low, high = share.bounds
        return (
            Cell(self.show.percent(low / 100), low / 100),
            Cell(self.show.percent(high / 100), high / 100),
        )

    def count_cell(self, count: int, tone: Tone = "", tally: str | None = None) -> Cell:
        """A number, in its tone; nothing is quiet. It may be of responses counted as a tally."""
        counted = (self.counted(count, tally),) if tally else ()
        return Cell(
            self.show.number(count), count, tone=tone if count else "muted", counted=counted
        )

    def time_cell(
        self,
        seconds: int | None,
        limit: int | None = None,
        clock: Clock = "business",
        day: int | None = None,
    ) -> Cell:
        """A time that has passed, what has begun in full; marked where it is beyond a limit.

        On the clock that counted it, `day` a working day on it if not the usual one.
        """
        if seconds is None:
            return Cell(NOTHING, None, tone="muted")
        is_over = limit is not None and seconds > limit
        told = self.show.elapsed(seconds, clock, day)
        return Cell(f"{OVER} {told}", seconds, tone="late") if is_over else Cell(told, seconds)

    def moment_cell(self, moment: datetime | None, nothing: str = NOTHING) -> Cell:
        """A moment on the clock of the report."""
        if moment is None:
            return Cell(nothing, None, tone="muted")
        return Cell(unbroken(self.show.moment(moment)), moment)

    def day_cell(self, day: date) -> Cell:
        """A day."""
        return Cell(self.show.day(day), day)

    def severity_cell(self, number: int) -> Cell:
        """A severity's name, its number below."""
        numbered = self.say("promise.number", number=str(number)) if number else ""
        return Cell(self.severity(number), under=numbered, tone="strong")

    def response_cell(self, each: OfResponse) -> Cell:
        """A response's ticket; below it its number, and which response is meant."""
        details = self.severity(each.severity), self.say(f"metric.{each.metric}")
        return Cell(
            each.subject or each.number,
            under=" · ".join((each.number, *details)),
            href=each.url if is_web(each.url) else None,
            about=About(each, details),
        )

    def ticket_cell(self, each: OnTicket, *details: str) -> Cell:
        """A ticket by its number."""
        return Cell(each.number, under=" · ".join(details), about=About(each, details))

    def listed(self, items: Iterable[str]) -> str:
        """A, B und C."""
        *others, last = items
        return f"{', '.join(others)} {self.say('report.breaches.and')} {last}" if others else last


@dataclass(frozen=True, kw_only=True)
class ReportTeller(Teller):
    """The words of one report."""

    report: Report

    @classmethod
    def of(cls, report: Report, language: Language) -> "ReportTeller":
        """The teller of a report."""
        return cls(
            Wording(language, CATALOGUE),
            Formatting(LOCALES[language], report.period.time_zone, working_day(report)),
            {each.severity: each for each in report.severities},
            report=report,
        )

    @property
    def month(self) -> str:
        """September 2026."""
        return self.show.month(self.report.period.month)

    @property
    def as_of(self) -> str:
        """Freitag, 30. Oktober 2026, 10:40 MEZ."""
        return self.show.full_moment(self.report.provenance.as_of)


def working_day(report: Report) -> int | None:
    """What a working day is in the report, in open seconds: as promised to its customer."""
    lines = report.promise if isinstance(report, CustomerReport) else ()
    promised = [line.working_day_seconds for line in lines if line.working_day_seconds]
    return max(promised, default=report.period.usual_working_day_seconds)
