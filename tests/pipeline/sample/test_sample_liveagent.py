"""The demo workspace: the story as a LiveAgent account tells it, and what the models find in it."""

import gzip
import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.sample.demo import DEMO_SEED, DEMO_TICKETS, write_demo
from pipeline.sample.liveagent import ENTITIES
from pipeline.sample.register import BOOKS
from pipeline.sample.sample import ENDS_AT, write_sample
from pipeline.sample.story import tell
from pipeline.settings.config import load_config
from pipeline.workspace import Workspace
from tests.comparison import plain_rows

COMMITTED = Path(__file__).parents[3] / "data"
FILES = [
    *(f"exports/liveagent/{entity}.ndjson.gz" for entity in ENTITIES),
    *(f"register/{book}.csv" for book in BOOKS),
    "vip-sla.yml",
]
Rows = list[dict[str, Any]]


def contents(path: Path) -> bytes:
    """What a file says, however well it was compressed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    write_demo(root)
    return root


@pytest.fixture(scope="module")
def entities(written: Path) -> dict[str, Rows]:
    return {
        entity: [
            json.loads(line)
            for line in contents(written / f"exports/liveagent/{entity}.ndjson.gz").splitlines()
        ]
        for entity in ENTITIES
    }


@pytest.fixture(scope="module")
def responses(demo_workspace: Workspace) -> Rows:
    """What the models make of the committed demo."""
    return plain_rows(marts.ask(demo_workspace.published, "select * from fct_responses"))


@pytest.mark.parametrize("name", FILES)
def test_the_committed_files_are_those_that_the_code_makes(written: Path, name: str) -> None:
    assert contents(written / name) == contents(COMMITTED / name), (
        f"data/{name} is stale: write it again with write_demo(Path('data'))"
    )


def test_nothing_else_is_committed() -> None:
    exports = [path.name for path in (COMMITTED / "exports").rglob("*") if path.is_file()]
    assert sorted(exports) == sorted(f"{entity}.ndjson.gz" for entity in ENTITIES)
    assert sum((COMMITTED / name).stat().st_size for name in FILES) < 1_000_000


def test_writing_twice_writes_the_same(written: Path) -> None:
    before = {name: (written / name).read_bytes() for name in FILES}
    write_demo(written)
    assert {name: (written / name).read_bytes() for name in FILES} == before


def test_every_code_is_used(entities: dict[str, Rows]) -> None:
    assert {row["type"] for row in entities["messages"]} == set("345CPFMWVI")
    assert {row["status"] for row in entities["history"]} == set("NTPCAWRLXB")
    assert {row["channel_type"] for row in entities["tickets"]} == set("EMBCFAT")
    assert {row["type"] for row in entities["calls"]} == {"I", "O"}
    written_by = {row["userid"] for row in entities["messages"]}
    assert {"system00", "bot-empfang", "bot-triage", "a101"} <= written_by


def test_what_is_empty_has_no_key(entities: dict[str, Rows]) -> None:
    for rows in entities.values():
        assert not any(value in ("", None, []) for row in rows for value in row.values())
    assert any("tags" not in row for row in entities["tickets"])
    assert any("date_answered" not in row for row in entities["calls"])


def test_times_are_on_the_accounts_clock(entities: dict[str, Rows]) -> None:
    newest = max(row["datecreated"] for row in entities["messages"])
    assert newest == "2026-10-30 02:40:00"
    assert ENDS_AT.isoformat() == "2026-10-30T09:40:00+00:00"


def test_another_zone_changes_its_clock(tmp_path: Path) -> None:
    for name, zone in (("utc", "UTC"), ("berlin", "Europe/Berlin")):
        write_sample(
            tmp_path / name, 300, 5, kind="liveagent", file_format="ndjson", time_zone=zone
        )
    lines = [
        (tmp_path / name / "history.ndjson").read_text(encoding="utf-8").splitlines()
        for name in ("utc", "berlin")
    ]
    hours: Counter[int] = Counter()
    for utc, berlin in zip(*lines, strict=True):
        apart = _moment(json.loads(berlin)["date_from"]) - _moment(json.loads(utc)["date_from"])
        hours[apart.seconds // 3600] += 1
    assert set(hours) == {1, 2}


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - that is what is told


def test_intervals_follow_each_other(entities: dict[str, Rows]) -> None:
    by_ticket: dict[str, Rows] = defaultdict(list)
    for row in entities["history"]:
        by_ticket[row["conversation_id"]].append(row)
    for rows in by_ticket.values():
        assert [row.get("date_to") for row in rows] == [
            *(row["date_from"] for row in rows[1:]),
            None,
        ]


def test_a_chat_is_a_group_of_what_was_said(entities: dict[str, Rows]) -> None:
    chats = [row for row in entities["messages"] if row["type"] == "C"]
    assert sum(len(row["messages"]) > 2 for row in chats) > 100
    for row in entities["messages"]:
        times = [message["datecreated"] for message in row["messages"]]
        assert times == sorted(times)
        assert (times[0], times[-1]) == (row["datecreated"], row["datefinished"])
        assert len(times) == 1 or row["type"] == "C"


def test_ids_are_unique_and_fit_together(entities: dict[str, Rows]) -> None:
    ids = {entity: [row["id"] for row in rows] for entity, rows in entities.items()}
    ids["inside"] = [one["id"] for row in entities["messages"] for one in row["messages"]]
    assert all(len(set(some)) == len(some) for some in ids.values())
    tickets = set(ids["tickets"])
    strangers = {row["ticket_id"] for row in entities["messages"]} - tickets
    assert len(strangers) == 1  # one ticket never came
    assert {row["conversation_id"] for row in entities["history"]} == tickets | strangers
    assert {row["owner_contactid"] for row in entities["tickets"]} <= set(ids["contacts"])
    assert {row["company_id"] for row in entities["contacts"]} == set(ids["companies"])
    tags = {tag for row in entities["tickets"] for tag in row.get("tags", [])}
    assert tags == set(ids["tags"])


def test_settings_name_tags_bots_and_tiers(written: Path) -> None:
    config = load_config(written / "vip-sla.yml")
    (source,) = config.sources
    assert (source.kind, source.time_zone, config.as_of) == (
        "liveagent",
        "America/Phoenix",
        "latest",
    )
    assert [(rule.tag, rule.level) for rule in source.severity] == [
        (f"SEV-{level}", level) for level in range(1, 6)
    ]
    assert len(source.bots) == 3
    assert sorted(source.tiers) == [1, 2, 3]


def test_a_sample_brings_its_settings_along(tmp_path: Path) -> None:
    summary = write_sample(tmp_path, 50, 5, kind="liveagent")
    assert summary.files[-1] == tmp_path / "vip-sla.yml"
    assert {path.suffix for path in summary.files[:-1]} == {".csv"}
    assert load_config(tmp_path / "vip-sla.yml").sources[0].kind == "liveagent"


def test_an_entity_without_rows_has_no_file(tmp_path: Path) -> None:
    summary = write_sample(tmp_path, 1, 3, kind="liveagent", file_format="ndjson")
    assert all(path.stat().st_size > 0 for path in summary.files)


# ── what the models find in it ────────────────────────────────────────────────────────────────


def share(rows: Rows, customer_id: str, first: str, last: str, **wanted: Any) -> float:
    """Compliance of a customer over the months from `first` to `last` (YYYY-MM)."""
    outcomes = Counter(
        row["outcome"]
        for row in rows
        if row["customer_id"] == customer_id
        and first <= row["opened_month"].isoformat()[:7] <= last
        and row["exclusion_reason"] is None
        and all(row[key] == value for key, value in wanted.items())
    )
    return outcomes["met"] / (outcomes["met"] + outcomes["breached"])


def test_every_response_of_the_story_is_owed(responses: Rows) -> None:
    told = tell(DEMO_TICKETS, DEMO_SEED, ENDS_AT).responses
    assert sorted(int(row["opened_at"].timestamp()) for row in responses) == sorted(
        told.opened_at.tolist()
    )


def test_good_customers_and_bad_ones_stay_what_they_are(responses: Rows) -> None:
    for customer_id in ("K-1001", "K-1002", "K-1006", "K-1008", "K-1013"):
        assert share(responses, customer_id, "2025-10", "2026-10") > 0.96
    assert share(responses, "K-1003", "2025-10", "2026-05") > 0.95
    assert share(responses, "K-1003", "2026-09", "2026-10") < 0.75
    assert share(responses, "K-1004", "2026-03", "2026-03") < 0.75
    assert share(responses, "K-1004", "2026-04", "2026-10") > 0.95
    slow = {"severity": 3, "metric": "follow_up"}
    assert share(responses, "K-1005", "2025-10", "2026-10", **slow) < 0.7


def test_something_is_owed_now(responses: Rows) -> None:
    due = [row["due_at"] for row in responses if row["closed_at"] is None and row["due_at"]]
    assert sum(moment < ENDS_AT for moment in due) >= 5
    assert sum(moment >= ENDS_AT for moment in due) >= 10


def test_waivers_fit_and_findings_teach(demo_workspace: Workspace, responses: Rows) -> None:
    waived = [row for row in responses if row["exclusion_reason"] == "waived"]
    assert [row["outcome"] for row in waived] == ["breached"] * 6
    found = marts.ask(demo_workspace.published, "select kind from data_findings")
    # what is odd of single months is a share, which the seed decides
    assert sorted(kind for kind in found["kind"] if not kind.startswith("many_")) == [
        "add_on_on_other_plan",
        "agent_of_two_customers",
        "event_without_ticket",
        "unknown_customer",
        "waiver_without_response",
    ]


def test_repliers_have_tiers_and_are_mostly_the_dedicated_ones(responses: Rows) -> None:
    replies = [row for row in responses if row["closed_by"] == "reply"]
    assert {row["responder_tier"] for row in replies} == {1, 2, 3}
    dedicated = [
        row["is_dedicated_responder"] for row in replies if row["dedicated_agent_id"] is not None
    ]
    assert 0.8 < sum(dedicated) / len(dedicated) < 0.9
