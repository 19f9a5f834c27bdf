"""A customer's report: its message, its figures, its sections in order."""

from collections.abc import Iterator

from pipeline.reports.content import CustomerReport
from pipeline.reports.document import Document, Fact, Section
from pipeline.reports.telling.annexes import cases_table, clock_table
from pipeline.reports.telling.cases import (
    breaches_section,
    left_out_table,
    owed_section,
    waivers_section,
)
from pipeline.reports.telling.change import changes
from pipeline.reports.telling.completeness import alarms, completeness_section, incomplete
from pipeline.reports.telling.contest import contested_fact, contested_section
from pipeline.reports.telling.guide import (
    as_known,
    definitions_table,
    framed,
    guide_section,
    origin_section,
    origin_table,
    warning,
)
from pipeline.reports.telling.promise import promise_section, readings_section
from pipeline.reports.telling.reckoning import reckoning_section
from pipeline.reports.telling.service import service_section
from pipeline.reports.telling.teller import ReportTeller, Teller
from pipeline.reports.telling.trend import trend_section
from pipeline.reports.telling.word import word_section
from pipeline.statistics.shares import Share

LISTED = {"unanswered", "pending"}
"""Outcomes that do not count though a time is promised; they are listed one by one."""


def customer_document(tell: ReportTeller, report: CustomerReport) -> Document:
    """The report as told."""
    name = tell.say("report.name", month=tell.month, customer=report.customer_name)
    return Document(
        language=tell.say.language,
        kicker=framed(tell, "report.kicker"),
        title=report.customer_name,
        overview=tell.say("sheet.overview"),
        headline=_headline(tell, report),
        figures=tuple(as_known(tell, _figures(tell, report))),
        notes=tuple(note for note in (*changes(tell, report), incomplete(tell)) if note),
        word=word_section(tell, report),
        letterhead=report.letterhead,
        sections=(
            *(_sections(tell, report) if report.period.is_told else ()),
            guide_section(tell, report),
            origin_section(tell, report),
            *((contested_section(tell, report),) if report.period.is_told else ()),
            completeness_section(tell, report),
        ),
        annexes=(
            cases_table(tell, report.cases),
            clock_table(tell, report.breaches),
            definitions_table(tell, report),
            origin_table(tell, report),
        ),
        foot=tell.say("report.foot", name=name, as_of=tell.as_of),
        page=tell.say("report.page", page="{page}", pages="{pages}"),
        name=name,
        time_zone=report.period.time_zone,
        dated_at=report.provenance.as_of,
        alarms=alarms(tell),
        warning=warning(tell),
    )


def _sections(tell: ReportTeller, report: CustomerReport) -> Iterator[Section]:
    """What happened in the month."""
    listed = [
        case
        for case in report.cases
        if case.exclusion_reason in {"deleted", "not_covered"}
        or (case.exclusion_reason is None and case.outcome in LISTED)
    ]
    yield promise_section(tell, report)
    yield reckoning_section(tell, report, left_out_table(tell, listed))
    yield breaches_section(tell, report)
    yield waivers_section(tell, report)
    if report.readings:
        yield readings_section(tell, report)
    yield trend_section(tell, report.trend)
    yield service_section(tell, report)
    yield owed_section(tell, report)


def _headline(tell: ReportTeller, report: CustomerReport) -> str:
    say, counts = tell.say, report.counts
    share = counts.net
    if not report.period.is_told:
        return say("report.no_data", month=tell.month)
    if not counts.owed_count:
        return say("report.headline.nothing_owed", month=tell.month)
    if not share.whole:
        return say("report.headline.nothing_counted", count=counts.owed_count, month=tell.month)
    if share.part == share.whole:
        return say("report.headline.all_met", count=share.whole, month=tell.month)
    if not share.part:
        return say("report.headline.all_late", count=share.whole, month=tell.month)
    return say(
        "report.headline.some_late",
        count=share.whole,
        month=tell.month,
        met=tell.show.number(share.part),
        late=tell.show.number(counts.breached_count),
    )


def _figures(tell: Teller, report: CustomerReport) -> Iterator[Fact]:
    say, show, counts = tell.say, tell.show, report.counts
    share = counts.net
    yield Fact(say("promise.share"), tell.share(share), _of_how_many(tell, share))
    late = counts.breached_count
    yield Fact(
        say("reckoning.breached"),
        show.number(late),
        say("report.figure.late_explained" if late else "promise.nothing"),
        "late" if late else "",
    )
    yield contested_fact(tell, report.contest, share)
    left_out = counts.owed_count - share.whole
    yield Fact(
        say("report.figure.not_counted"),
        show.number(left_out),
        _why_left_out(tell, left_out, counts.owed_count),
    )
    owed = len(report.owed_at_end)
    is_over = report.period.is_complete
    yield Fact(
        say("report.section.owed_at_end" if is_over else "report.section.owed_now"),
        show.number(owed),
        say("report.figure.owed_listed" if owed else "promise.nothing"),
    )


def _why_left_out(tell: Teller, left_out: int, owed: int) -> str:
    """Of how many, and where the reasons stand."""
    told = tell.show.number(owed)
    if not left_out:
        return tell.say("report.figure.not_counted_none", owed=told)
    section = tell.say("report.section.reckoning")
    return tell.say("report.figure.not_counted_why", owed=told, section=section)


def _of_how_many(tell: Teller, share: Share) -> str:
    """The counts and the interval; of too few why there is no share."""
    if share.is_telling:
        return tell.share_cell(share).under
    return tell.say("verdict.few" if share.whole else "verdict.none")
