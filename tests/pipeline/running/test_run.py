"""A workspace's story, run by run: each adds what is new, and the same gives the same."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import marts
from pipeline.landing.manifests import read_manifest
from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, vip_sla
from tests.pipeline.small_desk import (
    EVENT_COLUMNS,
    EVENTS,
    NEWEST_EVENT,
    OUTCOMES,
    export,
    fill,
    landing_state,
    leftovers,
    rows,
)

BETWEEN = "2026-03-03T12:00:00+01:00"


@dataclass(frozen=True)
class Step:
    """A run, and what was there after it."""

    said: Said
    landing: dict[str, tuple[bytes, int]]
    manifest: dict[str, Any]
    snapshot: Path

    @property
    def run_info(self) -> dict[str, Any]:
        (row,) = rows(self.snapshot, "from run_info")
        return row

    def ask(self, query: str) -> list[dict[str, Any]]:
        return rows(self.snapshot, query)


def step(workspace: Workspace, *options: str) -> Step:
    said = vip_sla("run", "--workspace", workspace.root, "--json", *options)
    assert said.status in (0, 3), said.all
    assert said.err == ""  # a scheduler would mail it
    manifest = workspace.manifests / f"{said.json['run_id']}.json"
    return Step(
        said,
        landing_state(workspace),
        json.loads(manifest.read_text(encoding="utf-8")),
        Path(said.json["snapshot"]),
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("story") / "acme"
    assert vip_sla("init", root).status == 0
    return Workspace(root)


@pytest.fixture(scope="module")
def empty(workspace: Workspace) -> Step:
    """No exports, no customers."""
    return step(workspace)


@pytest.fixture(scope="module")
def filled(workspace: Workspace, empty: Step) -> Step:
    """Four tickets came."""
    fill(workspace)
    return step(workspace, "--as-of", "latest")


@pytest.fixture(scope="module")
def again(workspace: Workspace, filled: Step) -> Step:
    """Nothing new, as of the same moment, written out."""
    return step(workspace, "--as-of", NEWEST_EVENT)


@pytest.fixture(scope="module")
def troubled(workspace: Workspace, again: Step) -> Step:
    """More events, one of them no event and one in an hour; a copy; a file that is none."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    more = (
        f"{EVENT_COLUMNS}"
        "e9,T-3,2026-04-01T09:00:00Z,message,,,agent,a1\n"
        "e10,T-3,yesterday,message,,,agent,a1\n"
        f"e11,T-3,{soon.isoformat()},message,,,customer,c2\n"
    )
    export(workspace, "events-2.csv", more)
    export(workspace, "events-copy.csv", EVENTS)
    export(workspace, "tickets-2.csv.gz", b"\x1f\x8b\x08\x00 and then nothing like it")
    return step(workspace, "--as-of", "latest")


@pytest.fixture(scope="module")
def earlier(workspace: Workspace, troubled: Step) -> Step:
    """The same exports, judged as of a day long before."""
    return step(workspace, "--as-of", BETWEEN, "--reading", "literal")


def test_without_exports_the_marts_are_there_and_empty(empty: Step) -> None:
    assert empty.said.status == 0
    tables = marts.tables(empty.snapshot).set_index("table")["rows"].to_dict()
    settings = {"run_info", "dim_severities", "dim_targets", "dim_policy_versions"}
    calendars = {"dim_calendars", "dim_opening_hours", "dim_calendar_segments"}
    days = {"dim_calendar_days", "dim_months", "months_due", "targets_in_force"}
    filled = settings | calendars | days | {"table_keys"}
    assert {name for name, count in tables.items() if pd.notna(count) and count} == filled
    assert {"fct_responses", "compliance_monthly", "load_files"} <= tables.keys()


def test_now_is_the_start(empty: Step) -> None:
    info = empty.run_info
    assert info["as_of"] == info["started_at"]
    assert info["started_at"].microsecond == 0
    assert info["started_at"] <= info["finished_at"] <= datetime.now(UTC)
    assert abs(datetime.now(UTC) - info["started_at"]) < timedelta(minutes=30)


