"""Single responses: what was late and why, what was waived, left out or still owed."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.marts.contest import Contested
from pipeline.reports.content import Case, CustomerReport
from pipeline.reports.document import Cell, Column, Paragraph, Row, Section, Table
from pipeline.reports.telling.clock import why
from pipeline.reports.telling.teller import ReportTeller, Teller
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import unbroken


def breaches_section(tell: ReportTeller, report: CustomerReport) -> Section:
    """Each late response that counts, with its times and why."""
    title, late = tell.say("report.section.breaches"), report.breaches
    if not late:
        none = tell.say("report.breaches.none", month=tell.month)
        return Section(title, (Paragraph(none),))
    table = Table(
        title,
        tell.say("report.breaches.caption"),
        (
            *ticket_columns(tell),
            Column(tell.say("column.opened_at"), "moment"),
            Column(tell.say("column.due_at"), "moment"),
            Column(tell.say("column.closed_at"), "moment"),
            Column(tell.say("column.target"), "duration", place="sheet"),
            Column(tell.say("column.elapsed"), "duration"),
            Column(tell.say("column.late_by"), "duration"),
            Column(tell.say("column.by"), place="sheet"),
            *id_columns(tell),
        ),
        tuple(_late_row(tell, case) for case in late),
        note_label=tell.say("column.why"),
    )
    return Section(title, (Paragraph(tell.say("report.breaches.lead", count=len(late))), table))


def _late_row(tell: Teller, case: Case) -> Row:
    clock, day = clock_of(case.clock), case.working_day_seconds
    elapsed, late = (
        Cell(tell.show.exactly(seconds, clock, day), seconds)
        for seconds in (case.elapsed_seconds, case.over_seconds)
    )
    return Row(
        (
            *ticket_cells(tell, case),
            tell.moment_cell(case.opened_at),
            tell.moment_cell(case.due_at),
            tell.moment_cell(case.closed_at)
            if case.closed_at
            else Cell(tell.say("promise.max_owed"), tone="muted"),
            Cell("", case.target_seconds),
            elapsed,
            replace(late, tone="late"),
            Cell(case.responder_name or ""),
            *id_cells(case),
        ),
        why(tell, case),
    )


def waivers_section(tell: Teller, report: CustomerReport) -> Section:
    """Each waived response, with reason and approver; net beside gross."""
    title, waived = tell.say("reckoning.waived"), report.waived
    if not waived:
        return Section(title, (Paragraph(tell.say("report.waivers.none")),))
    net, gross = report.counts.net, report.counts.gross
    lead = tell.say(
        "report.waivers.lead",
        count=len(waived),
        net=tell.share(net, gross),
        gross=tell.share(gross, net),
    )
    if never := len(waived) - report.counts.waived_count:
        lead = f"{lead} {tell.say('report.waivers.never_counted', count=never)}"
    table = Table(
        title,
        tell.say("report.waivers.caption"),
        (
            *ticket_columns(tell),
            Column(tell.say("column.opened_at"), "moment"),
            Column(tell.say("column.outcome")),
            Column(tell.say("column.reason"), width=2),
            Column(tell.say("column.approved"), width=1.2),
            Column(tell.say("column.approved_on"), "day", place="sheet"),
            *id_columns(tell),
        ),
        tuple(
            Row(
                (
                    *ticket_cells(tell, case),
                    tell.moment_cell(case.opened_at),
                    Cell(tell.say(f"report.outcome.{case.outcome}")),
                    Cell(case.waiver.reason, under=case.waiver.note or ""),
                    Cell(case.waiver.approved_by, under=tell.show.day(case.waiver.approved_on)),
                    tell.day_cell(case.waiver.approved_on),
                    *id_cells(case),
                )
            )
            for case in waived
            if case.waiver
        ),
    )
    return Section(title, (Paragraph(lead), table))


def left_out_table(tell: Teller, cases: Sequence[Case]) -> tuple[Paragraph | Table, ...]:
    """Those that do not count though their severity has a time promised; nothing for none."""
    if not cases:
        return ()
    title = tell.say("report.reckoning.listed_title")
    return (
        Paragraph(title, "strong"),
        Table(
            tell.say("report.figure.not_counted"),
            tell.say("report.reckoning.listed"),
            (
                *ticket_columns(tell),
                Column(tell.say("column.opened_at"), "moment"),
                Column(tell.say("column.closed_at"), "moment"),
                Column(tell.say("column.reason"), width=1.2),
                *id_columns(tell),
            ),
            tuple(
                Row(
                    (
                        *ticket_cells(tell, case),
                        tell.moment_cell(case.opened_at),
                        tell.moment_cell(case.closed_at),
                        Cell(outcome(tell, case)),
                        *id_cells(case),
                    )
                )
                for case in cases
            ),
        ),
    )


def owed_section(tell: Teller, report: CustomerReport) -> Section:
    """What was owed when the period ended, and what became of it."""
    period, cases = report.period, report.owed_at_end
    title = tell.say(
        "report.section.owed_at_end" if period.is_complete else "report.section.owed_now"
    )
    ended_at = min(period.ended_at, report.provenance.as_of)
    at = tell.show.day(period.last_day) if period.is_complete else tell.show.moment(ended_at)
    if not cases:
        return Section(title, (Paragraph(tell.say("report.owed.none", at=at)),))
    table = Table(
        title,
        tell.say("report.owed.caption"),
        (
            *ticket_columns(tell),
            Column(tell.say("column.opened_at"), "moment"),
            Column(tell.say("column.due_at"), "moment"),
            Column(tell.say("column.outcome"), width=1.4),
            *id_columns(tell),
        ),
        tuple(
            Row(
                (
                    *ticket_cells(tell, case),
                    tell.moment_cell(case.opened_at),
                    tell.moment_cell(case.due_at, tell.say("report.owed.no_due")),
                    Cell(
                        outcome(tell, case),
                        under=_closing(tell, case),
                    ),
                    *id_cells(case),
                )
            )
            for case in cases
        ),
    )
    return Section(title, (Paragraph(tell.say("report.owed.lead", count=len(cases), at=at)), table))


def _closing(tell: Teller, case: Case) -> str:
    if case.closed_at is None:
        return ""
    return tell.say(
        f"report.closed.{case.closed_by}", at=unbroken(tell.show.moment(case.closed_at))
    )


def outcome(tell: Teller, case: Case) -> str:
    """What became of a response; why it does not count comes first."""
    if case.closed_at is None and case.exclusion_reason is None:
        if case.outcome == "breached":
            return tell.say("report.outcome.overdue")
        if case.outcome == "no_target":
            return tell.say("report.outcome.no_target_owed")
    return verdict(tell, case)


def verdict(tell: Teller, case: Case | Contested) -> str:
    """The verdict, or why it does not count."""
    return tell.say(f"report.outcome.{case.exclusion_reason or case.outcome}")


def ticket_columns(tell: Teller) -> tuple[Column, ...]:
    """What tells a response's ticket: in one column on pages, in several in spreadsheets."""
    return (
        Column(tell.say("column.code"), place="sheet"),
        Column(tell.say("column.ticket"), width=3),
        Column(tell.say("promise.severity"), place="sheet"),
        Column(tell.say("promise.response"), place="sheet"),
    )


def ticket_cells(tell: Teller, case: Case | Contested) -> tuple[Cell, ...]:
    """A response's ticket, a cell for each of `ticket_columns`."""
    return (
        Cell(case.number),
        tell.response_cell(case),
        Cell(tell.severity(case.severity)),
        Cell(tell.say(f"metric.{case.metric}")),
    )


def id_columns(tell: Teller) -> tuple[Column, ...]:
    """What programs know a response by, last and in spreadsheets alone."""
    return (Column(tell.say("column.response_id"), place="sheet"),)


def id_cells(case: Case | Contested) -> tuple[Cell, ...]:
    """A cell for each of `id_columns`."""
    return (Cell(case.response_id),)
