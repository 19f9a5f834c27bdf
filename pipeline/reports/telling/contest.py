"""What may be contested: how much of the month, the share at its worst, and the list."""

from collections.abc import Iterator, Sequence

from pipeline.marts.compliance import Contest
from pipeline.marts.contest import Contested
from pipeline.reports.content import CustomerReport
from pipeline.reports.document import Cell, Column, Fact, Paragraph, Row, Section, Table
from pipeline.reports.telling.cases import (
    id_cells,
    id_columns,
    ticket_cells,
    ticket_columns,
    verdict,
)
from pipeline.reports.telling.teller import ReportTeller, Teller
from pipeline.statistics.shares import Share
from pipeline.wording.contest import actor, reason, worst_case


def contested_fact(tell: Teller, contest: Contest, net: Share) -> Fact:
    """How many, and what the share would be were all of them counted against us."""
    if not contest.contested_count:
        under = tell.say("promise.nothing")
    else:
        worst = contest.worst
        share, counts = tell.share(worst, net), tell.counts(worst)
        told = counts if share == counts else f"{share} ({counts})"
        under = tell.say("report.contested.worst_short", share=told)
    return Fact(tell.say("contest.title"), tell.show.number(contest.contested_count), under)


def contested_section(tell: ReportTeller, report: CustomerReport) -> Section:
    """Each contested response with its reason; apart from them what questions the rest."""
    against = [each for each in report.contested if each.is_counted_against]
    beyond = [each for each in report.contested if not each.is_counted_against]
    return Section(
        tell.say("report.section.contested"),
        (*_against(tell, report, against), *_beyond(tell, beyond)),
    )


def _against(
    tell: ReportTeller, report: CustomerReport, found: Sequence[Contested]
) -> Iterator[Paragraph | Table]:
    if not found:
        yield Paragraph(tell.say("report.contested.none", month=tell.month))
        return
    yield Paragraph(worst_sentence(tell, report.contest, report.counts.net))
    yield contested_table(tell, found)
    yield Paragraph(tell.say("contest.meaning"), "muted")


def _beyond(tell: Teller, found: Sequence[Contested]) -> Iterator[Paragraph | Table]:
    if found:
        yield Paragraph(tell.say("contest.beyond"), "strong")
        yield contested_table(tell, found)


def worst_sentence(tell: Teller, contest: Contest, net: Share) -> str:
    """How many, and the share were all of them counted against us, with its n."""
    return worst_case(tell.say, tell.show, contest.contested_count, contest.worst, net)


def contested_table(tell: Teller, found: Sequence[Contested]) -> Table:
    """A row per response and reason, of those that count against us or of those that do not."""
    is_beyond = not any(each.is_counted_against for each in found)
    return Table(
        tell.say("report.contested.beyond" if is_beyond else "report.section.contested"),
        tell.say("contest.beyond_caption" if is_beyond else "contest.caption"),
        (
            *ticket_columns(tell),
            Column(tell.say("column.contested_for"), width=2.3),
            Column(tell.say("column.opened_at"), "moment"),
            Column(tell.say("column.happened_at"), "moment"),
            Column(tell.say("column.done_by"), width=1.4),
            Column(tell.say("column.outcome"), place="sheet"),
            *id_columns(tell),
        ),
        tell.rows(found, lambda each: _row(tell, each)),
        sheet=tell.say("sheet.beyond" if is_beyond else "sheet.contested"),
    )


def _row(tell: Teller, each: Contested) -> Row:
    told = verdict(tell, each)
    return Row(
        (
            *ticket_cells(tell, each),
            Cell(reason(tell.say, each.reason), under=f"{tell.say('column.outcome')}: {told}"),
            tell.moment_cell(each.opened_at),
            tell.moment_cell(each.contested_at),
            Cell(
                actor(tell.say, each.contested_by, each.reason),
                tone="" if each.contested_by else "muted",
            ),
            Cell(told),
            *id_cells(each),
        )
    )
