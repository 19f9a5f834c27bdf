"""Histories that reach a workspace bit by bit: each run on top of the last gives a full run's rows.

Rows come in any order, some long after the events that they tell; files change and vanish; events
come again on other tickets; the moment goes on by minutes and by months. INCREMENT_HISTORIES in the
environment draws more of them.
"""

import gzip
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from pipeline.erasing.rewrite import landing_session
from pipeline.errors import CheckFailedError
from pipeline.marts import newest_snapshot
from pipeline.quoted import literal
from pipeline.running import dbt, increment, plan
from pipeline.running.difference import difference
from pipeline.running.layers import MARTS, Layers
from pipeline.running.rebuild import rebuild, what_was_read
from pipeline.running.run import RunResult, run
from pipeline.running.warehouse import create_build_file
from pipeline.sample.sample import write_sample
from pipeline.workspace import TEMPLATE, Workspace
from tests.pipeline.small_desk import EVENT_COLUMNS, TICKETS, copy_of, export, small_workspace
from tests.strategies import batch_of, many, tale, town, write_workspace
from tests.strategies.tickets import Tale
from tests.strategies.world import AS_OF

MOMENT, LATER = "2026-04-03T09:00:00Z", "2026-05-07T09:00:00Z"
RESOLVED = "e9,T-1,2026-03-03T15:05:00Z,status,resolved,,agent,a1\n"
AGAIN = "e10,T-1,2026-04-06T09:00:00Z,message,,,customer,c1\n"
ANSWERED = """\
e11,T-5,2026-04-02T12:00:00Z,message,,,customer,c2
e12,T-5,2026-04-02T13:00:00Z,message,,,agent,a1
"""
HISTORIES = int(os.environ.get("INCREMENT_HISTORIES", "60"))
CUSTOMERS = 25
"""So few that most have tickets that changed and tickets that did not."""
COMPARED = range(4) if "INCREMENT_HISTORIES" in os.environ else (1, 3)
STEPS = (timedelta(days=33), timedelta(hours=7), timedelta(minutes=15), timedelta())
"""How long before the end each run is."""


@pytest.fixture(autouse=True)
def _however_few(monkeypatch: pytest.MonkeyPatch, demo_workspace: Workspace) -> None:
    """However few tickets there are; the demo's build has made the plan."""
    monkeypatch.setattr(increment, "LEAST_TICKETS", 0)
    monkeypatch.setattr(increment, "_MOST_CHANGED", 2)
    monkeypatch.setattr(increment, "_MOST_FREE", 2)


def _is_of_the_last_year(told: Tale) -> bool:
    """Calendars reach back to the oldest event: of older ones they take longer than all else."""
    return all(event.occurred_at.year == AS_OF.year for event in told.events)


class Desk:
    """A workspace of drawn tickets whose exports come in pieces."""

    def __init__(self, root: Path, seed: int, histories: int) -> None:
        self.luck = Random(seed)
        here = town(seed, CUSTOMERS)
        told = many(lambda luck: tale(luck, here), histories, seed)
        batch = batch_of(here, filter(_is_of_the_last_year, told))
        write_workspace(root, batch)
        self.workspace = Workspace(root)
        self.as_of = batch.as_of
        self.to_come: list[list[tuple[Path, list[str]]]] = [[] for _ in STEPS]
        for file in sorted((root / "exports").rglob("*.csv")):
            self._cut(file)

    def _cut(self, file: Path) -> None:
        """Have a file's rows come in pieces; who acts and who is served is known from the start."""
        if file.stem in ("agents", "customers"):
            return
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        file.unlink()
        for row in rows:
            # most of them with the first
            step = min(int(self.luck.expovariate(0.7)), len(STEPS) - 1)
            pieces = self.to_come[step]
            name = file.with_name(f"{file.stem}-{step}.csv")
            if not pieces or pieces[-1][0] != name:
                pieces.append((name, [header]))
            pieces[-1][1].append(row)

    def come(self, step: int) -> None:
        """What reaches the workspace before a run."""
        for file, lines in self.to_come[step]:
            file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        if step == 1:
            self._move_events()
        if step == 2:
            gone = sorted((self.workspace.root / "exports").rglob("events-1-1.csv"))
            gone[0].unlink()

    def _move_events(self) -> None:
        """Events come again, later, on another ticket of their source."""
        for file in sorted((self.workspace.root / "exports").rglob("events-1-0.csv")):
            header, *rows = file.read_text(encoding="utf-8").splitlines()
            names = header.split(",")
            chosen = [row.split(",") for row in self.luck.sample(rows, min(20, len(rows)))]
            tickets = [row[names.index("ticket_id")] for row in chosen]
            self.luck.shuffle(tickets)
            for row, ticket in zip(chosen, tickets, strict=True):
                row[names.index("ticket_id")] = ticket
                row[names.index("updated_at")] = "2030-01-01T00:00:00Z"
            moved = [",".join(row) for row in chosen if len(row) == len(names)]
            file.with_name("events-moved.csv").write_text(
                "\n".join([header, *moved, ""]), encoding="utf-8"
            )

    def ran(self, step: int, reading: str) -> RunResult:
        """What a run makes of what has come."""
        moment = self.as_of - STEPS[step]
        return run(self.workspace, as_of=moment.isoformat(), reading=reading)


