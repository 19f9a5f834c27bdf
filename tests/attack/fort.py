"""A workspace whose runs are attacked, and what must hold after each attack."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb

from pipeline.workspace import Workspace
from tests.attack.marts import marts_of
from tests.pipeline.command_line import REPOSITORY, Said
from tests.pipeline.small_desk import EVENT_COLUMNS, leftovers, small_workspace

AS_OF = "2026-06-01T00:00:00Z"
_MAIN = "from pipeline.cli.main import main; main()"
LONGEST_RUN = 900


@dataclass(frozen=True)
class Fort:
    """A workspace; each attack is on a run that has one more ticket to tell of."""

    workspace: Workspace
    as_of: str = AS_OF

    @classmethod
    def built(cls, root: Path) -> Fort:
        """A small one, published once."""
        fort = cls(small_workspace(root))
        said = fort.run()
        assert said.status in (0, 3), said.all
        return fort

    def start(
        self,
        *arguments: object,
        program: str = _MAIN,
        env: Mapping[str, str] | None = None,
        output: IO[str] | int = subprocess.PIPE,
    ) -> subprocess.Popen[str]:
        """A command of `vip-sla` in a process group of its own."""
        name, *options = arguments
        return subprocess.Popen(
            [sys.executable, "-c", program, str(name), "--workspace", str(self.workspace.root)]
            + [str(option) for option in options],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
        )

    def command(self, *arguments: object, env: Mapping[str, str] | None = None) -> Said:
        """The same, to its end."""
        return ended(self.start(*arguments, env=env))

    def start_run(self, *options: str, **how: Any) -> subprocess.Popen[str]:
        """A run, as `start` starts commands."""
        return self.start("run", "--as-of", self.as_of, *options, **how)

    def run(self) -> Said:
        """A run, to its end."""
        return ended(self.start_run())

    def add_ticket(self, number: int) -> None:
        """Two more exports: a ticket, opened and answered."""
        folder = self.workspace.root / "exports" / "helpdesk"
        second = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        (folder / f"tickets-{number}.csv").write_text(
            f"ticket_id,customer_id,severity\nMORE-{number},K-1,3\n"
        )
        (folder / f"events-{number}.csv").write_text(
            f"{EVENT_COLUMNS}more{number}-1,MORE-{number},2026-05-04T{second}Z,message,,,customer,c\n"
            f"more{number}-2,MORE-{number},2026-05-05T{second}Z,message,,,agent,a1\n"
        )

    def rebuilt(self, root: Path) -> Fort:
        """Another of the same settings and exports, in which nothing ever ran."""
        root.mkdir(parents=True)
        for name in ("vip-sla.yml", "policy.yml"):
            shutil.copy2(self.workspace.root / name, root / name)
        for name in ("register", "exports"):
            shutil.copytree(self.workspace.root / name, root / name)
        return Fort(Workspace(root), self.as_of)

    def tickets_told(self) -> int:
        """Of those that were added, how many the published snapshot tells of."""
        with duckdb.connect(str(self.workspace.published.resolve()), read_only=True) as connection:
            query = "select count(*) from marts.fct_tickets where ticket_id like 'MORE-%'"
            row = connection.execute(query).fetchone()
            assert row is not None
            return int(row[0])

    def published(self) -> str:
        """The run that readers are led to, or "" before the first."""
        link = self.workspace.published
        return link.resolve().stem if link.is_symlink() else ""

    def complaints(self) -> Iterator[str]:
        """What is wrong with what is published: it must open, be whole, and be its run's."""
        snapshot = self.workspace.published.resolve()
        try:
            marts_of(snapshot)
            with duckdb.connect(str(snapshot), read_only=True) as connection:
                told = connection.execute("select run_id, finished_at from marts.run_info")
                rows = told.fetchall()
        except (duckdb.Error, OSError) as error:
            yield f"{snapshot.name} cannot be read: {error}"
            return
        if [row[0] for row in rows] != [snapshot.stem] or rows[0][1] is None:
            yield f"{snapshot.name} tells of the runs {rows}"

    def leftovers(self) -> list[str]:
        """What only a run that was stopped leaves behind."""
        return leftovers(self.workspace)


def kill(process: subprocess.Popen[str]) -> None:
    """End a command with all that it started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def ended(process: subprocess.Popen[str]) -> Said:
    """What a command said, once it has ended by itself."""
    try:
        out, err = process.communicate(timeout=LONGEST_RUN)
    except subprocess.TimeoutExpired:
        kill(process)
        return Said(-1, "", f"did not end within {LONGEST_RUN} s")
    return Said(process.returncode, out, err)


def timed(process: subprocess.Popen[str]) -> tuple[Said, float]:
    """The same, and how many seconds it took from now."""
    started = time.monotonic()
    return ended(process), time.monotonic() - started
