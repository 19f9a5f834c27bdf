"""The words of a report, and how its values are written into cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from pipeline.reports.content import Report
from pipeline.reports.document import Cell
from pipeline.reports.figures import Severity
from pipeline.statistics.shares import Share
from pipeline.wording.catalogues import LOCALES, Language, Wording
from pipeline.wording.formatting import NO_BREAK, Formatting
from pipeline.wording.languages import written

CATALOGUE = Path(__file__).parent.parent / "catalogue"
UNCLASSIFIED = 0
NOTHING = "–"
OVER = "◆"
"""Marks what is longer than promised: colour is never the only sign."""


@dataclass(frozen=True)
class Teller:
    """What to say about a report, in one language and time zone."""

    say: Wording
    show: Formatting
    report: Report

    @classmethod
    def for_report(cls, report: Report, language: Language) -> "Teller":
        """The teller of a report."""
        zone = report.period.time_zone
        return cls(Wording(language, CATALOGUE), Formatting(LOCALES[language], zone), report)

    @property
    def month(self) -> str:
        """September 2026."""
        return self.show.month(self.report.period.month)

    @property
    def as_of(self) -> str:
        """Freitag, 30. Oktober 2026, 10:40 MEZ."""
        return self.show.full_moment(self.report.provenance.as_of)

    @cached_property
    def severities(self) -> Mapping[int, Severity]:
        """Severities by number."""
        return {each.severity: each for each in self.report.severities}

    def severity(self, number: int) -> str:
        """What a severity is called."""
        return written(self.severities[number], "name", self.say.language)

    def definition(self, number: int) -> str:
        """What a severity means."""
        return written(self.severities[number], "definition", self.say.language)

    def numbered(self, number: int) -> str:
        """3. Schweregrad: Standard."""
        name = self.severity(number)
        return self.say("report.guide.severity", number=str(number), name=name) if number else name

    def counts(self, share: Share) -> str:
        """24 von 33."""
        part, whole = self.show.number(share.part), self.show.number(share.whole)
        return self.say("share.of", part=part, whole=whole)

    def share(self, share: Share) -> str:
        """The share, or what stands for it where there are too few cases or none."""
        if not share.whole:
            return NOTHING
        return self.show.share(share) if share.is_telling else self.counts(share)

    def share_cell(self, share: Share, nothing: str = NOTHING) -> Cell:
        """The share, below it of how many and its interval."""
        if not share.whole:
            return Cell(nothing, None, tone="muted")
        if not share.is_telling:
            return Cell(self.counts(share), None, tone="strong")
        under = self.say(
            "report.promise.with_interval",
            counts=self.counts(share),
            interval=self.show.interval(share),
        )
        return Cell(self.show.share(share), cut(share), unbroken(under), "strong")

    def interval_cells(self, share: Share) -> tuple[Cell, Cell]:
        """The interval's ends as written, for spreadsheets; empty where there are too few cases."""
        if not share.is_telling:
            return Cell(""), Cell("")
        low, high = share.bounds
        return (
            Cell(self.show.percent(low / 100), low / 100),
            Cell(self.show.percent(high / 100), high / 100),
        )

    def count_cell(self, count: int) -> Cell:
        """A number; nothing is quiet."""
        return Cell(self.show.number(count), count, tone="" if count else "muted")

    def time_cell(self, seconds: int | None, limit: int | None = None) -> Cell:
        """A time that has passed, begun minutes in full; marked where it is beyond a limit."""
        if seconds is None:
            return Cell(NOTHING, None, tone="muted")
        is_over = limit is not None and seconds > limit
        told = self.show.elapsed(seconds)
        return Cell(f"{OVER} {told}", seconds, tone="late") if is_over else Cell(told, seconds)

    def moment_cell(self, moment: datetime | None, nothing: str = NOTHING) -> Cell:
        """A moment on the clock of the report."""
        if moment is None:
            return Cell(nothing, None, tone="muted")
        return Cell(unbroken(self.show.moment(moment)), moment)

    def day_cell(self, day: date) -> Cell:
        """A day."""
        return Cell(self.show.day(day), day)

    def listed(self, items: Iterable[str]) -> str:
        """A, B und C."""
        *others, last = items
        return f"{', '.join(others)} {self.say('report.breaches.and')} {last}" if others else last


def unbroken(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", NO_BREAK)


def cut(share: Share) -> float:
    """A share cut to a tenth of a per cent, as it is told: a spreadsheet would round it up."""
    return share.part * 1000 // share.whole / 1000
