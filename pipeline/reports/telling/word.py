"""A person's word on the month, above all figures' details: comment, causes, steps, next call."""

from collections.abc import Iterator, Sequence

from pipeline.reports.content import CustomerReport, PortfolioReport, Report
from pipeline.reports.document import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Paragraph,
    Row,
    Section,
    Steps,
    Table,
)
from pipeline.reports.notes import Measure
from pipeline.reports.telling.cases import id_cells, id_columns, ticket_cells, ticket_columns
from pipeline.reports.telling.teller import Teller


def word_section(tell: Teller, report: CustomerReport) -> Section:
    """The note, the next review call and whom to ask."""
    title = "note.comment" if report.note else "note.not_commented"
    return Section(tell.say(title), (*_note(tell, report), _contact(tell, report)))


def comment_section(tell: Teller, report: PortfolioReport) -> Section | None:
    """The note on all customers, if there is one."""
    return Section(tell.say("note.comment"), tuple(_note(tell, report))) if report.note else None


def _note(tell: Teller, report: Report) -> Iterator[Block]:
    if report.note is None:
        return
    for paragraph in report.note.comment:
        yield Paragraph(paragraph)
    if isinstance(report, CustomerReport) and report.note.measures:
        yield Paragraph(tell.say("note.measures"), "strong")
        yield measures_table(tell, report, report.note.measures)
    if report.note.next_steps:
        yield Paragraph(tell.say("note.next_steps"), "strong")
        yield Steps(report.note.next_steps)


def measures_table(tell: Teller, report: CustomerReport, measures: Sequence[Measure]) -> Table:
    """A row per response of which causes or measures are told."""
    cases = {case.response_id: case for case in report.named_responses}
    return Table(
        tell.say("note.measures"),
        tell.say("note.caption"),
        (
            *ticket_columns(tell),
            Column(tell.say("note.cause"), width=3.5),
            Column(tell.say("note.measure"), width=3.5),
            *id_columns(tell),
        ),
        tuple(
            Row((*ticket_cells(tell, case), Cell(each.cause), Cell(each.measure), *id_cells(case)))
            for each in measures
            if (case := cases.get(each.response_id))
        ),
    )


def _contact(tell: Teller, report: CustomerReport) -> Facts:
    call, letterhead = report.next_review, report.letterhead
    review = tell.say("note.no_review")
    if call:
        who = call.agent_name or call.agent_id
        review = ", ".join(filter(None, (tell.show.full_moment(call.scheduled_at), who)))
    facts = [Fact(tell.say("note.next_review"), review)]
    if letterhead and letterhead.contact:
        facts.append(Fact(tell.say("note.contact"), letterhead.contact))
    return Facts(tell.say("note.not_commented"), tuple(facts))
