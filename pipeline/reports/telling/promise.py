"""The contract's own table with what was reached beside it."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.reports.cases import Case
from pipeline.reports.content import CustomerReport
from pipeline.reports.document import Cell, Column, Paragraph, Row, Section, Table
from pipeline.reports.figures import PromiseLine, ReadingLine
from pipeline.reports.telling.teller import NOTHING, UNCLASSIFIED, Teller
from pipeline.statistics.shares import FEWEST
from pipeline.wording.promised import promised


def promise_section(tell: Teller, report: CustomerReport) -> Section:
    """A line per severity and metric; unclassified only where it occurs."""
    lines = [
        line for line in report.promise if line.severity != UNCLASSIFIED or line.counts.owed_count
    ]
    return Section(
        tell.say("report.section.promise"),
        (
            Table(
                tell.say("report.section.promise"),
                tell.say("promise.caption"),
                _promise_columns(tell),
                tuple(_promise_row(tell, line) for line in lines),
                is_grouped=True,
            ),
            Paragraph(f"{tell.say('report.promise.notes')} {tell.say('promise.mark')}", "muted"),
            Paragraph(
                " ".join(
                    tell.say(name, None, fewest=tell.show.number(FEWEST))
                    for name in ("report.promise.few", "promise.few_times")
                ),
                "muted",
            ),
        ),
    )


def _promise_columns(tell: Teller) -> tuple[Column, ...]:
    return (
        Column(tell.say("promise.severity")),
        Column(tell.say("promise.response")),
        Column(tell.say("promise.promised")),
        Column(tell.say("report.column.target"), "duration", place="sheet"),
        Column(tell.say("report.column.owed"), "count", place="sheet"),
        Column(tell.say("report.column.counted"), "count", place="sheet"),
        Column(tell.say("reckoning.met"), "count", place="sheet"),
        Column(tell.say("promise.share"), "share", width=1),
        Column(tell.say("report.column.low"), "share", place="sheet"),
        Column(tell.say("report.column.high"), "share", place="sheet"),
        Column(tell.say("promise.median"), "duration"),
        Column(tell.say("promise.p90"), "duration"),
        Column(tell.say("promise.max"), "duration"),
        Column(tell.say("report.column.max_owed"), "duration", place="sheet"),
        Column(tell.say("report.column.timed"), "count", place="sheet"),
        Column(tell.say("contest.title"), "count", place="sheet"),
    )


def _promise_row(tell: Teller, line: PromiseLine) -> Row:
    share, counts = line.counts.net, line.counts
    nothing = (
        tell.say("promise.no_target", count=counts.no_target_count)
        if counts.no_target_count
        else NOTHING
    )
    return Row(
        (
            severity_cell(tell, line.severity),
            Cell(tell.say(f"metric.{line.metric}")),
            promised_cell(tell, line),
            Cell("", line.target_seconds),
            tell.count_cell(counts.owed_count),
            tell.count_cell(share.whole),
            tell.count_cell(share.part),
            tell.share_cell(share, nothing),
            *tell.interval_cells(share),
            tell.time_cell(line.median_seconds, line.target_seconds),
            _within_cell(tell, line),
            _longest_cell(tell, line),
            tell.time_cell(line.max_owed_seconds, line.target_seconds),
            tell.count_cell(line.closed_count),
            tell.count_cell(line.contest.contested_count),
        )
    )


def _within_cell(tell: Teller, line: PromiseLine) -> Cell:
    """The time within which 90 % lie; of too few closed responses their number instead."""
    if line.p90_seconds is None and line.closed_count:
        return Cell(tell.say("promise.p90_few", count=line.closed_count), None, tone="muted")
    return tell.time_cell(line.p90_seconds, line.target_seconds)


def _longest_cell(tell: Teller, line: PromiseLine) -> Cell:
    """The longest closed one, below it the longest of those still owed."""
    cell = tell.time_cell(line.max_seconds, line.target_seconds)
    if line.max_owed_seconds is None:
        return cell
    owed = tell.time_cell(line.max_owed_seconds, line.target_seconds)
    return replace(cell, under=f"{tell.say('promise.max_owed')}:\n{owed.text}")


def severity_cell(tell: Teller, severity: int) -> Cell:
    """A severity's name, its number below."""
    number = tell.say("promise.number", number=str(severity)) if severity else ""
    return Cell(tell.severity(severity), under=number, tone="strong")


def promised_cell(tell: Teller, line: PromiseLine | ReadingLine | Case) -> Cell:
    """The time as it is promised, and its clock if it is not the usual one."""
    is_usual = line.clock in {None, "business"} or line.target_seconds is None
    return Cell(
        promised(tell.say, line.amount_count, line.amount_unit),
        under="" if is_usual else tell.say(f"clock.{line.clock}"),
        tone="" if line.target_seconds else "muted",
    )


def readings_section(tell: Teller, report: CustomerReport) -> Section:
    """What the contract calls hours, under both readings, side by side."""
    nothing = tell.say("report.readings.nothing")
    by_reading = {(line.reading, line.severity, line.metric): line for line in report.readings}
    rows = [
        Row(
            (
                severity_cell(tell, line.severity),
                Cell(tell.say(f"metric.{line.metric}")),
                Cell(promised(tell.say, line.amount_count, line.amount_unit)),
                *_reached(tell, line, nothing),
                *_reached(tell, by_reading["literal", line.severity, line.metric], nothing),
            )
        )
        for line in report.readings
        if line.reading == "default" and ("literal", line.severity, line.metric) in by_reading
    ]
    return Section(
        tell.say("report.section.readings"),
        (
            Paragraph(tell.say("report.readings.lead")),
            Table(
                tell.say("report.section.readings"),
                tell.say("report.section.readings"),
                (
                    Column(tell.say("promise.severity"), width=1.5),
                    Column(tell.say("promise.response"), width=1.2),
                    Column(tell.say("promise.promised"), width=1.8),
                    *_reached_columns(tell, tell.say("report.readings.default")),
                    *_reached_columns(tell, tell.say("report.readings.literal")),
                ),
                tuple(rows),
                is_grouped=True,
            ),
        ),
    )


def _reached_columns(tell: Teller, reading: str) -> Iterator[Column]:
    yield Column(reading, "share", width=2)
    for name in ("reckoning.met", "report.column.counted"):
        yield Column(f"{reading}: {tell.say(name)}", "count", place="sheet")


def _reached(tell: Teller, line: ReadingLine, nothing: str) -> tuple[Cell, ...]:
    share = line.counts.net
    return (
        tell.share_cell(share, nothing),
        tell.count_cell(share.part),
        tell.count_cell(share.whole),
    )