def test_a_run_judges_what_was_exported(filled: Step) -> None:
    assert filled.said.status == 0
    found = filled.ask("select response_id, outcome, exclusion_reason from fct_responses")
    assert {row["response_id"]: row["outcome"] for row in found} == OUTCOMES
    assert [row["response_id"] for row in found if row["exclusion_reason"]] == ["helpdesk:T-4:1"]


def test_run_info_tells_what_was_run(filled: Step, workspace: Workspace) -> None:
    info = filled.run_info
    manifest = filled.manifest
    assert info["run_id"] == filled.said.json["run_id"] == filled.snapshot.stem
    assert info["as_of"].isoformat() == filled.said.json["as_of"] == NEWEST_EVENT
    assert info["landing_hash"] == manifest["landing_hash"]
    assert info["policy_hash"] == manifest["settings"]["policy_hash"]
    assert (info["reading"], info["goal"], info["language"]) == ("default", 0.95, "de")
    assert info["default_time_zone"] == "Europe/Berlin"
    assert manifest["settings"]["as_of"] == NEWEST_EVENT
    assert read_manifest(workspace, info["run_id"]).run_id == info["run_id"]


def test_the_manifest_names_every_file_that_was_read(filled: Step) -> None:
    named = {file["rows"] for file in filled.manifest["files"]}
    named |= {table["path"] for table in filled.manifest["tables"]}
    landed = {name for name in filled.landing if name.endswith(".parquet")}
    # The empty register of the run before is still in landing, and nothing else.
    assert named <= landed
    assert {name.split("/")[0] for name in landed - named} <= {"register", "policy"}
    assert {file["file"] for file in filled.manifest["files"]} == {
        "tickets.csv",
        "events.csv",
        "agents.csv",
        "customers.csv",
    }


def test_the_same_again_changes_nothing_in_landing(filled: Step, again: Step) -> None:
    assert again.landing == filled.landing
    assert again.said.json["new_files"] == []
    assert again.manifest["landing_hash"] == filled.manifest["landing_hash"]


def test_the_same_landing_and_moment_give_the_same_tables(filled: Step, again: Step) -> None:
    assert again.snapshot != filled.snapshot
    for table in ("fct_responses", "fct_response_legs", "fct_ticket_events", "compliance_monthly"):
        query = f"from {table} order by all"
        assert again.ask(query) == filled.ask(query)
        assert filled.ask(query)


def test_a_new_file_adds_only_itself(again: Step, troubled: Step) -> None:
    # The copy is a further sighting of its content, and nothing else changes.
    seen_again = {
        name
        for name, (text, _) in troubled.landing.items()
        if name.endswith(".json") and b"events-copy.csv" in text
    }
    assert len(seen_again) == 1
    kept = again.landing.keys() - seen_again
    assert {name: troubled.landing[name] for name in kept} == {
        name: again.landing[name] for name in kept
    }
    [before], [after] = (
        [json.loads(of.landing[name][0]) for name in seen_again] for of in (again, troubled)
    )
    new = [sighting for sighting in after["sightings"] if sighting not in before["sightings"]]
    assert [sighting["file"] for sighting in new] == ["events-copy.csv"]
    assert len(after["sightings"]) == len(before["sightings"]) + 1
    assert after | {"sightings": None} == before | {"sightings": None}
    added = troubled.landing.keys() - again.landing.keys()
    (new,) = troubled.said.json["new_files"]
    assert new["file"] == "events-2.csv"
    assert new["landed_at"] == troubled.run_info["started_at"].isoformat()
    ours = {f"helpdesk/events/{new['file_hash']}{ending}" for ending in _PARTS}
    # As of another year the calendars reach further; nobody else's tables change.
    assert {name for name in added - ours if not name.startswith("policy/calendar_")} == set()
    assert ours <= added


_PARTS = (".parquet", ".rejected.parquet", ".json")


def test_the_hash_of_landing_changes_only_with_what_is_read(
    empty: Step, filled: Step, again: Step, troubled: Step, earlier: Step
) -> None:
    def what_is_read(step: Step) -> list[str]:
        files = [file["file_hash"] for file in step.manifest["files"] if not file["error"]]
        return sorted(files + [table["path"] for table in step.manifest["tables"]])

    steps = (empty, filled, again, troubled, earlier)
    for one, other in combinations(steps, 2):
        is_same = one.manifest["landing_hash"] == other.manifest["landing_hash"]
        assert is_same == (what_is_read(one) == what_is_read(other))
    assert len({step.manifest["landing_hash"] for step in steps}) >= 3


