"""The rest of the promise: what the contract says beside the times, and what is measured of it."""

from collections.abc import Iterator

from pipeline.marts.service import ServiceMonth
from pipeline.reports.content import CustomerReport, Service
from pipeline.reports.document import Cell, Column, Paragraph, Row, Section, Table
from pipeline.reports.telling.service_tables import (
    by_the_wall_table,
    contacts_table,
    late_updates_table,
    meetings_table,
    updates_table,
)
from pipeline.reports.telling.teller import NOTHING, ReportTeller, Teller
from pipeline.statistics.shares import Share
from pipeline.wording.catalogues import Wording
from pipeline.wording.formatting import Formatting

DAY_SECONDS = 24 * 3600
QUOTED = {
    *("dedicated", "exclusive", "instantly", "silence", "wall_day", "wall", "updates"),
    *("outside", "calls", "escalations"),
}
"""Below these lines stands what the contract says of them."""
TITLES = {"outside": "service.contacts"}
"""What has a name elsewhere already."""


def service_section(tell: ReportTeller, report: CustomerReport) -> Section:
    """A line for each thing promised; below it contacts by channel and calls by kind."""
    title = tell.say("report.section.service")
    if report.service is None:
        none = tell.say("report.service.none", month=tell.month)
        return Section(title, (Paragraph(none),))
    lines = tuple(Row(cells) for cells in _lines(tell, report, report.service))
    table = Table(
        title,
        tell.say("report.service.caption"),
        (
            Column(tell.say("column.what"), width=3),
            Column(tell.say("column.figure"), width=1.4),
            Column(tell.say("column.cases"), width=2.6),
        ),
        lines,
    )
    lead = Paragraph(tell.say("report.service.lead"))
    return Section(title, (lead, table, *_tables(tell, report.service)))


def _tables(tell: Teller, service: Service) -> Iterator[Paragraph | Table]:
    tables = (
        by_the_wall_table(tell, service.by_the_wall),
        updates_table(tell, service.updates),
        late_updates_table(tell, service.late_updates),
        contacts_table(tell, service.contacts),
        meetings_table(tell, service.meetings),
    )
    for table in tables:
        if table.rows:
            yield Paragraph(table.name, "strong")
            yield table


def _lines(
    tell: ReportTeller, report: CustomerReport, service: Service
) -> Iterator[tuple[Cell, Cell, Cell]]:
    month = service.figures
    say, number = tell.say, tell.show.number
    yield _line(
        tell,
        "dedicated",
        month.dedicated if report.dedicated_agents else say("report.service.no_roster"),
        _behind(tell, month.dedicated),
    )
    yield _line(tell, "agents", number(month.involved_agent_count))
    if month.dedicated_agent_customer_count is not None:
        yield _line(tell, "exclusive", number(month.dedicated_agent_customer_count))
    yield _line(
        tell,
        "instantly",
        median_of_all(tell, month),
        say("report.figure.first_response_count", count=month.first_response_owed_count),
    )
    yield _line(tell, "within_15", month.at_once, _behind(tell, month.at_once))
    yield from _by_the_wall(tell, service)
    where = ""
    if ticket := month.longest_silence_code or month.longest_silence_ticket_id:
        where = say("report.service.silence_where", ticket=ticket)
    yield _line(tell, "silence", _time(tell, month.longest_silence_seconds), where)
    yield from _updates(tell, service)
    yield from _outside(tell, month)
    yield from _escalations(tell, month)
    yield from _calls(tell, month)
    yield from _fee(tell, month)


def median_of_all(tell: Teller, month: ServiceMonth) -> str:
    """Within which half of the first responses were given; or that fewer than half were."""
    if month.first_response_owed_count and month.first_response_median_of_all_seconds is None:
        return tell.say("report.service.under_half")
    return _time(tell, month.first_response_median_of_all_seconds)


def _by_the_wall(tell: Teller, service: Service) -> Iterator[tuple[Cell, Cell, Cell]]:
    within = sum(line.within_count for line in service.by_the_wall)
    whole = sum(line.response_count for line in service.by_the_wall)
    times = {line.sentence_seconds for line in service.by_the_wall}
    share = Share(within, whole)
    if times:
        name = "wall_day" if times == {DAY_SECONDS} else "wall"
        yield _line(tell, name, share, _behind(tell, share))


def _updates(tell: Teller, service: Service) -> Iterator[tuple[Cell, Cell, Cell]]:
    if not service.updates:
        return
    late = sum(line.late_gap_count for line in service.updates)
    whole = sum(line.gap_count for line in service.updates)
    running = sum(line.running_gap_count for line in service.updates)
    number = tell.show.number
    detail = tell.say("report.service.updates_running", count=running) if running else ""
    counts = tell.say("report.service.updates_of", part=number(late), whole=number(whole))
    yield _line(tell, "updates", number(late), f"{counts}; {detail}" if detail else counts)


