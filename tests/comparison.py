"""Setting the models' responses beside the reference's, every column of every row."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import marts
from pipeline.run import run
from pipeline.workspace import Workspace

_OF_OUR_OWN = {"override_version"}  # columns that the published ones gained


def built_responses(root: Path, as_of: datetime, reading: str) -> list[dict[str, Any]]:
    """Run a workspace and return its fct_responses as plain rows."""
    result = run(Workspace(root), as_of=as_of.isoformat(), reading=reading)
    frame = marts.ask(result.snapshot, "select * from fct_responses order by response_id")
    return plain_rows(frame)


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
        return instant.date() if name in ("opened_month", "policy_version") else instant
    return value.item() if hasattr(value, "item") else value


def differences(built: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[str]:
    """Every column in which the two disagree, a line each; no line means they are the same."""
    built_by_id = {row["response_id"]: row for row in built}
    expected_by_id = {row["response_id"]: row for row in expected}
    assert len(built_by_id) == len(built)
    lines = [f"{key}: only in the models" for key in sorted(built_by_id.keys() - expected_by_id)]
    lines += [
        f"{key}: only in the reference" for key in sorted(expected_by_id.keys() - built_by_id)
    ]
    for key in sorted(built_by_id.keys() & expected_by_id):
        ours, theirs = built_by_id[key], expected_by_id[key]
        assert ours.keys() == theirs.keys()
        lines += [
            f"{key}: {name} is {ours[name]!r}, by the reference {theirs[name]!r}"
            for name in theirs
            if ours[name] != theirs[name]
        ]
    return lines