def differs(workspace: Workspace, result: RunResult, folder: Path) -> dict[str, int]:
    """Where a run's rows are not those of the same run made in full."""
    folder.mkdir(parents=True)
    return other_rows(result.snapshot, rebuild(workspace, result.run_id, folder))


def other_rows(one: Path, other: Path) -> dict[str, int]:
    """Where two files' rows differ, but for the run that each is of."""
    found = difference(one, other)
    assert found.pop("run_info") == 2
    return found


@pytest.mark.parametrize(("seed", "reading"), [(2, "strict")])
def test_every_run_on_top_is_a_full_one(tmp_path: Path, seed: int, reading: str) -> None:
    desk = Desk(tmp_path / "desk", seed, HISTORIES)
    for step in range(len(STEPS)):
        desk.come(step)
        result = desk.ran(step, reading)
        assert result.is_on_top == (step > 0)
        if step in COMPARED:
            found = differs(desk.workspace, result, tmp_path / f"full-{step}")
            assert found == {}, f"step {step}"


@dataclass(frozen=True)
class Later:
    """A run, what it left, and a later run of the same files, made in full."""

    workspace: Workspace
    left: Path
    snapshot: Path
    in_full: RunResult

    def on_top(self, left: Path, folder: Path) -> dict[str, int] | None:
        """Where the later run differs, made on top of what was left; None where a check saw it."""
        folder.mkdir()
        read, later = what_was_read(self.workspace, self.in_full.run_id)
        create_build_file(self.workspace, folder / dbt.BUILD_FILE, read.files, read.tables, later)
        is_on_top = dbt.build(
            folder, folder, later.as_of, later.reading, last=left, on=self.snapshot
        )
        marts = folder / dbt.MARTS_FILE
        return other_rows(self.in_full.snapshot, marts) if is_on_top else None


