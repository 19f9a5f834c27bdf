"""How complete the data behind a month are, and what puts all of its figures in doubt."""

from collections.abc import Iterator

from pipeline.marts.completeness import ODD, SourceMonth, SourceShares, is_odd
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.document import Cell, Column, Paragraph, Row, Section, Table
from pipeline.reports.telling.teller import NOTHING, OVER, ReportTeller
from pipeline.wording.contest import alarm

WHOLES = ("ticket", "event", "response")


def alarms(tell: ReportTeller) -> tuple[str, ...]:
    """What is said above every figure; nothing while they can be relied on."""
    found = [alarm(tell.say, each.kind, each.source) for each in tell.report.alarms]
    return (f"{tell.say('alarm.title')}.", *found) if found else ()


def incomplete(tell: ReportTeller) -> str:
    """One line on what is odd about the month's data; empty where nothing is."""
    found = [
        f"{tell.say(f'completeness.{name}')} ({tell.show.at_least(share)})"
        for each in tell.report.completeness
        for name in ODD
        if (share := each.share(name)) is not None and is_odd(share, tell.report.odd_share)
    ]
    if not found:
        return ""
    return tell.say("report.completeness.incomplete", found=tell.listed(dict.fromkeys(found)))


def completeness_section(tell: ReportTeller, report: Report) -> Section:
    """What is odd, thing by thing and source by source."""
    title = tell.say("report.section.completeness")
    if not report.completeness:
        return Section(title, (Paragraph(tell.say("report.completeness.none", month=tell.month)),))
    lead = tell.say("report.completeness.lead", month=tell.month)
    return Section(
        title,
        (
            Paragraph(lead),
            Table(
                title,
                tell.say("completeness.caption"),
                (
                    Column(tell.say("completeness.source"), width=1),
                    Column(tell.say("column.what"), width=3),
                    *_count_columns(tell, report),
                    Column(tell.say("column.part"), "share"),
                ),
                tuple(row for each in report.completeness for row in _rows(tell, each)),
                sheet=tell.say("sheet.completeness"),
                is_grouped=True,
            ),
            Paragraph(" ".join(_notes(tell, report)), "muted"),
        ),
    )


def _notes(tell: ReportTeller, report: Report) -> Iterator[str]:
    yield tell.say("report.completeness.mark", limit=tell.show.percent(tell.report.odd_share))
    if isinstance(report, CustomerReport):
        yield tell.say("report.completeness.of_all")


def _count_columns(tell: ReportTeller, report: Report) -> Iterator[Column]:
    if any(isinstance(each, SourceMonth) for each in report.completeness):
        yield Column(tell.say("column.count"), "count")


def _rows(tell: ReportTeller, each: SourceShares) -> Iterator[Row]:
    source = Cell(each.source, tone="strong")
    if isinstance(each, SourceMonth):
        for name in WHOLES:
            whole = tell.count_cell(each.count(name))
            yield Row((source, Cell(tell.say(f"completeness.{name}")), whole, Cell("")))
    for name in ODD:
        share = each.share(name)
        count = (tell.count_cell(each.count(name)),) if isinstance(each, SourceMonth) else ()
        told = _capital(tell.say(f"completeness.{name}"))
        yield Row((source, Cell(told), *count, _share(tell, share)))


def _share(tell: ReportTeller, share: float | None) -> Cell:
    if share is None:
        return Cell(NOTHING, None, tone="muted")
    told = tell.show.at_least(share)
    return (
        Cell(f"{OVER} {told}", share, tone="late")
        if is_odd(share, tell.report.odd_share)
        else Cell(told, share)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
