"""The contract's own table with what was reached beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.marts.beside_targets import ByTheWall
from pipeline.marts.compliance import Contest, Counts
from pipeline.marts.contract import PromiseLine
from pipeline.marts.readings import ReadingLine
from pipeline.reports.content import Case, CustomerReport
from pipeline.reports.document import Cell, Column, Paragraph, Plot, Row, Section, Table
from pipeline.reports.telling.promise_chart import promise_chart
from pipeline.reports.telling.teller import NOTHING, UNCLASSIFIED, Teller
from pipeline.statistics.shares import FEWEST
from pipeline.wording.durations import clock_of
from pipeline.wording.formatting import unbroken
from pipeline.wording.names import reading
from pipeline.wording.promised import promised

FIRST = "first_response"


def promise_section(tell: Teller, report: CustomerReport) -> Section:
    """The table, and what its figures are of."""
    few = (
        tell.say(name, None, fewest=tell.show.number(FEWEST))
        for name in ("report.promise.few", "promise.few_times")
    )
    return Section(
        tell.say("report.section.promise"),
        (
            promise_table(
                tell, report.promise, report.service.by_the_wall if report.service else ()
            ),
            *([chart] if (chart := promise_chart(tell, report.promise)) else []),
            Paragraph(f"{tell.say('report.promise.notes')} {tell.say('promise.mark')}", "muted"),
            Paragraph(tell.say("promise.times"), "muted"),
            Paragraph(" ".join(few), "muted"),
        ),
    )


def promise_table(
    tell: Teller, lines: Sequence[PromiseLine], by_the_wall: Sequence[ByTheWall] = ()
) -> Table:
    """A line per severity and metric; unclassified only where it occurs.

    Beside a target stands what the contract also says of it: within so many hours by the wall.
    """
    sentences = {each.severity: each for each in by_the_wall}
    return Table(
        tell.say("report.section.promise"),
        tell.say("promise.caption"),
        _promise_columns(tell),
        tell.rows(
            (each for each in lines if each.severity != UNCLASSIFIED or each.counts.owed_count),
            lambda line: _promise_row(
                tell, line, sentences.get(line.severity) if line.metric == FIRST else None
            ),
        ),
        plot=Plot("bar", name_count=2),
        is_grouped=True,
    )


def _promise_columns(tell: Teller) -> tuple[Column, ...]:
    return (
        Column(tell.say("promise.severity")),
        Column(tell.say("promise.response")),
        Column(tell.say("promise.promised"), width=1),
        Column(tell.say("column.target"), "duration", place="sheet"),
        Column(tell.say("column.owed"), "count", place="sheet"),
        Column(tell.say("column.counted"), "count", place="sheet"),
        Column(tell.say("reckoning.met"), "count", place="sheet"),
        Column(tell.say("promise.share"), "share", is_counted=True),
        Column(tell.say("column.low"), "share", place="sheet"),
        Column(tell.say("column.high"), "share", place="sheet"),
        Column(tell.say("promise.median"), "duration"),
        Column(tell.say("promise.p90"), "duration"),
        Column(tell.say("promise.max"), "duration"),
        Column(tell.say("column.max_owed"), "duration", place="sheet"),
        Column(tell.say("column.timed"), "count", place="sheet"),
        Column(tell.say("column.owed_at_end"), "count", place="sheet"),
        Column(tell.say("contest.title"), "count", place="sheet"),
    )


def _promise_row(tell: Teller, line: PromiseLine, sentence: ByTheWall | None) -> Row:
    share, counts = line.counts.net, line.counts
    return Row(
        (
            defined_severity(tell, line.severity),
            Cell(tell.say(f"metric.{line.metric}")),
            _also_promised(tell, promised_cell(tell, line), sentence),
            Cell("", line.target_seconds),
            tell.count_cell(counts.owed_count),
            tell.count_cell(share.whole),
            tell.count_cell(share.part),
            _reached_cell(tell, line.counts, line.contest),
            *tell.interval_cells(share),
            _of_all_cell(tell, line, line.median_of_all_seconds),
            _within_cell(tell, line),
            _longest_cell(tell, line),
            _time_cell(tell, line, line.max_owed_seconds),
            tell.count_cell(line.closed_count),
            tell.count_cell(line.still_owed_count),
            tell.count_cell(line.contest.contested_count),
        ),
        of={"severity": (str(line.severity),), "metric": (line.metric,)},
    )


def _time_cell(tell: Teller, line: PromiseLine, seconds: int | None) -> Cell:
    """A time on the line's clock, marked where it is longer than promised."""
    clock = clock_of(line.clock)
    return tell.time_cell(seconds, line.target_seconds, clock, line.working_day_seconds)


def _of_all_cell(tell: Teller, line: PromiseLine, seconds: int | None) -> Cell:
    """The time within which so many of all were closed; where they are not, that they are owed."""
    if seconds is None and line.timed_count:
        return Cell(tell.say("promise.max_owed"), None, tone="late")
    return _time_cell(tell, line, seconds)


