"""One function behind command line, dashboard and reports: a verdict with all it is made of."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pandas as pd

from pipeline import marts
from pipeline.errors import UnknownResponseError
from pipeline.explanation.explanation import Explanation
from pipeline.marts import Scope
from pipeline.marts.explanation import Event, LegInFull, Pause, Response, Waiver
from pipeline.marts.records import R, records
from pipeline.marts.segments import Segment


def explain(scope: Scope, snapshot: Path, response_id: str) -> Explanation:
    """The verdict on one response. Raises UnknownResponseError where the scope has none."""
    found = _explanations(scope, snapshot, [response_id])
    if not found:
        raise _unknown(response_id)
    return found[0]


def explain_ticket(scope: Scope, snapshot: Path, key: str) -> tuple[Explanation, ...]:
    """The verdicts on every response that a key means, in order; at least one.

    The key is a response_id, or a ticket's id or number, with or without its source, which
    several tickets may have. Raises UnknownResponseError where the scope has none.
    """
    response_ids = marts.response_keys(scope, snapshot, key)["response_id"].tolist()
    if not response_ids:
        raise _unknown(key)
    return _explanations(scope, snapshot, response_ids)


def _explanations(
    scope: Scope, snapshot: Path, response_ids: Sequence[str]
) -> tuple[Explanation, ...]:
    responses = records(marts.explained_responses(scope, snapshot, response_ids), Response)
    legs = marts.response_legs(scope, snapshot, response_ids)
    pauses = marts.response_pauses(scope, snapshot, response_ids)
    segments = marts.response_segments(scope, snapshot, response_ids)
    waivers = marts.response_waivers(scope, snapshot, response_ids)
    waivers = waivers[waivers["is_applied"]]
    return tuple(
        Explanation(
            response=response,
            segments=_of(response, segments, Segment),
            legs=_of(response, legs, LegInFull),
            pauses=_of(response, pauses, Pause),
            events=_between(response, events),
            waiver=next(iter(_of(response, waivers, Waiver)), None),
        )
        for (source, ticket_id), of_ticket in groupby(responses, attrgetter("source", "ticket_id"))
        for events in [records(marts.ticket_events(scope, snapshot, source, ticket_id), Event)]
        for response in of_ticket
    )


def _of(response: Response, frame: pd.DataFrame, kind: type[R]) -> tuple[R, ...]:
    return tuple(records(frame[frame["response_id"] == response.response_id], kind))


def _between(response: Response, events: list[Event]) -> tuple[Event, ...]:
    """A ticket's events from the opening to the closing, or to the last one while it is owed."""
    places = {event.event_id: place for place, event in enumerate(events)}
    first = places[response.opened_by_event_id]
    last = places[response.closed_by_event_id] if response.closed_by_event_id else len(events) - 1
    return tuple(events[first : last + 1])


def _unknown(key: str) -> UnknownResponseError:
    return UnknownResponseError(
        f"no response {key!r}: name a response (<source>:<ticket>:<number>) or a ticket "
        "on which a customer has written, by its number or id, as in "
        'vip-sla sql "select code, ticket_id from fct_tickets where response_count > 0"'
    )
