"""Whether the segments of a snapshot's responses add up, every one of them."""

from pathlib import Path

import pandas as pd

from pipeline import marts
from pipeline.marts import EVERYBODY

JUDGED = """
select
    response_id,
    elapsed_seconds,
    paused_seconds,
    leg_started_at,
    coalesce(reported_until, closed_at, as_of) as leg_ended_at
from fct_responses
cross join run_info
left join (
    select response_id, leg_ended_at as reported_until from fct_response_legs where is_reported
) using (response_id)
order by response_id
"""


def badly_explained(snapshot: Path) -> list[str]:
    """What does not add up, a line for each response concerned."""
    judged = marts.ask(snapshot, JUDGED)
    return mistakes(judged, marts.response_segments(EVERYBODY, snapshot))


def mistakes(judged: pd.DataFrame, segments: pd.DataFrame) -> list[str]:
    """Segments partition the reported leg, what runs is elapsed and what is paused was subtracted.

    A response without any must have taken no time at all.
    """
    segments = segments.sort_values(["response_id", "started_at"])
    by_response = segments.groupby("response_id")
    before = by_response.shift()
    is_first = before["ended_at"].isna()
    told = ["state", "why", "holiday_name"]
    is_same = (segments[told].fillna("") == before[told].fillna("")).all(axis=1)
    wrong = {
        "there is a gap or an overlap": ~is_first & (segments["started_at"] != before["ended_at"]),
        "two neighbours are the same": ~is_first & is_same,
        "a segment is not numbered": by_response.cumcount() + 1 != segments["segment_number"],
        "a length is wrong": _seconds(segments) != segments["seconds"],
        "a segment is empty": segments["seconds"] <= 0,
        "it runs and does not count, or the other way about": segments["running_seconds"]
        != segments["seconds"].where(segments["state"] == "running", 0),
    }
    found = [
        f"{response_id}: {what}"
        for what, where in wrong.items()
        for response_id in segments[where]["response_id"]
    ]
    paused = segments["seconds"].where(segments["state"] == "paused", 0)
    ours = (
        segments.assign(paused=paused)
        .groupby("response_id")
        .agg(
            running_seconds=("running_seconds", "sum"),
            subtracted_seconds=("paused", "sum"),
            started_at=("started_at", "min"),
            ended_at=("ended_at", "max"),
        )
    )
    for row in judged.join(ours, on="response_id").itertuples():
        judged_as = (row.leg_started_at, row.leg_ended_at, row.elapsed_seconds, row.paused_seconds)
        told_as = (row.started_at, row.ended_at, row.running_seconds, row.subtracted_seconds)
        if pd.isna(row.started_at):
            told_as = (row.leg_started_at, row.leg_started_at, 0, 0)
        if told_as != judged_as:
            found.append(f"{row.response_id}: told as {told_as}, judged as {judged_as}")
    return found


def _seconds(segments: pd.DataFrame) -> pd.Series:
    return (segments["ended_at"] - segments["started_at"]).dt.total_seconds()