def _within_cell(tell: Teller, line: PromiseLine) -> Cell:
    """The time within which 90 % were closed; of too few responses their number instead."""
    if 0 < line.timed_count < FEWEST:
        return Cell(tell.say("promise.p90_few", count=line.timed_count), None, tone="muted")
    return _of_all_cell(tell, line, line.p90_of_all_seconds)


def _longest_cell(tell: Teller, line: PromiseLine) -> Cell:
    """The longest closed one, below it the longest of those still owed, and since when."""
    cell = _time_cell(tell, line, line.max_seconds)
    if line.max_owed_seconds is None:
        return cell
    time = _time_cell(tell, line, line.max_owed_seconds).text
    if line.max_owed_since:
        since = tell.show.day_of(line.max_owed_since)
        time = tell.say("promise.since", time=time, since=unbroken(since))
    return replace(cell, under=f"{tell.say('promise.max_owed')}:\n{time}")


def defined_severity(tell: Teller, severity: int) -> Cell:
    """A severity; among ourselves with what it means, which reports say at their end."""
    cell = tell.severity_cell(severity)
    if tell.goal is None:
        return cell
    return replace(cell, under="\n".join(filter(None, (cell.under, tell.definition(severity)))))


def _reached_cell(tell: Teller, counts: Counts, contest: Contest | None = None) -> Cell:
    """The share; among ourselves also how many were late, and how many may be contested."""
    share, unpromised = counts.net, counts.no_target_count
    nothing = tell.say("tally.no_target", count=unpromised) if unpromised else NOTHING
    cell = tell.judged_cell(share, nothing)
    if not share.whole:
        return replace(cell, counted=(tell.counted(unpromised, "no_target"),))
    if tell.goal is None:
        return cell
    late = 0 if share.is_telling else counts.breached_count
    contested = contest.contested_count if contest else 0
    lines = [
        cell.under,
        tell.say("tally.breached", count=late) if late else "",
        tell.say("contest.count", count=contested) if contested else "",
    ]
    more = tell.counted(late, "breached"), tell.counted(contested, "contested")
    counted = (*cell.counted, *(each for each in more if each.count))
    return replace(cell, under="\n".join(filter(None, lines)), counted=counted)


def _also_promised(tell: Teller, cell: Cell, sentence: ByTheWall | None) -> Cell:
    """What is promised; below it the hours that the contract names too, and how often kept."""
    if sentence is None:
        return cell
    told = tell.say(
        "promise.sentence",
        time=tell.show.elapsed(sentence.sentence_seconds, "wall"),
        counts=tell.counts(sentence.within),
    )
    return replace(cell, under="\n".join(filter(None, (cell.under, told))))


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
    lead = tell.say("report.readings.lead", reading=reading(tell.say, report.provenance.reading))
    return Section(
        tell.say("report.section.readings"),
        (Paragraph(lead), readings_table(tell, report.readings)),
    )


def readings_table(tell: Teller, lines: Sequence[ReadingLine]) -> Table:
    """A line per severity and metric, a share under each reading."""
    by_reading = {(line.reading, line.severity, line.metric): line for line in lines}
    rows = (
        (line, literal)
        for line in lines
        if line.reading == "default"
        and (literal := by_reading.get(("literal", line.severity, line.metric)))
    )
    return Table(
        tell.say("report.section.readings"),
        tell.say("report.section.readings"),
        (
            Column(tell.say("promise.severity"), width=1.5),
            Column(tell.say("promise.response"), width=1.2),
            Column(tell.say("promise.promised"), width=1.8),
            *_reached_columns(tell, tell.say("report.readings.default")),
            *_reached_columns(tell, tell.say("report.readings.literal")),
        ),
        tell.rows(
            rows,
            lambda pair: Row(
                (
                    tell.severity_cell(pair[0].severity),
                    Cell(tell.say(f"metric.{pair[0].metric}")),
                    Cell(promised(tell.say, pair[0].amount_count, pair[0].amount_unit)),
                    *(
                        cell
                        for line, other in (pair, pair[::-1])
                        for cell in _reached(tell, line, other)
                    ),
                )
            ),
        ),
        sheet=tell.say("sheet.readings"),
        is_grouped=True,
    )


def _reached_columns(tell: Teller, reading: str) -> Iterator[Column]:
    yield Column(reading, "share", width=2, is_counted=True)
    for name in ("reckoning.met", "column.counted"):
        yield Column(f"{reading}: {tell.say(name)}", "count", place="sheet")


def _reached(tell: Teller, line: ReadingLine, beside: ReadingLine) -> tuple[Cell, ...]:
    share = line.counts.net
    return (
        tell.share_cell(share, tell.say("promise.nothing"), beside.counts.net),
        tell.count_cell(share.part),
        tell.count_cell(share.whole),
    )
