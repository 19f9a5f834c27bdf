"""Contacts outside service hours by channel, and booked calls by kind."""

from collections.abc import Iterator

from pipeline.reports.content import Service
from pipeline.reports.document import Cell, Column, Paragraph, Row, Table
from pipeline.reports.telling.teller import Teller
from pipeline.wording.channels import channel


def _wait_cell(tell: Teller, seconds: int | None) -> Cell:
    if seconds is None:
        return tell.time_cell(None)
    return Cell(tell.show.long_elapsed(seconds), seconds)


def contacts_by_channel(tell: Teller, service: Service) -> Iterator[Paragraph | Table]:
    """Contacts outside service hours; nothing for none."""
    if not service.contacts:
        return
    yield Paragraph(tell.say("report.service.contacts_title"), "strong")
    names = ("contacts", "in_time", "late", "pending", "closed_unanswered")
    yield Table(
        tell.say("report.service.contacts_title"),
        tell.say("report.service.contacts_caption"),
        (
            Column(tell.say("report.column.channel"), width=1.5),
            *(Column(tell.say(f"report.column.{name}"), "count", width=1) for name in names),
            Column(tell.say("report.column.unanswered_calls"), "count", width=1),
        ),
        tuple(
            Row(
                (
                    Cell(channel(tell.say, line.channel)),
                    tell.count_cell(line.contact_count),
                    tell.count_cell(line.in_time_count),
                    tell.count_cell(line.late_count),
                    tell.count_cell(line.pending_count),
                    tell.count_cell(line.closed_unanswered_count),
                    tell.count_cell(line.unanswered_call_count),
                )
            )
            for line in service.contacts
        ),
    )


def calls_by_kind(tell: Teller, service: Service) -> Iterator[Paragraph | Table]:
    """Booked calls; nothing for none."""
    if not service.meetings:
        return
    yield Paragraph(tell.say("report.service.meetings_title"), "strong")
    names = ("booked", "held", "missed", "cancelled")
    yield Table(
        tell.say("report.service.meetings_title"),
        tell.say("report.service.meetings_caption"),
        (
            Column(tell.say("report.column.kind"), width=1.5),
            *(Column(tell.say(f"report.column.{name}"), "count", width=1) for name in names),
            Column(tell.say("report.column.wait"), "duration", width=1.5),
        ),
        tuple(
            Row(
                (
                    Cell(tell.say(f"report.service.kind.{line.kind}")),
                    tell.count_cell(line.booked_count),
                    tell.count_cell(line.held_count),
                    tell.count_cell(line.missed_count),
                    tell.count_cell(line.cancelled_count),
                    _wait_cell(tell, line.wait_median_seconds),
                )
            )
            for line in service.meetings
        ),
    )
