"""What was too new for one run is looked at again by later ones, and counts once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.landing.receipts import read_receipts
from tests.pipeline.landing.help_desk import (
    STARTED_AT,
    HelpDesk,
    SourceStandIn,
    event,
    events_csv,
)

DAY = timedelta(days=1)
CLOCK_WAS_WRONG = (
    Path(__file__).parents[4] / "shared" / "cases" / "loading" / "clock_was_wrong_once"
)

needs_case = pytest.mark.skipif(
    not CLOCK_WAS_WRONG.exists(), reason=f"the case is not at {CLOCK_WAS_WRONG}"
)


@pytest.fixture
def early(desk: HelpDesk) -> HelpDesk:
    """Three good events, of which one lies two days and one four days after the first run."""
    desk.write(
        "events.csv",
        events_csv(
            event(1),
            event(2, occurred_at="2026-03-03T12:00:00Z"),
            event(3, occurred_at="2026-03-05T12:00:00Z", kind="sms"),
            event(4, kind="sms"),
        ),
    )
    desk.land()
    return desk


def _counts(desk: HelpDesk) -> list[tuple[int, int, int]]:
    return [
        (file["rows_read"], file["rows_landed"], file["rows_rejected"])
        for file in desk.read("load_files")
    ]


def test_a_row_lands_once_its_time_has_come(early: HelpDesk) -> None:
    assert _counts(early) == [(4, 1, 3)]
    assert next(reason for _, reason in early.rejected()).endswith(
        "is more than a day after this run; correct it, or a later run takes it once its time "
        "has come"
    )

    landing = early.land(STARTED_AT + DAY)

    assert [file.file for file in landing.new] == ["events.csv"]
    assert landing.superseded == ()
    assert _counts(early) == [(4, 2, 2)]
    assert [row["event_id"] for row in early.read("generic_events")] == ["e1", "e2"]


def test_nothing_lands_again_before_it_could_count(early: HelpDesk) -> None:
    state = early.landing_state()

    assert early.land(STARTED_AT + DAY - timedelta(seconds=1)).new == ()
    assert early.landing_state() == state


def test_a_row_that_is_no_good_otherwise_is_looked_at_once_and_no_more(early: HelpDesk) -> None:
    assert len(early.land(STARTED_AT + 10 * DAY).new) == 1
    assert early.land(STARTED_AT + 20 * DAY).new == ()
    assert _counts(early) == [(4, 2, 2)]


def test_what_an_earlier_run_saw_can_still_be_made_again(early: HelpDesk) -> None:
    [first] = early.land().files
    early.land(STARTED_AT + DAY)

    assert first.rows_path is not None
    assert (early.workspace.landing / first.rows_path).exists()
    assert len(list(read_receipts(early.workspace, "desk"))) == 2


def test_a_run_by_a_clock_set_back_takes_nothing_away(early: HelpDesk) -> None:
    early.land(STARTED_AT + 10 * DAY)
    early.land(STARTED_AT)

    assert _counts(early) == [(4, 2, 2)]


def test_a_receipt_that_does_not_tell_why_rows_were_rejected_is_looked_at_once(
    early: HelpDesk,
) -> None:
    [receipt] = early.workspace.landing.glob("desk/events/*.json")
    told = json.loads(receipt.read_text(encoding="utf-8"))
    for name in ("too_new_until", "looked_again_at", "sightings"):
        del told[name]
    receipt.write_text(json.dumps(told), encoding="utf-8")

    assert len(early.land(STARTED_AT + DAY).new) == 1
    assert early.land(STARTED_AT + DAY).new == ()
    assert _counts(early) == [(4, 2, 2)]


def test_a_message_in_a_list_is_looked_at_again_with_its_group(desk: HelpDesk) -> None:
    desk.source = SourceStandIn(kind="liveagent")
    groups = [
        {
            "id": "g1",
            "ticket_id": "t1",
            "type": "3",
            "datecreated": "2026-03-01 10:00:00",
            "messages": [{"id": "m1", "datecreated": "2026-03-03 10:00:00", "message": "Hallo"}],
        }
    ]
    desk.write("messages.json", json.dumps(groups))
    desk.land()
    assert _counts(desk) == [(1, 0, 1)]

    assert len(desk.land(STARTED_AT + 3 * DAY).new) == 1
    assert _counts(desk) == [(1, 1, 0)]


@needs_case
def test_the_case_of_the_clock_that_was_wrong_once(desk: HelpDesk) -> None:
    desk.write("events.csv", (CLOCK_WAS_WRONG / "events.csv").read_bytes())
    desk.land(datetime(2025, 11, 1, tzinfo=UTC))
    assert _counts(desk) == [(1, 0, 1)]

    desk.land(datetime(2026, 11, 1, tzinfo=UTC))
    assert _counts(desk) == [(1, 1, 0)]