def test_the_same_content_under_another_name_counts_once(troubled: Step) -> None:
    (notice,) = [said for said in troubled.said.json["notices"] if "events-copy.csv" in said]
    assert "events.csv" in notice
    assert "counts once" in notice
    files = troubled.ask("select file from load_files where entity = 'events' order by file")
    assert [row["file"] for row in files] == ["events-2.csv", "events.csv"]
    assert troubled.ask("select count(*) as n from fct_ticket_events where event_id = 'e1'") == [
        {"n": 1}
    ]


def test_what_is_wrong_with_exports_is_published_and_said(troubled: Step) -> None:
    assert troubled.said.status == 3
    (rejected,) = troubled.ask("from rejected_rows")
    assert (rejected["file"], rejected["line"]) == ("events-2.csv", 3)
    assert "yesterday" in rejected["reason"]
    assert "e10" in rejected["row_text"]
    (finding,) = troubled.ask("from data_findings")
    assert (finding["kind"], finding["key"]) == ("unreadable_file", "tickets-2.csv.gz")
    assert marts.trouble_counts(troubled.snapshot) == (1, 1)
    assert troubled.said.json["rejected_row_count"] == troubled.said.json["finding_count"] == 1


def test_every_row_that_was_read_was_landed_or_rejected(troubled: Step) -> None:
    files = {row["file"]: row for row in troubled.ask("from load_files")}
    counts = {
        name: (row["rows_read"], row["rows_landed"], row["rows_rejected"])
        for name, row in files.items()
    }
    assert counts == {
        "tickets.csv": (4, 4, 0),
        "events.csv": (8, 8, 0),
        "events-2.csv": (3, 2, 1),
        "agents.csv": (1, 1, 0),
        "customers.csv": (3, 3, 0),
        "tickets-2.csv.gz": (0, 0, 0),
    }
    assert [name for name, row in files.items() if row["error"]] == ["tickets-2.csv.gz"]


def test_latest_is_never_later_than_the_start(troubled: Step) -> None:
    info = troubled.run_info
    assert info["as_of"] == info["started_at"]
    assert troubled.ask("select event_id from fct_ticket_events where event_id = 'e11'") == []


def test_a_reply_that_came_later_closes_what_was_owed(troubled: Step) -> None:
    (row,) = troubled.ask(
        "select outcome, closed_by_event_id from fct_responses where response_id = 'helpdesk:T-3:1'"
    )
    assert row == {"outcome": "met", "closed_by_event_id": "e9"}


def test_what_happened_after_as_of_does_not_exist(earlier: Step) -> None:
    as_of = datetime.fromisoformat(BETWEEN)
    assert earlier.run_info["as_of"] == as_of
    assert earlier.run_info["reading"] == "literal"
    events = earlier.ask("select event_id from fct_ticket_events order by event_id")
    assert [row["event_id"] for row in events] == ["e1", "e2", "e3"]
    found = earlier.ask("select response_id, closed_at, outcome from fct_responses order by 1")
    assert found == [
        {
            "response_id": "helpdesk:T-1:1",
            "closed_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            "outcome": "met",
        },
        {"response_id": "helpdesk:T-1:2", "closed_at": None, "outcome": "pending"},
    ]
    assert earlier.ask("select clock from fct_responses limit 1") == [
        {"clock": "wall_from_opening"}
    ]


def test_the_reading_and_the_moment_alone_leave_exports_alone(
    troubled: Step, earlier: Step
) -> None:
    def exports(step: Step) -> dict[str, tuple[bytes, int]]:
        return {name: s for name, s in step.landing.items() if name.startswith("helpdesk/")}

    assert exports(earlier) == exports(troubled)
    assert earlier.said.json["new_files"] == []


def test_no_run_leaves_anything_behind(workspace: Workspace, earlier: Step) -> None:
    assert leftovers(workspace) == []
