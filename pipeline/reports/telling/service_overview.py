"""The rest of the promise over all customers, a line each."""

from pipeline.marts.service import ServiceMonth
from pipeline.reports.content import PortfolioLine, PortfolioReport
from pipeline.reports.document import Cell, Column, Row, Section, Table
from pipeline.reports.telling.teller import NOTHING, ReportTeller, Teller
from pipeline.statistics.shares import Share


def service_overview(tell: ReportTeller, report: PortfolioReport) -> Section:
    """Customers by name; no line for one whose month is not measured."""
    title = tell.say("report.section.service")
    say = tell.say
    measured = [(line, line.service.figures) for line in report.customers if line.service]
    table = Table(
        title,
        tell.say("report.service.caption"),
        (
            Column(say("column.customer"), width=2),
            Column(say("column.dedicated"), "share"),
            Column(say("column.within_15"), "share"),
            Column(say("column.longest_silence"), "duration"),
            Column(say("column.outside"), "share"),
            Column(say("column.escalated"), "count"),
            Column(say("column.calls_held"), "count"),
            Column(say("column.fee"), "money"),
            Column(say("column.currency"), place="sheet"),
        ),
        tuple(
            _row(tell, line, month)
            for line, month in sorted(measured, key=lambda each: each[0].customer_name)
        ),
    )
    return Section(title, (table,))


def _row(tell: Teller, line: PortfolioLine, month: ServiceMonth) -> Row:
    fee = month.monthly_fee_eur
    return Row(
        (
            Cell(line.customer_name, under=line.customer_id),
            _share(tell, month.dedicated_reply_count, month.rostered_reply_count),
            _share(tell, month.at_once.part, month.at_once.whole),
            tell.time_cell(month.longest_silence_seconds),
            _share(tell, month.contact_in_time_count, month.contact_out_of_hours_count),
            tell.count_cell(month.escalation_count),
            tell.count_cell(month.meeting_held_count),
            Cell(NOTHING if fee is None else tell.show.money(fee, month.currency), fee),
            Cell("" if fee is None else month.currency or ""),
        )
    )


def _share(tell: Teller, part: int, whole: int) -> Cell:
    share = Share(part, whole)
    told = tell.share_cell(share)
    return Cell(told.text, told.value, tell.counts(share) if told.under else "", of=share)