def _outside(tell: Teller, month: ServiceMonth) -> Iterator[tuple[Cell, Cell, Cell]]:
    say, number = tell.say, tell.show.number
    in_time = month.contacts_in_time
    rest = say(
        "report.service.outside_rest",
        late=number(month.contact_late_count),
        pending=number(month.contact_pending_count),
        closed=number(month.contact_closed_unanswered_count),
    )
    counts = tell.figure_cell(in_time, _of(tell, in_time))
    yield _line(tell, "outside", counts, rest if in_time.part < in_time.whole else "")
    calls, back = month.unanswered_call_count, month.unanswered_call_answered_count
    detail = ""
    if back:
        detail = say(
            "report.service.calls_back",
            part=number(back),
            whole=number(calls),
            time=tell.show.elapsed(month.unanswered_call_median_seconds or 0, "wall"),
        )
    elif calls:
        detail = say("report.service.calls_never")
    yield _line(tell, "calls", number(calls), detail)


def _escalations(tell: Teller, month: ServiceMonth) -> Iterator[tuple[Cell, Cell, Cell]]:
    say, number = tell.say, tell.show.number
    details = []
    if month.escalation_business_median_seconds is not None:
        details.append(
            say(
                "report.service.escalations_time",
                business=_time(tell, month.escalation_business_median_seconds),
                wall=tell.show.elapsed(month.escalation_wall_median_seconds or 0, "wall"),
            )
        )
    if month.escalation_resolved_count:
        details.append(resolved(tell.say, tell.show, month))
    yield _line(tell, "escalations", number(month.escalation_count), "; ".join(details))


def resolved(say: Wording, show: Formatting, month: ServiceMonth) -> str:
    """How many are resolved, and by whom; the parts add up."""
    tiers = {
        "first": month.escalation_resolved_by_tier_1_count,
        "higher": month.escalation_resolved_by_higher_tier_count,
        "unknown": month.escalation_resolved_by_unknown_tier_count,
    }
    told = [
        say(f"service.resolved_by_{name}", count=count)
        for name, count in tiers.items()
        if count or name != "unknown"
    ]
    return say(
        "service.escalations_resolved",
        count=month.escalation_resolved_count,
        whole=show.number(month.escalation_count),
        parts=", ".join(told),
    )


def _calls(tell: Teller, month: ServiceMonth) -> Iterator[tuple[Cell, Cell, Cell]]:
    say, number = tell.say, tell.show.number
    details = []
    if month.meeting_booked_count:
        details.append(
            say(
                "report.service.meetings_rest",
                held=number(month.meeting_held_count),
                missed=number(month.meeting_missed_count),
                open=number(month.meeting_upcoming_count),
            )
        )
    if month.meeting_cancelled_count:
        cancelled = number(month.meeting_cancelled_count)
        details.append(say("report.service.meetings_cancelled", cancelled=cancelled))
    if month.meeting_wait_median_seconds is not None:
        wait = tell.show.elapsed(month.meeting_wait_median_seconds, "wall")
        details.append(say("report.service.meetings_wait", time=wait))
    yield _line(tell, "meetings", number(month.meeting_booked_count), "; ".join(details))


def _fee(tell: Teller, month: ServiceMonth) -> Iterator[tuple[Cell, Cell, Cell]]:
    say = tell.say
    hours = month.covered_open_seconds // 3600
    bought = say(
        "report.service.fee_bought",
        responses=say("report.service.fee_responses", count=month.reply_count),
        hours=say("report.service.fee_hours", count=hours),
        calls=say("report.service.fee_calls", count=month.meeting_held_count),
    )
    amount, currency = month.monthly_fee_eur, month.currency
    fee = NOTHING if amount is None else tell.show.money(amount, currency)
    days = say("report.service.covered_days", count=month.covered_day_count)
    yield _line(tell, "fee", fee, f"{bought} ({days})")


def _line(
    tell: Teller, name: str, figure: str | Share | Cell, details: str = ""
) -> tuple[Cell, Cell, Cell]:
    under = tell.say(f"report.service.{name}_under") if name in QUOTED else ""
    known = TITLES.get(name)
    title = tell.say(known) if known else tell.say(f"report.service.{name}")
    if isinstance(figure, Share):
        figure = tell.figure_cell(figure)
    return (
        Cell(title, under=under),
        Cell(figure, tone="strong") if isinstance(figure, str) else figure,
        Cell(details, tone="muted"),
    )


def _of(tell: Teller, share: Share) -> str:
    return tell.counts(share) if share.whole else NOTHING


def _behind(tell: Teller, share: Share) -> str:
    """What a share is of; nothing where the figure itself is told in counts."""
    return "" if share.whole and not share.is_telling else _of(tell, share)


def _time(tell: Teller, seconds: int | None) -> str:
    return NOTHING if seconds is None else tell.show.elapsed(seconds)
