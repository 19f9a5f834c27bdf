from datetime import UTC, date, datetime

import pandas as pd
import pytest

from pipeline.errors import OldSnapshotError
from pipeline.marts.records import Record, Unpublished, records


class Part(Record):
    number: int | None


class Thing(Record):
    part: Part
    day: date | None
    instant: datetime | None
    text: str | None
    note: Unpublished[str | None] = None


def thing(number: int | None, **values: object) -> Thing:
    return Thing.model_validate({"part": {"number": number}, **values})


FRAME = pd.DataFrame(
    {
        "number": pd.array([1, None], dtype="Int64"),
        "day": pd.Series([pd.Timestamp("2026-10-01"), None]),
        "instant": pd.Series([datetime(2026, 10, 1, 8, tzinfo=UTC), None]),
        "text": ["a", None],
        "more": [1.5, 2.5],
    }
)


def test_rows_become_objects_of_plain_values() -> None:
    first, second = records(FRAME, Thing)
    at = datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert first == thing(1, day=date(2026, 10, 1), instant=at, text="a")
    assert second == thing(None, day=None, instant=None, text=None)
    assert records(FRAME.head(0), Thing) == []


def test_whole_numbers_beside_nothing_are_whole_again() -> None:
    [first, _] = records(pd.DataFrame({"number": [3600.0, float("nan")]}), Part)
    assert isinstance(first.number, int)


def test_what_reports_do_not_tell_may_be_there_and_is_not_published() -> None:
    [first, _] = records(FRAME.assign(note="seen"), Thing)
    assert first.note == "seen"
    assert "note" not in first.model_dump()


def test_a_column_that_is_not_there_names_itself() -> None:
    with pytest.raises(OldSnapshotError, match="lacks number, text:"):
        records(FRAME.drop(columns=["number", "text"]), Thing)
