"""Reads parts of a report's content: single responses with how their clocks ran, the service."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline import marts
from pipeline.marts import Scope
from pipeline.marts.beside_targets import ByTheWall, LateUpdate, Updates
from pipeline.marts.explanation import Judged, Leg, Waiver
from pipeline.marts.records import R, records
from pipeline.marts.segments import Segment
from pipeline.marts.service import Contacts, Escalation, Meetings, ServiceMonth
from pipeline.marts.silences import Silence
from pipeline.reports.content import Case, Service

SILENCES = 5
"""How many of the longest silences a report has."""
LATE_UPDATES = 5
"""How many of the updates that came late."""


def cases_of(scope: Scope, snapshot: Path, response_ids: Sequence[str]) -> tuple[Case, ...]:
    """Responses in the order of their ids given; late ones that count with how the clock ran."""
    if not response_ids:
        return ()
    judged = records(marts.explained_responses(scope, snapshot, response_ids), Judged)
    found = {each.response_id: each for each in judged}
    late = [
        each.response_id
        for each in judged
        if each.outcome == "breached" and each.exclusion_reason is None
    ]
    waived = [each.response_id for each in judged if each.exclusion_reason == "waived"]
    segments, legs, waivers = {}, {}, {}
    if late:
        segments = _by_response(marts.response_segments(scope, snapshot, late), Segment)
        legs = _by_response(marts.response_legs(scope, snapshot, late), Leg)
    if waived:
        applied = marts.response_waivers(scope, snapshot, waived)
        waivers = _by_response(applied[applied["is_applied"]], Waiver)
    return tuple(
        Case(
            **dict(found[each]),
            segments=segments.get(each, ()),
            legs=legs.get(each, ()),
            waiver=next(iter(waivers.get(each, ())), None),
        )
        for each in response_ids
    )


def _by_response(frame: pd.DataFrame, kind: type[R]) -> dict[str, tuple[R, ...]]:
    found: dict[str, list[R]] = {}
    for response_id, each in zip(frame["response_id"], records(frame, kind), strict=True):
        found.setdefault(response_id, []).append(each)
    return {response_id: tuple(rows) for response_id, rows in found.items()}


def service_of(scope: Scope, snapshot: Path, customer_id: str, month: date) -> Service | None:
    """A customer's month beside the response times; None without a day of cover."""
    about = scope, snapshot, month, customer_id
    figures = records(marts.service_by_customer(*about), ServiceMonth)
    if not figures:
        return None
    return Service(
        figures=figures[0],
        contacts=tuple(records(marts.contacts_by_channel(*about), Contacts)),
        meetings=tuple(records(marts.meetings_by_kind(*about), Meetings)),
        escalations=tuple(records(marts.escalated_tickets(*about), Escalation)),
        silences=tuple(records(marts.longest_silences(*about, SILENCES), Silence)),
        by_the_wall=tuple(records(marts.first_responses_by_the_wall(*about), ByTheWall)),
        updates=tuple(records(marts.updates_by_severity(*about), Updates)),
        late_updates=tuple(records(marts.late_updates(*about, LATE_UPDATES), LateUpdate)),
    )
