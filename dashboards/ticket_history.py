"""A ticket's conversation: its events, and the explanation of every response owed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboards.view import View
from pipeline import marts
from pipeline.errors import UnknownResponseError
from pipeline.explanation import Explanation, explain_ticket
from pipeline.marts.explanation import Event, Response
from pipeline.marts.records import records

SHORTEST_MARGIN = timedelta(minutes=30)
AROUND = timedelta(minutes=15)
"""So long before a deadline and after it."""


@dataclass(frozen=True)
class Conversation:
    """Everything that happened on a ticket, and what it amounted to."""

    explanations: tuple[Explanation, ...]
    """At least one, in order."""
    events: Sequence[Event]
    asked: str | None = None
    """The number of the response whose id was asked for."""

    @property
    def source(self) -> str:
        """The help desk it came from."""
        return self.explanations[0].response.source

    @property
    def ticket_id(self) -> str:
        """The ticket's id in its source."""
        return self.explanations[0].response.ticket_id

    @property
    def code(self) -> str:
        """The ticket's number, as people call it."""
        return self.explanations[0].response.number

    @property
    def key(self) -> str:
        """What names the ticket in an address."""
        return f"{self.source}:{self.ticket_id}"

    @property
    def response_ids(self) -> list[str]:
        """Every response's id, in order."""
        return [each.response.response_id for each in self.explanations]

    def response(self, wanted: str | None) -> Explanation:
        """The response of that number, or asked for; else the first missed; else the last."""
        wanted = wanted or self.asked
        numbered = {str(each.response.cycle_number): each for each in self.explanations}
        if wanted in numbered:
            return numbered[wanted]
        missed = (each for each in self.explanations if each.response.outcome == "breached")
        return next(missed, self.explanations[-1])

    @property
    def whole_span(self) -> tuple[datetime, datetime]:
        """From when to when a picture of all of it should reach."""
        spans = [self.span(each) for each in self.explanations]
        events = [event.occurred_at for event in self.events]
        return (
            min([*(start for start, _ in spans), *events]),
            max([*(end for _, end in spans), *events]),
        )

    def span(self, selected: Explanation) -> tuple[datetime, datetime]:
        """From when to when a picture of one response should reach: its deadline and a margin."""
        response = selected.response
        started_at = response.opened_at
        ended_at = max(response.closed_at or response.as_of, response.due_at or response.opened_at)
        return _with_margin(started_at, ended_at)

    def reaching(self, selected: Explanation, reach: str) -> tuple[datetime, datetime]:
        """The same of the `whole`, of a `response`, or of the time around its `deadline`."""
        due_at = selected.response.due_at
        if reach == "deadline" and due_at:
            return due_at - AROUND, due_at + AROUND
        return self.span(selected) if reach == "response" else _with_margin(*self.whole_span)


def _with_margin(started_at: datetime, ended_at: datetime) -> tuple[datetime, datetime]:
    margin = max((ended_at - started_at) / 20, SHORTEST_MARGIN)
    return started_at - margin, ended_at + margin


def meant(view: View, key: str) -> Sequence[Response]:
    """The tickets that a key means, where they are several; none where it is clear."""
    keys = view.frame(marts.response_keys, key).drop_duplicates(["source", "ticket_id"])
    if len(keys) < 2:
        return ()
    return view.ask(Response, marts.explained_responses, keys["response_id"].tolist())


def conversation(view: View, key: str) -> Conversation | None:
    """The conversation on a ticket; None where the viewer has none under this key.

    The key is `<source>:<ticket_id>`, the ticket's id or number alone, or a response's id; of
    several tickets that it means it is the first.
    """
    try:
        explanations = explain_ticket(view.scope, view.snapshot, key)
    except UnknownResponseError:
        return None
    first = explanations[0].response
    is_response = key.strip().lower() == first.response_id.lower()
    asked = str(first.cycle_number) if is_response else None
    if asked:
        explanations = explain_ticket(
            view.scope, view.snapshot, f"{first.source}:{first.ticket_id}"
        )
    of_ticket = tuple(
        each
        for each in explanations
        if (each.response.source, each.response.ticket_id) == (first.source, first.ticket_id)
    )
    events = view.frame(marts.ticket_events, first.source, first.ticket_id)
    return Conversation(of_ticket, records(events, Event), asked)
