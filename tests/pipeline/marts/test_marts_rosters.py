"""Who is dedicated to whom in a month, and the team's figures of one customer or several months."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.workspace import Workspace

MONTH, EARLIER = date(2026, 9, 1), date(2026, 7, 1)
ONE = "K-1003"


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def agents_of(snapshot: Path, month: date, customer_id: str) -> dict[str, tuple[date, date]]:
    found = marts.roster_entries(EVERYBODY, snapshot, month)
    return {
        row.agent_id: (row.started_date.date(), row.ended_date.date())
        for row in found[found["customer_id"] == customer_id].itertuples()
    }


def test_an_entry_holds_from_its_first_day_to_its_last_both_included(snapshot: Path) -> None:
    # by the demo's register: a106 until 30 April 2026, a114 from 1 May
    april, may = (date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 5, 1), date(2026, 5, 31))
    assert agents_of(snapshot, april[0], "K-1006") == {"a106": april}
    assert agents_of(snapshot, may[0], "K-1006") == {"a114": may}


def test_the_running_month_ends_with_the_data(snapshot: Path) -> None:
    found = agents_of(snapshot, date(2026, 10, 1), ONE)
    assert found == {"a103": (date(2026, 10, 1), date(2026, 10, 30))}
    assert agents_of(snapshot, date(2026, 11, 1), ONE) == {}


def test_who_stands_in_is_dedicated_from_the_day_on(snapshot: Path) -> None:
    # by the demo's register: a109 is away from the last day of its story on, a203 stands in
    october = agents_of(snapshot, date(2026, 10, 1), "K-1009")
    assert october == {
        "a109": (date(2026, 10, 1), date(2026, 10, 29)),
        "a203": (date(2026, 10, 30), date(2026, 10, 30)),
    }
    owed = marts.at_risk(EVERYBODY, snapshot, "K-1009")
    assert set(owed["agent_key"]) == {"liveagent:a203"}
    assert marts.nobody_present(EVERYBODY, snapshot).empty


def test_replies_of_several_months_are_the_months_added_up(snapshot: Path) -> None:
    months = [date(2026, month, 1) for month in (7, 8, 9)]
    each = pd.concat(marts.replies_by_agent(EVERYBODY, snapshot, month, ONE) for month in months)
    whole = marts.replies_by_agent(EVERYBODY, snapshot, MONTH, ONE, EARLIER)
    columns = ["reply_count", "met_count", "breached_count", "dedicated_reply_count"]
    added = each.groupby("agent_id")[columns].sum().sort_index()
    pd.testing.assert_frame_equal(
        whole.set_index("agent_id")[columns].sort_index(), added, check_dtype=False
    )
    assert set(whole["customer_count"]) == {1}


def test_one_customer_s_replies_and_hours_are_those_its_own_people_see(snapshot: Path) -> None:
    own = Scope(frozenset({ONE}))
    for everybodys, theirs in (
        (
            marts.replies_by_agent(EVERYBODY, snapshot, MONTH, ONE),
            marts.replies_by_agent(own, snapshot, MONTH),
        ),
        (
            marts.messages_by_hour(EVERYBODY, snapshot, MONTH, customer_id=ONE),
            marts.messages_by_hour(own, snapshot, MONTH),
        ),
    ):
        assert len(everybodys) > 1
        pd.testing.assert_frame_equal(everybodys, theirs)


@pytest.mark.parametrize("customer_id", [None, ONE])
def test_contacts_to_look_at_are_the_late_the_open_the_closed_and_calls_not_picked_up(
    snapshot: Path, customer_id: str | None
) -> None:
    month = marts.service_by_customer(EVERYBODY, snapshot, MONTH, customer_id)
    found = marts.unkept_contacts(EVERYBODY, snapshot, MONTH, customer_id)
    late = month["contact_out_of_hours_count"].sum() - month["contact_in_time_count"].sum()
    assert (found["outcome"] != "in_time").sum() == late > 0
    assert found["is_unanswered_call"].sum() == month["unanswered_call_count"].sum() > 0
    assert found["arrived_at"].is_monotonic_increasing
    assert found["subject"].notna().all()
