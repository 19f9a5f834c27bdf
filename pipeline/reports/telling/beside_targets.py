"""What the contract says beside its targets: hours by the wall, and a word on open tickets."""

from collections.abc import Iterator

from pipeline.marts.beside_targets import ByTheWall, LateUpdate, Updates
from pipeline.reports.content import Service
from pipeline.reports.document import Cell, Column, Paragraph, Row, Table
from pipeline.reports.telling.promise import severity_cell
from pipeline.reports.telling.teller import Teller
from pipeline.statistics.shares import Share


def by_the_wall(tell: Teller, service: Service) -> Iterator[Paragraph | Table]:
    """First responses within their hours by the wall, by severity; nothing for none."""
    if not service.by_the_wall:
        return
    title = tell.say("report.service.wall_title")
    yield Paragraph(title, "strong")
    names = ("wall_over", "wall_unanswered", "wall_pending")
    yield Table(
        title,
        tell.say("report.service.wall_caption"),
        (
            Column(tell.say("promise.severity"), width=1.5),
            Column(tell.say("report.column.wall_sentence"), "duration", width=1),
            Column(tell.say("report.column.wall_within"), "share", width=1.8),
            *(Column(tell.say(f"report.column.{name}"), "count", width=1) for name in names),
            Column(tell.say("report.column.wall_longest"), "duration", width=1.3),
        ),
        tuple(Row(_wall_cells(tell, line)) for line in service.by_the_wall),
    )


def _wall_cells(tell: Teller, line: ByTheWall) -> tuple[Cell, ...]:
    return (
        severity_cell(tell, line.severity),
        Cell(tell.show.duration(line.sentence_seconds), line.sentence_seconds),
        tell.share_cell(Share(line.within_count, line.response_count)),
        tell.count_cell(line.over_count),
        tell.count_cell(line.unanswered_count),
        tell.count_cell(line.pending_count),
        tell.time_cell(line.longest_seconds, line.sentence_seconds),
    )


def updates(tell: Teller, service: Service) -> Iterator[Paragraph | Table]:
    """How often the customer waited too long for a word, the worst first; nothing for none."""
    if not service.updates:
        return
    title = tell.say("report.service.updates_title")
    yield Paragraph(title, "strong")
    yield Table(
        title,
        tell.say("report.service.updates_caption"),
        (
            Column(tell.say("promise.severity"), width=1.5),
            Column(tell.say("report.column.update_target"), "duration", width=1.2),
            Column(tell.say("report.column.update_gaps"), "count", width=1),
            Column(tell.say("report.column.update_late"), "count", width=1),
            Column(tell.say("report.column.update_running"), "count", width=1),
            Column(tell.say("report.column.update_longest"), "duration", width=1.3),
        ),
        tuple(Row(_update_cells(tell, line)) for line in service.updates),
    )
    if service.late_updates:
        yield Paragraph(tell.say("report.service.late_updates_title"), "strong")
        yield _late_updates(tell, service.late_updates)


def _update_cells(tell: Teller, line: Updates) -> tuple[Cell, ...]:
    return (
        severity_cell(tell, line.severity),
        Cell(tell.show.duration(line.target_seconds), line.target_seconds),
        tell.count_cell(line.gap_count),
        tell.count_cell(line.late_gap_count),
        tell.count_cell(line.running_gap_count),
        tell.time_cell(line.longest_gap_seconds, line.target_seconds),
    )


def _late_updates(tell: Teller, late: tuple[LateUpdate, ...]) -> Table:
    running = tell.say("report.service.update_running")
    return Table(
        tell.say("report.service.late_updates_title"),
        tell.say("report.service.late_updates_caption"),
        (
            Column(tell.say("report.column.ticket"), width=2),
            Column(tell.say("promise.severity"), width=1),
            Column(tell.say("report.column.update_from"), "moment", width=1.4),
            Column(tell.say("report.column.update_until"), "moment", width=1.4),
            Column(tell.say("report.column.update_gap"), "duration", width=1.3),
        ),
        tuple(
            Row(
                (
                    Cell(each.code),
                    Cell(tell.severity(each.severity)),
                    tell.moment_cell(each.started_at),
                    tell.moment_cell(None if each.is_running else each.ended_at, running),
                    tell.time_cell(each.gap_seconds, each.target_seconds),
                )
            )
            for each in late
        ),
    )
