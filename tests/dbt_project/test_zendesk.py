"""What Zendesk's API tells gives the same as the same conversations in the generic shape.

Made-up conversations, fetched through the API, and the samples in its raw shapes as files; one run
reads them all.
"""

import csv
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import marts
from pipeline.fetching.fetch import Environment, Wanted, fetch_source
from pipeline.running.run import run
from pipeline.settings.config import load_config
from pipeline.settings.fetch import Fetch
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import plain_rows
from tests.dbt_project.zendesk_story import AS_OF, Story
from tests.pipeline.fetching.account import KEY, QuickClock, serving
from tests.pipeline.fetching.zendesk_account import USER, ZendeskAccount

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "samples" / "zendesk"

of_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason=f"the samples in Zendesk's shapes are not at {SAMPLES}"
)

SEVERITY = [
    {"value": "urgent", "level": 1},
    {"value": "high", "level": 2},
    {"value": "normal", "level": 3},
]


def _source(name: str, kind: str, field: str) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "path": f"exports/{name}",
        "time_zone": "UTC",
        "severity": [{"field": field, **rule} for rule in SEVERITY],
    }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace: Workspace = create_workspace(tmp_path_factory.mktemp("zendesk") / "workspace")
    story = Story(5)
    names = ["story", *(["sample"] if SAMPLES.exists() else [])]
    sources = [
        source
        for name in names
        for source in (
            _source(f"raw-{name}", "zendesk", "priority"),
            _source(f"plain-{name}", "generic", "severity"),
        )
    ]
    config = {"as_of": "2026-09-03T00:00:00Z", "sources": sources}
    workspace.config_file.write_text(yaml.safe_dump(config), encoding="utf-8")
    exports = workspace.root / "exports"
    with serving(ZendeskAccount.of(story, AS_OF + timedelta(days=100))) as url:
        fetch = Fetch(url=url, key_variable="K", user=USER, requests_per_minute=10_000)
        source = load_config(workspace.config_file).sources[0].model_copy(update={"fetch": fetch})
        fetch_source(workspace, source, Wanted(), Environment({"K": KEY}, QuickClock()))
    story.write_plain(exports / "plain-story")
    if SAMPLES.exists():
        no_raw = shutil.ignore_patterns("expected", "*.md")
        shutil.copytree(SAMPLES, exports / "raw-sample", ignore=no_raw)
        shutil.copytree(SAMPLES / "expected", exports / "plain-sample")
    return run(workspace).snapshot


def _told(snapshot: Path, table: str, source: str, key: str) -> dict[str, dict[str, Any]]:
    rows = plain_rows(marts.ask(snapshot, f"select * from {table} where source = '{source}'"))
    return {
        str(row[key]).removeprefix(f"{source}:"): {
            name: value
            for name, value in row.items()
            if name not in ("source", "response_id", "file_hash")
        }
        for row in rows
    }


@pytest.mark.parametrize("name", ["story", pytest.param("sample", marks=of_samples)])
@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("fct_responses", "response_id"),
        ("fct_ticket_events", "event_id"),
        ("fct_tickets", "ticket_id"),
    ],
)
def test_both_shapes_tell_the_same(snapshot: Path, name: str, table: str, key: str) -> None:
    raw, plain = (_told(snapshot, table, f"{shape}-{name}", key) for shape in ("raw", "plain"))
    differences = [
        f"{key}: {column} is {value!r}, in the generic shape {plain.get(key, {}).get(column)!r}"
        for key, row in raw.items()
        for column, value in row.items()
        if plain.get(key, {}).get(column) != value
    ]
    assert differences[:20] == []
    assert raw.keys() == plain.keys()
    assert raw


def test_the_story_has_it_all(snapshot: Path) -> None:
    rows = _told(snapshot, "fct_responses", "raw-story", "response_id").values()
    assert {row["closed_by"] for row in rows} == {
        None, "reply", "resolution", "dismissal", "deletion",
    }  # fmt: skip
    assert {row["severity"] for row in rows} == {0, 1, 2, 3}
    assert len(rows) > 400


@of_samples
def test_every_expected_event_is_there(snapshot: Path) -> None:
    with (SAMPLES / "expected" / "events.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["event_id"]: row for row in csv.DictReader(file)}
    events = _told(snapshot, "fct_ticket_events", "raw-sample", "event_id")
    assert events.keys() == expected.keys()
    for event_id, row in expected.items():
        event = events[event_id]
        assert event["occurred_at"] == datetime.fromisoformat(row["occurred_at"])
        assert (event["kind"], event["actor_kind"]) == (row["kind"], row["actor_kind"])


@of_samples
def test_what_the_readme_of_the_samples_says(snapshot: Path) -> None:
    query = """
        select ticket_id, cycle_number, customer_id, elapsed_seconds, closed_by, outcome
        from fct_responses where source = 'raw-sample' order by ticket_id, cycle_number
        """
    rows = [tuple(row.values()) for row in plain_rows(marts.ask(snapshot, query))]
    assert [row[:3] + row[4:5] for row in rows] == [
        ("9001", 1, "71", "reply"),
        ("9001", 2, "71", None),  # an automation's `solved` closes nothing
        ("9002", 1, "user-502", "reply"),
    ]
    assert rows[2][3] == 31 * 60  # from the call, not from its audit
    assert rows[0][5] == rows[2][5] == "met"
