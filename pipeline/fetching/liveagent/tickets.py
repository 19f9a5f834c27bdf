"""What LiveAgent tells ticket by ticket: the messages, and the history where it is not listed."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from pipeline.fetching.client import RefusedError
from pipeline.fetching.desk import Work
from pipeline.fetching.each import bring_each
from pipeline.fetching.journal import Page, Row, key_of
from pipeline.fetching.liveagent.answers import local, rows_of
from pipeline.fetching.paging import Asking

GROUPS = 100
"""How many message groups of a ticket are asked for at once."""

_SLACK = timedelta(hours=2)  # of a clock that is set back


def bring_of_tickets(work: Work) -> None:
    """The messages of every ticket that changed, and its history where that began before."""
    clock = ZoneInfo(work.source.time_zone)
    with work.journal("tickets") as found:
        since = local(work.round.since("tickets") - _SLACK, clock)
        tickets = {
            str(row["id"]): str(row.get("date_created") or "")
            for row in found.rows()
            if row.get("id") and str(row.get("date_changed") or since) >= since
        }
    with work.journal("messages") as messages, work.journal("history") as history:
        groups = _OfTickets(work, Asking(messages, GROUPS), "messages", "ticket_id")
        intervals = _OfTickets(work, Asking(history, GROUPS), "history", "conversation_id")
        is_listed = "history" in work.fetched
        first = "" if "history" in work.round.cursors else local(work.round.first_since, clock)

        def bring(ticket: str) -> None:
            groups.bring(ticket)
            if not is_listed or tickets[ticket] < first:
                intervals.bring(ticket)

        done = sum(groups.key(ticket, 1) in messages for ticket in tickets)
        bring_each(work, "messages", tickets, bring, done)
    if not is_listed:
        work.finished("history", partial(key_of, "id"), work.round.since("tickets"))
    work.finished("messages", _message_key, work.round.since("tickets"))


@dataclass(frozen=True)
class _OfTickets:
    """What is asked for ticket by ticket; its rows get the ticket's id."""

    work: Work
    asking: Asking
    entity: str
    column: str

    def key(self, ticket: str, number: int) -> str:
        """What an answer goes by in the journal."""
        return f"ticket {ticket} {number}"

    def bring(self, ticket: str) -> None:
        """All pages of one ticket."""
        number, is_last = 0, False
        while not is_last:
            number += 1
            page = self.asking.ask(self.key(ticket, number), partial(self._page, ticket, number))
            is_last = self.asking.is_last(page)

    def _page(self, ticket: str, number: int) -> Page:
        try:
            answer = self.work.client.get(
                "tickets", ticket, self.entity, _page=number, _perPage=GROUPS
            )
        except RefusedError as refusal:
            if refusal.status != 404:
                raise
            return Page([])  # the ticket is gone for good
        keep = self.work.keeper(self.entity)
        rows = rows_of(answer, f"tickets/…/{self.entity}")
        return Page([keep({self.column: ticket, **row}) for row in rows])


def _message_key(row: Row) -> str:
    return f"{row.get('ticket_id')} {key_of('id', row)}"
