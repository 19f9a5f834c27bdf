from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from pipeline.marts.records import records


@dataclass(frozen=True)
class Thing:
    number: int | None
    day: date | None
    instant: datetime | None
    text: str | None


def test_rows_become_objects_of_plain_values() -> None:
    frame = pd.DataFrame(
        {
            "number": pd.array([1, None], dtype="Int64"),
            "day": pd.Series([pd.Timestamp("2026-10-01"), None]),
            "instant": pd.Series([datetime(2026, 10, 1, 8, tzinfo=UTC), None]),
            "text": ["a", None],
            "more": [1.5, 2.5],
        }
    )
    first, second = records(frame, Thing)
    assert first == Thing(1, date(2026, 10, 1), datetime(2026, 10, 1, 8, tzinfo=UTC), "a")
    assert second == Thing(None, None, None, None)
    assert records(frame.head(0), Thing) == []
