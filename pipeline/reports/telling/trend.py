"""Twelve months: a picture whose title says what it shows, and its figures."""

from collections.abc import Sequence

from pipeline.reports.content import MonthCounts
from pipeline.reports.document import Cell, Chart, Column, Paragraph, Plot, Row, Section, Table
from pipeline.reports.telling.teller import ReportTeller, Teller
from pipeline.reports.trend_svg import trend_svg
from pipeline.statistics.shares import FEWEST


def trend_section(
    tell: ReportTeller, trend: Sequence[MonthCounts], goal: float | None = None
) -> Section:
    """The months up to the one reported on."""
    title = tell.say("report.section.trend")
    counted = [month for month in trend if month.counts.net.whole]
    if not counted:
        return Section(title, (Paragraph(tell.say("report.trend.nothing")),))
    chart = Chart(_message(tell, counted, goal), _svg(tell, trend, goal), _in_words(tell, counted))
    note = tell.say("report.trend.notes", fewest=tell.show.number(FEWEST))
    return Section(title, (chart, Paragraph(note, "muted"), trend_table(tell, trend)))


def _message(tell: Teller, counted: Sequence[MonthCounts], goal: float | None) -> str:
    """To a customer how many months were without fault; to the management how many met the goal."""
    if goal is None:
        faultless = sum(not month.counts.breached_count for month in counted)
        return tell.say("report.trend.title", count=len(counted), all=tell.show.number(faultless))
    telling = [month.counts.net for month in counted if month.counts.net.is_telling]
    met = sum(share.against(goal) == "met" for share in telling)
    return tell.say("report.trend.goal_met", count=len(telling), met=tell.show.number(met))


def _svg(tell: Teller, trend: Sequence[MonthCounts], goal: float | None) -> str:
    line = None
    if goal is not None:
        label = tell.say("report.trend.goal", goal=tell.show.percent(goal))
        line = goal, tell.say("report.trend.goal_owner"), label
    running = tell.say("report.trend.running")
    return trend_svg(trend, tell.show, _in_words(tell, trend), running, line)


def _in_words(tell: Teller, trend: Sequence[MonthCounts]) -> str:
    return "; ".join(
        f"{tell.show.month(month.month)} {tell.share(month.counts.net)}"
        for month in trend
        if month.counts.net.whole
    )


def trend_table(tell: Teller, trend: Sequence[MonthCounts]) -> Table:
    """A row per month."""
    return Table(
        tell.say("report.section.trend"),
        tell.say("report.trend.caption"),
        (
            Column(tell.say("column.month"), "month", width=1.5),
            Column(tell.say("column.owed"), "count", width=1),
            Column(tell.say("column.counted"), "count", width=1),
            Column(tell.say("reckoning.met"), "count", width=1),
            Column(tell.say("reckoning.breached"), "count", width=1),
            Column(tell.say("contest.title"), "count", width=1),
            Column(tell.say("column.waived"), "count", width=1),
            Column(tell.say("promise.share"), "share", width=2, is_counted=True),
            Column(tell.say("column.low"), "share", place="sheet"),
            Column(tell.say("column.high"), "share", place="sheet"),
        ),
        tuple(_row(tell, month) for month in trend),
        plot=Plot("line", name_count=1),
    )


def _row(tell: Teller, month: MonthCounts) -> Row:
    counts, share = month.counts, month.counts.net
    shown = tell.share_cell(share)
    one_line = f"{shown.text} ({tell.show.interval(share)})" if share.is_telling else shown.text
    name = tell.show.month(month.month)
    if not month.is_told:
        name = f"{name} ({tell.say('report.trend.untold')})"
    elif not month.is_complete:
        name = f"{name} ({tell.say('report.trend.running')})"
    return Row(
        (
            Cell(name, month.month),
            tell.count_cell(counts.owed_count),
            tell.count_cell(share.whole),
            tell.count_cell(share.part),
            tell.count_cell(counts.breached_count),
            tell.count_cell(month.contest.contested_count),
            tell.count_cell(counts.waived_count),
            Cell(one_line, shown.value, tone="" if share.is_telling else "muted"),
            *tell.interval_cells(share),
        )
    )
