"""The report on all customers, for the management."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.marts.readings import ReadingLine
from pipeline.reports.content import PortfolioLine, PortfolioReport
from pipeline.reports.document import (
    Cell,
    Column,
    Document,
    Fact,
    Paragraph,
    Plot,
    Row,
    Section,
    Table,
)
from pipeline.reports.telling.change import changes
from pipeline.reports.telling.completeness import alarms, completeness_section, incomplete
from pipeline.reports.telling.contest import contested_fact
from pipeline.reports.telling.guide import (
    as_known,
    definitions_table,
    framed,
    guide_section,
    origin_section,
    origin_table,
    warning,
)
from pipeline.reports.telling.promise import promised_cell
from pipeline.reports.telling.reckoning import reckoning_table
from pipeline.reports.telling.service_overview import service_overview
from pipeline.reports.telling.teller import UNCLASSIFIED, ReportTeller, Teller
from pipeline.reports.telling.trend import trend_section
from pipeline.reports.telling.word import comment_section


def portfolio_document(tell: ReportTeller, report: PortfolioReport) -> Document:
    """The report as told."""
    name = tell.say("report.portfolio_name", month=tell.month)
    return Document(
        language=tell.say.language,
        kicker=framed(tell, "report.portfolio_kicker"),
        title=tell.say("report.portfolio_title"),
        overview=tell.say("sheet.overview"),
        headline=_headline(tell, report),
        figures=(
            *as_known(tell, _figures(tell, report)),
            Fact(
                tell.say("report.section.customers"),
                tell.show.number(len(report.customers)),
                tell.say("report.portfolio.covered"),
            ),
        ),
        notes=tuple(note for note in (*changes(tell, report), incomplete(tell)) if note),
        word=comment_section(tell, report),
        sections=(
            *(_sections(tell, report) if report.period.is_told else ()),
            guide_section(tell, report),
            origin_section(tell, report),
            completeness_section(tell, report),
        ),
        annexes=(definitions_table(tell, report), origin_table(tell, report)),
        foot=tell.say("report.foot", name=name, as_of=tell.as_of),
        page=tell.say("report.page", page="{page}", pages="{pages}"),
        name=name,
        time_zone=report.period.time_zone,
        dated_at=report.provenance.as_of,
        alarms=alarms(tell),
        warning=warning(tell),
    )


def _sections(tell: ReportTeller, report: PortfolioReport) -> Iterator[Section]:
    """What happened in the month."""
    lead = tell.say(
        "report.reckoning.lead",
        month=tell.month,
        owed=tell.show.number(report.counts.owed_count),
    )
    yield _customers_section(tell, report)
    yield _promise_section(tell, report)
    yield Section(
        tell.say("report.section.reckoning"),
        (Paragraph(lead), reckoning_table(tell, report.counts, report.contest)),
    )
    yield trend_section(tell, report.trend, report.goal)
    yield service_overview(tell, report)


def _headline(tell: ReportTeller, report: PortfolioReport) -> str:
    missed = [line for line in report.customers if _verdict(report, line) == "missed"]
    met = [line for line in report.customers if _verdict(report, line) == "met"]
    telling = [line for line in report.customers if line.counts.net.is_telling]
    goal = tell.show.percent(report.goal)
    if not report.period.is_told:
        return tell.say("report.no_data", month=tell.month)
    if not telling:
        return tell.say("report.portfolio.few", month=tell.month)
    told = tell.say(
        "report.portfolio.met",
        count=len(telling),
        met=tell.show.number(len(met)),
        month=tell.month,
        goal=goal,
    )
    if not missed:
        return told
    names = tell.listed(line.customer_name for line in missed)
    return f"{told} {tell.say('report.portfolio.missed', names=names)}"


def _verdict(report: PortfolioReport, line: PortfolioLine) -> str:
    return line.counts.net.against(report.goal)


def _figures(tell: Teller, report: PortfolioReport) -> Iterator[Fact]:
    say, show, counts = tell.say, tell.show, report.counts
    share = counts.net
    yield Fact(say("promise.share"), tell.share(share), tell.share_cell(share).under)
    late = counts.breached_count
    customers = sum(bool(line.counts.breached_count) for line in report.customers)
    yield Fact(
        say("reckoning.breached"),
        show.number(late),
        say("report.portfolio.late_with", count=customers),
        "late" if late else "",
    )
    yield contested_fact(tell, report.contest, share)
    yield Fact(
        say("reckoning.gross"),
        tell.share(counts.gross, share),
        say("report.portfolio.waived", count=counts.waived_count),
    )


def _customers_section(tell: Teller, report: PortfolioReport) -> Section:
    title = tell.say("report.section.customers")
    table = Table(
        title,
        title,
        (
            Column(tell.say("column.customer"), width=3),
            Column(tell.say("promise.share"), "share"),
            Column(tell.say("column.low"), "share", place="sheet"),
            Column(tell.say("column.high"), "share", place="sheet"),
            Column(tell.say("column.goal"), width=1.7),
            Column(tell.say("column.owed"), "count"),
            Column(tell.say("reckoning.met"), "count", place="sheet"),
            Column(tell.say("reckoning.breached"), "count"),
            Column(tell.say("contest.title"), "count"),
            Column(tell.say("column.worst"), "share", place="sheet"),
            Column(tell.say("column.waived"), "count"),
            Column(tell.say("column.gross"), "share"),
            Column(tell.say("column.owed_at_end"), "count"),
        ),
        tuple(_customer_row(tell, report, line) for line in report.customers),
    )
    goal = tell.say("report.portfolio.goal", goal=tell.show.percent(report.goal))
    return Section(title, (table, Paragraph(goal, "muted")))


def _customer_row(tell: Teller, report: PortfolioReport, line: PortfolioLine) -> Row:
    counts = line.counts
    verdict = _verdict(report, line)
    gross = counts.gross
    gross_cell = tell.share_cell(gross, beside=counts.net)
    is_of_others = gross.whole != counts.net.whole and gross_cell.under
    return Row(
        (
            Cell(line.customer_name, under=line.customer_id),
            tell.share_cell(counts.net),
            *tell.interval_cells(counts.net),
            Cell(
                tell.say(f"report.portfolio.verdict.{verdict}"),
                tone="late" if verdict == "missed" else "muted",
            ),
            tell.count_cell(counts.owed_count),
            tell.count_cell(counts.met_count),
            tell.count_cell(counts.breached_count),
            tell.count_cell(line.contest.contested_count),
            tell.share_cell(line.contest.worst, beside=counts.net),
            tell.count_cell(counts.waived_count),
            replace(gross_cell, under=tell.counts(gross) if is_of_others else "", tone=""),
            tell.count_cell(line.owed_at_end_count),
        )
    )


def _promise_section(tell: Teller, report: PortfolioReport) -> Section:
    title = tell.say("report.section.promise")
    lines = [
        line for line in report.promise if line.severity != UNCLASSIFIED or line.counts.owed_count
    ]
    table = Table(
        title,
        tell.say("promise.caption"),
        (
            Column(tell.say("promise.severity")),
            Column(tell.say("promise.response")),
            Column(tell.say("promise.promised")),
            Column(tell.say("column.owed"), "count"),
            Column(tell.say("column.counted"), "count"),
            Column(tell.say("reckoning.met"), "count"),
            Column(tell.say("reckoning.breached"), "count"),
            Column(tell.say("promise.share"), "share", width=1, is_counted=True),
        ),
        tuple(_promise_row(tell, line) for line in lines),
        plot=Plot("bar", name_count=2),
        is_grouped=True,
    )
    return Section(title, (table,))


def _promise_row(tell: Teller, line: ReadingLine) -> Row:
    counts = line.counts
    return Row(
        (
            tell.severity_cell(line.severity),
            Cell(tell.say(f"metric.{line.metric}")),
            promised_cell(tell, line),
            tell.count_cell(counts.owed_count),
            tell.count_cell(counts.net.whole),
            tell.count_cell(counts.met_count),
            tell.count_cell(counts.breached_count),
            tell.share_cell(counts.net),
        )
    )
