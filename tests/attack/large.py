"""Part `large`: what is large in one way, with the time and the memory that a run over it takes."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from tests.attack.fort import AS_OF, Fort
from tests.attack.outcome import Outcome
from tests.pipeline.small_desk import CUSTOMERS, EVENT_COLUMNS, export, small_workspace

COUNTED = "a large thing is counted whole"
_BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
_TICKET_COLUMNS = "ticket_id,customer_id,subject,severity\n"


@dataclass(frozen=True)
class Large:
    """What to add to a small workspace, and what must come of it."""

    name: str
    add: Callable[[Fort], None]
    query: str
    expected: int
    commands: tuple[tuple[str, ...], ...] = ()  # that must work, too


def _events(ticket: str, count: int, every: timedelta) -> Iterator[str]:
    for number in range(count):
        at = _BEGIN + number * every
        who = "agent,a1" if number % 2 else "customer,c"
        yield f"{ticket}-{number},{ticket},{at:%Y-%m-%dT%H:%M:%SZ},message,,,{who}\n"


def _one_ticket(fort: Fort) -> None:
    export(fort.workspace, "tickets-long.csv", f"{_TICKET_COLUMNS}LONG,K-1,,3\n")
    told = "".join(_events("LONG", 100_000, timedelta(minutes=1)))
    export(fort.workspace, "events-long.csv", EVENT_COLUMNS + told)


def _many_customers(fort: Fort) -> None:
    ids = [f"M-{number:05}" for number in range(50_000)]
    rows = "".join(f"{it},Firma {it},All-Inclusive,vip,2026-01-01,,1000,de,\n" for it in ids)
    (fort.workspace.register / "customers.csv").write_text(CUSTOMERS + rows, encoding="utf-8")
    tickets = "".join(f"T{it},{it},,3\n" for it in ids)
    export(fort.workspace, "tickets-many.csv", _TICKET_COLUMNS + tickets)
    told = "".join(line for it in ids for line in _events(f"T{it}", 2, timedelta(minutes=len(it))))
    export(fort.workspace, "events-many.csv", EVENT_COLUMNS + told)


def _many_files(fort: Fort) -> None:
    for number in range(500):
        ticket = f"F-{number}"
        export(fort.workspace, f"tickets-{number}.csv", f"{_TICKET_COLUMNS}{ticket},K-1,,3\n")
        told = "".join(_events(ticket, 2, timedelta(minutes=number)))
        export(fort.workspace, f"events-{number}.csv", EVENT_COLUMNS + told)


def _long_name(fort: Fort) -> None:
    name = "Donaudampfschiff " * 588 + "GmbH"  # 10,000 characters
    row = f"L-1,{name},All-Inclusive,vip,2026-01-01,,1000,de,\n"
    (fort.workspace.register / "customers.csv").write_text(CUSTOMERS + row, encoding="utf-8")
    export(fort.workspace, "customers-long.csv", f"customer_id,name\nL-1,{name}\n")
    export(fort.workspace, "tickets-long.csv", f"{_TICKET_COLUMNS}LONG,L-1,{name},3\n")
    told = "".join(_events("LONG", 2, timedelta(minutes=7)))
    export(fort.workspace, "events-long.csv", EVENT_COLUMNS + told)


_ANSWERED = "select count(*) from marts.fct_responses where closed_by = 'reply' and ticket_id "
LARGE = (
    Large("one ticket with 100,000 events", _one_ticket, f"{_ANSWERED} = 'LONG'", 50_000),
    Large("50,000 customers", _many_customers, f"{_ANSWERED} like 'TM-%'", 50_000),
    Large("1,000 files", _many_files, f"{_ANSWERED} like 'F-%'", 500),
    Large(
        "a name of 10,000 characters",
        _long_name,
        f"{_ANSWERED} = 'LONG'",
        1,
        (("status",), ("report", "--month", "2026-01", "--customer", "L-1")),
    ),
)


def attack(seed: int, count: int) -> Outcome:
    """The large things from number `seed` (1 to 4) on."""
    outcome = Outcome("large")
    for number, large in enumerate(LARGE, start=1):
        if not seed <= number < seed + count:
            continue
        with tempfile.TemporaryDirectory(prefix="vip-sla-attack-") as folder:
            fort = Fort(small_workspace(Path(folder) / "fort"))
            large.add(fort)
            for command in (("run", "--as-of", AS_OF), *large.commands):
                told, status, complaint = _measured(fort, command)
                outcome.notes.append(f"{large.name}: {command[0]} took {told}")
                outcome.counts["commands"] += 1
                if status not in (0, 3):
                    outcome.breaks(COUNTED, number, f"{large.name}: {status}: {complaint}")
                    break
            else:
                with duckdb.connect(str(fort.workspace.published.resolve()), read_only=True) as it:
                    found = it.execute(large.query).fetchone()
                if found != (large.expected,):
                    outcome.breaks(COUNTED, number, f"{large.name}: {found}, {large.expected}")
    return outcome


def _measured(fort: Fort, command: tuple[str, ...]) -> tuple[str, int, str]:
    """Seconds and peak memory, of the command or of dbt, whichever took more; how it ended."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = fort.start(*command, output=said)
        _, state, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(state)
        said.seek(0)
        words = " ".join(said.read().split())[-500:]
    seconds = time.monotonic() - started
    told = f"{seconds:.0f} s, {used.ru_maxrss / 1e6:.2f} GB"
    return told, process.returncode, words
