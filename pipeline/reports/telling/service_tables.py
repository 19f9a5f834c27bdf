"""What the contract says beside its targets, table by table: by the wall, updates, contacts, calls.

Each is one of a month, and has no row where there is nothing.
"""

from collections.abc import Sequence

from pipeline.marts.beside_targets import ByTheWall, LateUpdate, Updates
from pipeline.marts.service import Contacts, Meetings
from pipeline.reports.document import Cell, Column, Row, Table
from pipeline.reports.telling.teller import Teller
from pipeline.wording.channels import channel

KINDS = {"review", "support", "training", "brainstorming"}


def by_the_wall_table(tell: Teller, found: Sequence[ByTheWall]) -> Table:
    """First responses within their hours by the wall, by severity."""
    return Table(
        tell.say("service.wall"),
        tell.say("service.wall_caption"),
        (
            Column(tell.say("promise.severity"), width=1.5),
            Column(tell.say("column.named"), "duration", width=1),
            Column(tell.say("column.within"), "share", width=1.8),
            *_counts(tell, "longer", "closed_unanswered", "pending"),
            Column(tell.say("column.longest"), "duration", width=1.3),
        ),
        tell.rows(
            found,
            lambda each: Row(
                (
                    tell.severity_cell(each.severity),
                    Cell(tell.show.elapsed(each.sentence_seconds, "wall"), each.sentence_seconds),
                    tell.share_cell(each.within),
                    tell.count_cell(each.over_count, "odd"),
                    tell.count_cell(each.unanswered_count, "odd"),
                    tell.count_cell(each.pending_count),
                    tell.time_cell(each.longest_seconds, each.sentence_seconds, "wall"),
                )
            ),
        ),
        sheet=tell.say("sheet.wall"),
    )


def updates_table(tell: Teller, found: Sequence[Updates]) -> Table:
    """How often the customer waited too long for a word, the worst first."""
    return Table(
        tell.say("service.updates"),
        tell.say("service.updates_caption"),
        (
            Column(tell.say("promise.severity"), width=1.5),
            Column(tell.say("column.gap_target"), "duration", width=1.2),
            *_counts(tell, "gaps", "too_long", "going_on"),
            Column(tell.say("column.longest_gap"), "duration", width=1.3),
        ),
        tell.rows(
            found,
            lambda each: Row(
                (
                    tell.severity_cell(each.severity),
                    Cell(tell.show.elapsed(each.target_seconds), each.target_seconds),
                    tell.count_cell(each.gap_count),
                    tell.count_cell(each.late_gap_count, "odd"),
                    tell.count_cell(each.running_gap_count),
                    tell.time_cell(each.longest_gap_seconds, each.target_seconds),
                )
            ),
        ),
        sheet=tell.say("sheet.updates"),
    )


def late_updates_table(tell: Teller, found: Sequence[LateUpdate]) -> Table:
    """The times without a word that were the furthest beyond their target."""
    lasts = tell.say("service.lasts")
    return Table(
        tell.say("service.late_updates"),
        tell.say("service.late_updates_caption"),
        (
            Column(tell.say("column.ticket"), width=2),
            Column(tell.say("promise.severity"), width=1),
            Column(tell.say("column.began"), "moment", width=1.4),
            Column(tell.say("column.ended"), "moment", width=1.4),
            Column(tell.say("column.gap"), "duration", width=1.3),
        ),
        tell.rows(
            found,
            lambda each: Row(
                (
                    tell.ticket_cell(each),
                    Cell(tell.severity(each.severity)),
                    tell.moment_cell(each.started_at),
                    Cell(lasts, tone="odd") if each.is_running else tell.moment_cell(each.ended_at),
                    tell.time_cell(each.gap_seconds, each.target_seconds),
                )
            ),
        ),
        sheet=tell.say("sheet.late_updates"),
    )


def contacts_table(tell: Teller, found: Sequence[Contacts]) -> Table:
    """Contacts outside service hours, by channel."""
    counts = ("contacts", "in_time", "later", "pending", "closed_unanswered", "unanswered_calls")
    return Table(
        tell.say("service.contacts"),
        tell.say("service.contacts_caption"),
        (Column(tell.say("column.channel"), width=1.5), *_counts(tell, *counts)),
        tell.rows(
            found,
            lambda each: Row(
                (
                    Cell(channel(tell.say, each.channel)),
                    tell.count_cell(each.contact_count),
                    tell.count_cell(each.in_time_count),
                    tell.count_cell(each.late_count, "odd"),
                    tell.count_cell(each.pending_count),
                    tell.count_cell(each.closed_unanswered_count, "odd"),
                    _calls_cell(tell, each),
                )
            ),
        ),
        sheet=tell.say("sheet.contacts"),
    )


def _calls_cell(tell: Teller, each: Contacts) -> Cell:
    seconds, count = each.unanswered_call_median_seconds, each.unanswered_call_count
    if seconds is None:
        return tell.count_cell(count)
    under = tell.say("service.median", time=tell.show.elapsed(seconds, "wall"))
    return Cell(tell.show.number(count), count, under)


def meetings_table(tell: Teller, found: Sequence[Meetings], *, is_internal: bool = False) -> Table:
    """Booked calls by kind; for ourselves also what is to come, and who of us held them."""
    counts = ("booked", "held", "missed", "cancelled")
    more = ("upcoming", "with_dedicated") if is_internal else ()
    return Table(
        tell.say("service.calls"),
        tell.say("service.calls_caption"),
        (
            Column(tell.say("column.kind"), width=1.5),
            *_counts(tell, *counts, *more),
            Column(tell.say("column.wait"), "duration", width=1.5),
        ),
        tell.rows(
            found,
            lambda each: Row(
                (
                    Cell(kind(tell, each.kind)),
                    tell.count_cell(each.booked_count),
                    tell.count_cell(each.held_count),
                    tell.count_cell(each.missed_count, "odd"),
                    tell.count_cell(each.cancelled_count),
                    *(
                        tell.count_cell(count)
                        for count in (each.upcoming_count, each.dedicated_count)
                        if is_internal
                    ),
                    tell.time_cell(each.wait_median_seconds, clock="wall"),
                )
            ),
        ),
    )


def kind(tell: Teller, name: str) -> str:
    """What a kind of call is called; one of somebody's own by its own name."""
    return tell.say(f"service.kind.{name}") if name in KINDS else name


def _counts(tell: Teller, *names: str) -> tuple[Column, ...]:
    return tuple(Column(tell.say(f"column.{name}"), "count", width=1) for name in names)
