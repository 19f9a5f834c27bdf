"""Reads single responses off the marts, the late ones with how their clocks ran."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline import marts
from pipeline.marts import Scope
from pipeline.reports.cases import Case, Leg, Segment, Waiver
from pipeline.reports.rows import V, plain_rows, value_of


def cases_of(scope: Scope, snapshot: Path, response_ids: Sequence[str]) -> tuple[Case, ...]:
    """Responses in the order of their ids given; late ones that count with how the clock ran."""
    if not response_ids:
        return ()
    found = {
        row["response_id"]: row
        for row in plain_rows(marts.explained_responses(scope, snapshot, response_ids))
    }
    rows = [found[response_id] for response_id in response_ids]
    late = [
        row["response_id"]
        for row in rows
        if row["outcome"] == "breached" and row["exclusion_reason"] is None
    ]
    waived = [row["response_id"] for row in rows if row["exclusion_reason"] == "waived"]
    segments, legs, waivers = {}, {}, {}
    if late:
        segments = _by_response(marts.response_segments(scope, snapshot, late), Segment)
        legs = _by_response(marts.response_legs(scope, snapshot, late), Leg)
    if waived:
        applied = marts.response_waivers(scope, snapshot, waived)
        waivers = _by_response(applied[applied["is_applied"]], Waiver)
    return tuple(
        value_of(
            row
            | {
                "segments": segments.get(row["response_id"], ()),
                "legs": legs.get(row["response_id"], ()),
                "waiver": next(iter(waivers.get(row["response_id"], ())), None),
            },
            Case,
        )
        for row in rows
    )


def _by_response(frame: pd.DataFrame, kind: type[V]) -> dict[str, tuple[V, ...]]:
    found: dict[str, list[V]] = {}
    for row in plain_rows(frame):
        found.setdefault(row["response_id"], []).append(value_of(row, kind))
    return {response_id: tuple(values) for response_id, values in found.items()}
