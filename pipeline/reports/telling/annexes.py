"""Tables for spreadsheets alone, by which whoever likes can count again."""

from collections.abc import Sequence

from pipeline.reports.content import Case
from pipeline.reports.document import Cell, Column, Row, Table
from pipeline.reports.telling.cases import (
    id_cells,
    id_columns,
    outcome,
    ticket_cells,
    ticket_columns,
)
from pipeline.reports.telling.promise import promised_cell
from pipeline.reports.telling.teller import Teller
from pipeline.wording.channels import channel


def cases_table(tell: Teller, cases: Sequence[Case]) -> Table:
    """Every response of the month, for spreadsheets: whoever likes counts again."""
    return Table(
        tell.say("report.section.cases"),
        tell.say("report.section.cases"),
        (
            *ticket_columns(tell),
            Column(tell.say("column.channel")),
            Column(tell.say("column.opened_at"), "moment"),
            Column(tell.say("column.due_at"), "moment"),
            Column(tell.say("column.closed_at"), "moment"),
            Column(tell.say("promise.promised")),
            Column(tell.say("column.target"), "duration"),
            Column(tell.say("column.elapsed"), "duration"),
            Column(tell.say("column.outcome")),
            Column(tell.say("column.counts")),
            Column(tell.say("column.by")),
            *id_columns(tell),
        ),
        tuple(
            Row(
                (
                    *ticket_cells(tell, case),
                    Cell(channel(tell.say, case.channel)),
                    tell.moment_cell(case.opened_at),
                    tell.moment_cell(case.due_at),
                    tell.moment_cell(case.closed_at),
                    promised_cell(tell, case),
                    Cell("", case.target_seconds),
                    Cell("", case.elapsed_seconds),
                    Cell(outcome(tell, case)),
                    Cell(tell.say("report.affirmed" if case.counts else "report.denied")),
                    Cell(case.responder_name or ""),
                    *id_cells(case),
                )
            )
            for case in cases
        ),
    )


def clock_table(tell: Teller, cases: Sequence[Case]) -> Table:
    """How the clocks of late responses ran, for spreadsheets."""
    return Table(
        tell.say("report.section.clock"),
        tell.say("report.section.clock"),
        (
            Column(tell.say("column.code")),
            Column(tell.say("column.from"), "moment"),
            Column(tell.say("column.until"), "moment"),
            Column(tell.say("column.state")),
            Column(tell.say("column.seconds"), "duration"),
            Column(tell.say("column.elapsed"), "duration"),
            *id_columns(tell),
        ),
        tuple(
            Row(
                (
                    Cell(case.number),
                    tell.moment_cell(segment.started_at),
                    tell.moment_cell(segment.ended_at),
                    Cell(tell.say(f"report.clock.{segment.state}")),
                    Cell("", segment.seconds),
                    Cell("", segment.running_seconds),
                    *id_cells(case),
                )
            )
            for case in cases
            for segment in case.segments
        ),
    )
