"""Setting what the models publish beside the reference's, every column of every row."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import marts
from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.explained import badly_explained
from tests.reference import reference_responses
from tests.reference.service import KEYS, PARTS, reference_service, with_common_names

_OF_OUR_OWN = {
    "override_version",
    "policy_owner",
    "policy_version_id",
    "clock_started_at",
    "leg_ended_at",
    "closed_count",
    "is_hiding",
}
"""Columns that the published tables gained, of which the reference tells nothing."""


def built_responses(root: Path, as_of: datetime, reading: str) -> list[dict[str, Any]]:
    """Run a workspace and return its fct_responses as plain rows."""
    return published(built(root, as_of, reading), "fct_responses")


def built(root: Path, as_of: datetime, reading: str) -> Path:
    """Run a workspace and return the snapshot that it publishes; its verdicts must add up."""
    snapshot = run(Workspace(root), as_of=as_of.isoformat(), reading=reading).snapshot
    assert badly_explained(snapshot) == []
    return snapshot


def published(snapshot: Path, table: str) -> list[dict[str, Any]]:
    """All rows of a mart as plain rows."""
    return plain_rows(marts.ask(snapshot, f"select * from {table}"))


def all_differences(
    root: Path, snapshot: Path, as_of: datetime, reading: str, *, with_service: bool = True
) -> list[str]:
    """What a published snapshot and the reference disagree in, in every table of both.

    Without the service, in `fct_responses` alone.
    """
    expected = reference_responses(root, as_of, reading)
    lines = differences(
        published(snapshot, "fct_responses"), with_common_names("fct_responses", expected)
    )
    if not with_service:
        return lines
    for table, rows in reference_service(root, as_of, reading, expected).items():
        found = differences(
            plain_rows(marts.ask(snapshot, PARTS.get(table, f"select * from {table}"))),
            rows,
            KEYS[table],
        )
        lines += [f"{line} in {table}" for line in found]
    return lines


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows with Python's own values, None for what is missing."""
    return [
        {name: _plain(name, value) for name, value in row.items() if name not in _OF_OUR_OWN}
        for row in frame.astype(object).to_dict("records")
    ]


def _plain(name: str, value: Any) -> Any:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        instant = value.to_pydatetime()
        is_day = name.endswith("month") or name in ("policy_version", "opened_on")
        return instant.date() if is_day else instant
    return value.item() if hasattr(value, "item") else value


def differences(
    built: list[dict[str, Any]],
    expected: list[dict[str, Any]],
    key: tuple[str, ...] = ("response_id",),
) -> list[str]:
    """Every column in which the two disagree, a line each; no line means they are the same."""

    def by_key(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        found = {":".join(str(row[name]) for name in key): row for row in rows}
        assert len(found) == len(rows), f"{key} does not tell the rows apart"
        return found

    ours, theirs = by_key(built), by_key(expected)
    lines = [f"{name}: only in the models" for name in sorted(ours.keys() - theirs)]
    lines += [f"{name}: only in the reference" for name in sorted(theirs.keys() - ours)]
    for name in sorted(ours.keys() & theirs):
        one, other = ours[name], theirs[name]
        assert one.keys() == other.keys(), one.keys() ^ other.keys()
        lines += [
            f"{name}: {column} is {one[column]!r}, by the reference {other[column]!r}"
            for column in other
            if one[column] != other[column]
        ]
    return lines