@pytest.fixture(scope="module")
def later(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Later]:
    """Of six tickets one is resolved, and its customer writes again between the two runs; of two
    the agent's word was the last, and another one is late by the first run or by the second; two
    wait for an answer; and of one nobody knows when it was.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(increment, "LEAST_TICKETS", 0)
        folder = tmp_path_factory.mktemp("later")
        desk = copy_of(small, folder / "desk")
        header, _, ticket, *_ = TICKETS.splitlines()
        timeless = "T-6,K-2,When?,email,3,open,,,"
        told = [header, ticket.replace("T-2", "T-5"), timeless, ""]
        export(desk, "tickets-2.csv", "\n".join(told))
        export(desk, "events-2.csv", f"{EVENT_COLUMNS}{RESOLVED}{AGAIN}{ANSWERED}")
        first = run(desk, as_of=MOMENT)
        (left,) = _left(desk)
        kept = shutil.copy(left, folder / "left.duckdb")
        yield Later(desk, kept, first.snapshot, run(desk, as_of=LATER, full=True))


def test_time_alone_goes_on(later: Later, tmp_path: Path) -> None:
    left = shutil.copy(later.left, tmp_path / "left.duckdb")
    assert later.on_top(left, tmp_path / "build") == {}


@pytest.mark.parametrize("reason", ["later", "owed", "silent", "goes_on", "timeless"])
def test_no_reason_to_be_unsettled_can_be_left_out(
    reason: str, later: Later, tmp_path: Path
) -> None:
    left = shutil.copy(later.left, tmp_path / "left.duckdb")
    with duckdb.connect(str(left)) as connection:
        connection.execute(
            "delete from intermediate.int_unsettled_tickets where reason = ?", [reason]
        )
    assert later.on_top(left, tmp_path / "build") != {}


def test_a_silence_that_may_yet_be_too_long_does_not_just_go_on(
    later: Later, tmp_path: Path
) -> None:
    """The reply before it, which was in time, is contested once it is."""
    left = shutil.copy(later.left, tmp_path / "left.duckdb")
    with duckdb.connect(str(left)) as connection:
        connection.execute(
            "update intermediate.int_unsettled_tickets set reason = 'goes_on' "
            "where reason = 'silent'"
        )
    found = later.on_top(left, tmp_path / "build")
    assert found is not None
    assert "contested_responses" in found


def test_both_exports_of_another_kind_one_after_the_other(tmp_path: Path) -> None:
    """Tickets as LiveAgent exported them twice, and a part of what it says of them."""
    workspace = Workspace(tmp_path / "desk")
    exports = workspace.root / "exports" / "liveagent"
    write_sample(exports, 150, 1, kind="liveagent", file_format="ndjson.gz", root=workspace.root)
    shutil.copy(TEMPLATE / "policy.yml", workspace.policy_file)
    late = [exports / f"{name}.ndjson.gz" for name in ("tickets", "messages", "sla_log")]
    whole = {file: gzip.decompress(file.read_bytes()).splitlines(keepends=True) for file in late}
    late[0].unlink()
    for file in late[1:]:
        file.write_bytes(gzip.compress(b"".join(whole[file][::2])))
    run(workspace, as_of="2026-10-20T09:00:00Z", full=True)
    late[0].write_bytes(gzip.compress(b"".join(whole[late[0]])))
    for file in late[1:]:
        file.with_name(f"{file.name.split('.')[0]}-rest.ndjson.gz").write_bytes(
            gzip.compress(b"".join(whole[file][1::2]))
        )
    result = run(workspace, as_of="2026-10-28T09:00:00Z")
    assert result.is_on_top
    assert differs(workspace, result, tmp_path / "full") == {}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, demo_workspace: Workspace) -> Workspace:
    """Four tickets, after a run that left something to build on."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(increment, "LEAST_TICKETS", 0)
        workspace = small_workspace(tmp_path_factory.mktemp("small") / "desk")
        run(workspace, as_of=MOMENT)
    return workspace


