"""A customer's month as slides for a review: the report's own words, and charts open to edits.

Everything said is told by the report's telling; what is drawn are the figures behind it, as native
charts, whose data open in a spreadsheet.
"""

import io
from collections.abc import Sequence
from functools import partial

from pptx import Presentation

from pipeline.printable import one_line
from pipeline.reports.content import CustomerReport
from pipeline.reports.deck_slides import Bars, Line, Slides
from pipeline.reports.document import Chart, Document, Section
from pipeline.reports.render import own_language
from pipeline.reports.telling import tell
from pipeline.reports.telling.promise import promise_table
from pipeline.reports.telling.teller import UNCLASSIFIED, ReportTeller
from pipeline.wording.catalogues import Language

HOUR_SECONDS = 3600


def deck_bytes(report: CustomerReport, language: Language | None = None) -> bytes:
    """The slides as a .pptx; in the report's own language unless told otherwise."""
    language = language or own_language(report)
    document, teller = tell(report, language), ReportTeller.of(report, language)
    slides = Slides(Presentation(), document, partial(teller.say, "report.deck.more"))
    slides.opening(teller.say("report.deck.extract"))
    _reached(slides, teller, report)
    _times(slides, teller, report)
    _trend(slides, teller, report, _section(document, teller.say("report.section.trend")))
    ending = "owed_at_end" if report.period.is_complete else "owed_now"
    leads = {"breaches": teller.say("report.deck.late", count=len(report.breaches))}
    short: list[Section] = []
    for name in ("breaches", ending, "service"):
        section = _section(document, teller.say(f"report.section.{name}"))
        if section and section.has_rows:
            slides.told(section, leads.get(name))
        elif section:
            short.append(section)
    if short:
        slides.sentences(teller.say("report.deck.short"), short)
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def _section(document: Document, title: str) -> Section | None:
    return next((each for each in document.sections if each.title == title), None)


def _reached(slides: Slides, tell: ReportTeller, report: CustomerReport) -> None:
    """What was promised and reached: how many on time and late, beside the report's lines."""
    owed = [each for each in report.promise if each.counts.owed_count]
    table = promise_table(tell, owed or report.promise)
    lines = [each for each in owed if each.counts.net.whole]
    chart = Bars(
        _line_names(tell, [(each.severity, each.metric) for each in lines]),
        {
            tell.say("reckoning.met"): [each.counts.met_count for each in lines],
            tell.say("reckoning.breached"): [each.counts.breached_count for each in lines],
        },
        is_stacked=True,
        number_format="#,##0",
    )
    slides.table(table.name, table)
    if lines:
        slides.chart(tell.say("report.deck.counts"), chart, tell.say("report.deck.counts_note"))


def _times(slides: Slides, tell: ReportTeller, report: CustomerReport) -> None:
    """How long it took beside how long it may take, in hours of the lines' own clocks."""
    lines = [
        each
        for each in report.promise
        if each.target_seconds
        and each.median_of_all_seconds is not None
        and each.severity != UNCLASSIFIED
    ]
    if not lines:
        return
    hours = {
        tell.say("column.target"): [each.target_seconds for each in lines],
        tell.say("promise.median"): [each.median_of_all_seconds for each in lines],
        tell.say("promise.p90"): [each.p90_of_all_seconds for each in lines],
    }
    chart = Bars(
        _line_names(tell, [(each.severity, each.metric) for each in lines]),
        {
            name: [None if value is None else value / HOUR_SECONDS for value in values]
            for name, values in hours.items()
            if any(value is not None for value in values)
        },
        is_stacked=False,
        number_format="0.0",
    )
    slides.chart(tell.say("report.deck.times"), chart, tell.say("report.deck.times_note"))


def _trend(
    slides: Slides, tell: ReportTeller, report: CustomerReport, section: Section | None
) -> None:
    """Twelve months: how many on time and late, and the share where there are enough."""
    if section is None or not any(month.counts.net.whole for month in report.trend):
        return
    title = next((each.title for each in section.blocks if isinstance(each, Chart)), section.title)
    months = [tell.show.short_month_year(month.month) for month in report.trend]
    counts = Bars(
        months,
        {
            tell.say("reckoning.met"): [month.counts.met_count for month in report.trend],
            tell.say("reckoning.breached"): [month.counts.breached_count for month in report.trend],
        },
        is_stacked=True,
        number_format="#,##0",
        is_upright=True,
    )
    shares = [month.counts.net for month in report.trend]
    share = Line(
        months,
        tell.say("promise.share"),
        [each.value if each.is_telling else None for each in shares],
    )
    slides.two_charts(title, counts, share, tell.say("report.deck.trend_note"))


def _line_names(tell: ReportTeller, lines: Sequence[tuple[int, str]]) -> list[str]:
    return [
        one_line(f"{tell.severity(severity)}, {tell.say(f'metric.{metric}')}")
        for severity, metric in lines
    ]
