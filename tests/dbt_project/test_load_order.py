"""Exports of several days, landed in any order, in one run or in many: the same verdicts.

Tickets change hands between the files, with and without a time of change, and events come again
under their ids, corrected. All tickets are drawn at once, so that a build judges all of them.
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.landing.loader import land_exports
from pipeline.settings.workspace import load_settings
from pipeline.workspace import Workspace
from tests.comparison import all_differences, built, published
from tests.reference.records import CoveragePeriod, Register, Source
from tests.scenarios import help_desk
from tests.strategies import Batch, many, write_workspace
from tests.strategies.files import Cell, utc, write_csv
from tests.strategies.luck import Luck

TICKETS = 300
FILES = 5
AS_OF = datetime(2024, 6, 28, 16, tzinfo=UTC)
MONDAY = datetime(2024, 6, 3, 6, tzinfo=UTC)
ACCOUNTS = ("K-1", "K-2", "K-3", None)
TICKET = "ticket_id,customer_id,subject,channel,severity,status,created_at,updated_at,url"
EVENT = (
    "event_id,ticket_id,occurred_at,kind,value,previous_value,actor_kind,actor_id,channel,"
    "updated_at"
)

Rows = list[tuple[Cell, ...]]
History = list[tuple[Rows, Rows]]  # file by file: rows of tickets, and of events


def _made_at(file: int) -> datetime:
    """When each file was made: two of them at the same time."""
    return MONDAY + timedelta(days=4 * min(file, FILES - 2), hours=6)


def history(luck: Luck) -> History:
    """What each file tells of one ticket, without its number."""
    account = luck.choice(ACCOUNTS)
    updated_at = MONDAY
    told: History = []
    for _ in range(FILES):
        tickets: Rows = []
        for _ in range(luck.weighted((30, 0), (60, 1), (10, 2))):
            if luck.chance(50):
                account = luck.choice(ACCOUNTS)
            updated_at += timedelta(hours=luck.choice((0, 1, 26, 90)))
            updated = utc(updated_at) if luck.chance(60) else None
            tickets.append(("", account, "Frage", "email", "3", "open", None, updated, None))
        events = [_event(luck) for _ in range(luck.below(7))]
        told.append((tickets, events))
    return told


def _event(luck: Luck) -> tuple[Cell, ...]:
    occurred_at = MONDAY + timedelta(minutes=15 * luck.below(24 * 4 * 18))
    kind = luck.weighted((90, "message"), (5, "note"), (5, "status"))
    value = luck.choice(("resolved", "open")) if kind == "status" else None
    actor_kind, actor_id = luck.choice((("customer", "c"), ("agent", "anna"), ("agent", "ben")))
    updated = utc(occurred_at + timedelta(hours=luck.below(50))) if luck.chance(40) else None
    return (
        *(str(luck.below(12)), "", utc(occurred_at), kind, value, None, actor_kind, actor_id),
        *("email", updated),
    )


def _write(root: Path, told: list[History]) -> list[Path]:
    """A workspace, and the files that will come."""
    register = Register(
        customers=tuple(
            CoveragePeriod(name, valid_from=date(2020, 1, 1)) for name in ("K-1", "K-2")
        )
    )
    batch = Batch(help_desk.policy(), register, (), AS_OF)
    write_workspace(root, batch)
    _configure(root)
    folder = root / "to_come"
    folder.mkdir()
    paths = []
    for file in range(FILES):
        tickets: Rows = []
        events: Rows = []
        for number, history in enumerate(told):
            name = f"T-{number}"
            tickets += [(name, *row[1:]) for row in history[file][0]]
            events += [(row[0], name, *row[2:]) for row in history[file][1]]
        for entity, header, rows in (("tickets", TICKET, tickets), ("events", EVENT, events)):
            path = folder / f"{entity}_{file}.csv"
            write_csv(path, header, rows)
            paths.append(path)
            os.utime(path, (_made_at(file).timestamp(),) * 2)
    agents = folder / "agents.csv"
    write_csv(agents, "agent_id,name,tier,is_bot", [("anna", "Anna", 1, "false")])
    return [*paths, agents]


def _configure(root: Path) -> None:
    source: dict[str, Any] = {
        "name": Source("desk").name,
        "kind": "generic",
        "path": "exports/desk",
        "time_zone": "UTC",
    }
    text = (root / "vip-sla.yml").read_text(encoding="utf-8")
    (root / "vip-sla.yml").write_text(
        text.replace("sources: []", f"sources: [{source}]"), encoding="utf-8"
    )
    (root / "exports" / "desk").mkdir(parents=True)


def _come(root: Path, files: list[Path], runs: int) -> None:
    """Files come in an order of their own, and land in so many runs before the last one."""
    workspace = Workspace(root)
    sources = load_settings(workspace).config.sources
    for run in range(runs):
        for path in files[run::runs]:
            path.rename(root / "exports" / "desk" / path.name)
        land_exports(workspace, sources, datetime(2026, 1, 1 + run, tzinfo=UTC))


@pytest.mark.parametrize("seed", [1])
def test_any_order_of_loading_gives_what_the_reference_has(tmp_path: Path, seed: int) -> None:
    told = many(history, TICKETS, seed)
    found = []
    for order, runs in (("as they were made", 1), ("any", 4)):
        root = tmp_path / order
        files = _write(root, told)
        if order == "any":
            Random(seed).shuffle(files)
            _come(root, files, runs)
        else:
            _come(root, files, 1)
        snapshot = built(root, AS_OF, "default")
        differences = all_differences(root, snapshot, AS_OF, "default")
        assert not differences, "\n".join([order, *differences[:20]])
        rows = published(snapshot, "fct_responses")
        found.append(sorted(rows, key=lambda row: str(row["response_id"])))

    assert found[0] == found[1]
    customers = {row["customer_id"] for row in found[0]}
    assert customers == {"K-1", "K-2", "K-3", "(unknown)"}
    # Enough of them stand on tickets that were of two customers.
    of_ticket: dict[str, set[str]] = {}
    for row in found[0]:
        of_ticket.setdefault(row["ticket_id"], set()).add(row["customer_id"])
    assert sum(len(customers) > 1 for customers in of_ticket.values()) > TICKETS / 20