@pytest.fixture
def desk(small: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(small, tmp_path / "desk")


def _left(workspace: Workspace) -> list[Path]:
    return list(workspace.build.glob("last-*"))


class _ReachedError(Exception):
    """A run has come to its build."""


def builds_on(desk: Workspace, **asked: Any) -> Path | None:
    """The snapshot that a run would build on; the run is carried on no further."""
    reached = patch.object(dbt, "build", side_effect=_ReachedError)
    with reached as build, pytest.raises(_ReachedError):
        run(desk, **{"as_of": MOMENT, **asked})
    on: Path | None = build.call_args.kwargs["on"]
    return on


def test_what_did_not_change_is_built_on(desk: Workspace) -> None:
    assert builds_on(desk) == newest_snapshot(desk).resolve()


def test_another_policy_makes_all_anew(desk: Workspace) -> None:
    policy = desk.policy_file.read_text(encoding="utf-8")
    assert "goal: 0.95" in policy
    desk.policy_file.write_text(policy.replace("goal: 0.95", "goal: 0.96"), encoding="utf-8")
    assert not builds_on(desk)


def test_another_register_makes_all_anew(desk: Workspace) -> None:
    with (desk.register / "customers.csv").open("a", encoding="utf-8") as register:
        register.write("K-9,Neunte,All-Inclusive,vip,2026-01-01,,1000,de,\n")
    assert not builds_on(desk)
    assert not run(desk, as_of=MOMENT).is_on_top
    assert builds_on(desk)


def test_another_agent_makes_all_anew(desk: Workspace, tmp_path: Path) -> None:
    export(desk, "agents-2.csv", "agent_id,name,tier,is_bot\na1,Anna,1,yes\n")
    result = run(desk, as_of=MOMENT)
    assert not result.is_on_top
    assert differs(desk, result, tmp_path / "full") == {}


@pytest.mark.parametrize(
    "asked", [{"full": True}, {"as_of": "2026-04-02T09:00:00Z"}, {"reading": "strict"}]
)
def test_what_is_asked_in_full_an_earlier_moment_and_another_reading_too(
    desk: Workspace, asked: dict[str, Any]
) -> None:
    assert not builds_on(desk, **asked)


def test_a_workspace_may_be_named_from_where_one_is(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.root.parent)
    assert run(Workspace(Path(desk.root.name)), as_of=MOMENT).is_on_top


def test_what_is_made_anew_finds_its_room_free(desk: Workspace) -> None:
    """A snapshot that is much larger than one made in full is not built on."""
    sizes = []
    for day in ("04", "05", "06"):
        snapshot = run(desk, as_of=f"2026-04-{day}T09:00:00Z").snapshot
        with duckdb.connect() as connection:
            connection.execute(f"attach {literal(snapshot)} as snapshot (read_only)")
            sizes += connection.execute(
                "select total_blocks, free_blocks from pragma_database_size() "
                "where database_name = 'snapshot'"
            ).fetchall()
    assert max(free / total for total, free in sizes) < 0.2


def test_what_was_erased_lies_in_no_copy_of_the_last_snapshot(desk: Workspace) -> None:
    """Where rows were deleted DuckDB's file still holds what they said."""
    assert _left(desk)
    with landing_session(desk):
        assert not _left(desk)
    assert not builds_on(desk)


def test_a_run_that_fails_leaves_nothing_to_build_on(desk: Workspace) -> None:
    export(desk, "events-2.csv", f"{EVENT_COLUMNS}e9,T-4,never,message,,,customer,c3\n")
    with pytest.raises(CheckFailedError):
        run(desk, as_of=MOMENT, strict=True)
    assert not _left(desk)
    assert not builds_on(desk)


def test_what_was_left_and_is_damaged_is_left_alone(desk: Workspace, small: Workspace) -> None:
    (left,) = _left(desk)
    left.write_bytes(left.read_bytes()[:5000])
    result = run(desk, as_of=MOMENT)
    assert not result.is_on_top
    assert other_rows(result.snapshot, newest_snapshot(small)) == {}


def test_what_did_not_change_is_not_made_anew(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of four tickets wait for an answer."""
    monkeypatch.setattr(increment, "_MOST_CHANGED", 0.5)
    assert run(desk, as_of=MOMENT).is_on_top
    monkeypatch.setattr(increment, "_MOST_CHANGED", 0.49)
    assert not run(desk, as_of=MOMENT).is_on_top


def test_few_tickets_are_made_anew_as_quickly(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increment, "LEAST_TICKETS", 5)
    assert not run(desk, as_of=MOMENT, full=True).is_on_top
    assert not _left(desk)
    monkeypatch.setattr(increment, "LEAST_TICKETS", 4)
    run(desk, as_of=MOMENT)
    assert _left(desk)


@pytest.mark.parametrize("limit", ["_MOST_CHANGED", "_MOST_FREE"])
def test_where_it_does_not_pay_all_is_made_anew(
    limit: str, desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increment, limit, -1)
    assert not run(desk, as_of=MOMENT).is_on_top
    assert _left(desk)


def test_a_ticket_that_is_taken_for_unchanged_is_found_by_comparing(desk: Workspace) -> None:
    """The waiver is approved between the two runs; nothing else becomes of its ticket."""
    waived = "helpdesk:T-1:2,2026-03-03T09:00:00Z,Wartung,Anna,2026-04-05,"
    header = "response_id,opened_at,reason,approved_by,approved_on,note"
    (desk.register / "waivers.csv").write_text(f"{header}\n{waived}\n", encoding="utf-8")
    export(desk, "events-2.csv", f"{EVENT_COLUMNS}{RESOLVED}")
    run(desk, as_of=MOMENT)
    (left,) = _left(desk)
    with duckdb.connect(str(left)) as connection:
        query = "delete from intermediate.int_unsettled_tickets where reason = 'waiver'"
        assert connection.execute(query).fetchall() == [(1,)]
    found = run(desk, as_of=LATER, compare=True)
    assert found.compared is not None
    assert {"fct_responses", "compliance_monthly"} < set(found.compared)
    assert found.has_something_to_look_at
    assert not found.is_on_top  # the full one is published
    assert run(desk, as_of="2026-05-08T09:00:00Z", compare=True).compared == {}


def test_nothing_is_compared_where_there_is_nothing_to_build_on(desk: Workspace) -> None:
    _left(desk)[0].unlink()
    assert run(desk, as_of=MOMENT, compare=True).compared is None


@pytest.fixture
def layers(demo_workspace: Workspace) -> Layers:
    known = plan.known(plan.places(dbt.PROJECT, demo_workspace.build))
    assert known
    return Layers(plan.read(known))


def test_what_is_made_per_ticket_reads_its_inputs_alone(layers: Layers) -> None:
    of_tickets = {
        "int_account_moves",
        "int_exported_events",
        "int_replaced_events",
        "int_ticket_accounts",
        "int_ticket_customers",
        "int_tickets",
    }
    inputs = layers.inputs(layers.per_ticket)
    assert {"int_agents", *of_tickets} < {node.name for node in inputs}
    assert len(layers.per_ticket) > 30
    there = {step.node for step in layers.per_ticket} | {*inputs}
    for step in layers.per_ticket:
        assert layers._reads(step) <= there, step.node.name
        assert '"landing"' not in " ".join(step.statements), step.node.name


def test_what_tells_of_silences_is_read_by_nothing_else_made_per_ticket(layers: Layers) -> None:
    """But where a silence that just goes on changes nothing, as `int_unsettled_tickets` knows."""
    going_on = {step.node for step in layers.going_on}
    assert {node.name for node in going_on} == {
        "int_silence_spans",
        "int_silences",
        "int_promised_updates",
        "int_update_gaps",
        "fct_silences",
        "fct_late_updates",
    }
    reading = {
        step.node.name
        for step in layers.per_ticket
        if step.node not in going_on and layers._reads(step) & going_on
    }
    assert reading == {"contested_responses", "int_unsettled_tickets"}
    for node in layers.inputs(layers.going_on):
        assert node.database == MARTS or node in layers.kept or not node.is_per_ticket, node.name


def test_no_layer_takes_from_another(layers: Layers) -> None:
    parts = [layers.before, layers.per_ticket, layers.across]
    assert sorted(step.node.name for part in parts for step in part) == sorted(
        step.node.name for step in layers.plan
    )
    across = {step.node.name for step in layers.across}
    assert {"compliance_monthly", "data_findings", "run_info", "int_completeness"} < across


def test_whatever_asks_for_the_moment_is_known(layers: Layers) -> None:
    """Another one here needs its line in int_unsettled_tickets, unless one there covers it."""
    asking = {
        step.node.name
        for step in layers.per_ticket
        if any(plan.AS_OF in statement for statement in step.statements)
    }
    assert asking == {
        "contested_responses",  # when its ticket moved: later
        "fct_contacts_out_of_hours",  # pending: owed
        "fct_silences",  # running: silent, or goes_on
        "fct_ticket_events",  # later
        "fct_tickets",  # severity and status in force: later
        "int_event_roles",  # later
        "int_ticket_completeness",  # later; its month, where nothing tells one: timeless
        "int_responses_owed",  # owed
        "int_severity_periods",  # later
        "int_silence_spans",  # silent, or goes_on
        "int_unsettled_tickets",
        "int_update_gaps",  # running: silent, or goes_on
        "int_waivers_applied",  # waiver
    }
