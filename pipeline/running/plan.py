"""What dbt says to DuckDB when it builds the models, kept to be said again without dbt.

What dbt says hangs on the project, the moment and the reading, and on no row. It takes dbt longer
to find out than it takes DuckDB to do it for the exports of a usual desk.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.atomic import publish_bytes

AS_OF, READING = "VIP_SLA_AS_OF", "VIP_SLA_READING"
"""The environment variables through which a build learns them: see macros/time.sql."""
PLAN = "plan.json"
"""Where dbt leaves what it said, in the folder of the build."""

_SAID_BY = ("dbt-core", "dbt-duckdb", "duckdb")
_COMMENT = re.compile(r"\A\s*/\*.*?\*/\s*", re.DOTALL)
# The first three are those of several connections: said by one, each statement is whole. The last
# looks whether a table will be as its contract has it.
_NOT_SAID_AGAIN = ("begin", "commit", "rollback", "describe")
_BROUGHT = re.compile(r"'[^']*'(?= /\* (VIP_SLA_\w+) \*/)")
_MOST_KEPT = 5


@dataclass(frozen=True)
class Node:
    """A model, a check of several tables, or, without a name, what dbt does outside of both."""

    name: str = ""
    database: str = ""
    """The alias of the file that its table or view is in; empty without one."""
    schema: str = ""
    is_view: bool = False
    is_per_ticket: bool = False
    """Whether its rows of a ticket hang on that ticket's rows alone, and on what all share."""
    goes_on: bool = False
    """Whether these change with the moment alone while a silence of the ticket goes on."""

    @property
    def relation(self) -> str:
        """Its table or view, as SQL names it."""
        return f'"{self.database}"."{self.schema}"."{self.name}"'


@dataclass(frozen=True)
class Step:
    """A node, and what is said to DuckDB of it."""

    node: Node
    statements: tuple[str, ...]

    def undescribed(self) -> "Step":
        """The same without saying what tables and columns mean."""
        told = (each for each in self.statements if not each.lower().startswith("comment"))
        return Step(self.node, tuple(told))


Plan = tuple[Step, ...]


def as_planned(said: Iterable[tuple[Node, str]]) -> Plan:
    """The plan of what dbt said."""
    steps: dict[Node, list[str]] = {}
    for node, statement in said:
        bare = _COMMENT.sub("", statement).strip()
        if bare and not bare.lower().startswith(_NOT_SAID_AGAIN):
            steps.setdefault(node, []).append(bare)
    return tuple(Step(node, tuple(statements)) for node, statements in steps.items())


def brought(statement: str, environment: Mapping[str, str]) -> str:
    """A statement with what this run brings in the place of what the recorded one brought."""
    return _BROUGHT.sub(lambda found: f"'{environment[found[1]]}'", statement)


def environment(as_of: datetime, reading: str) -> dict[str, str]:
    """What a run brings.

    Not dbt's --vars: those would have dbt parse the whole project again for every run.
    """
    return {AS_OF: as_of.isoformat(sep=" "), READING: reading}


def places(project: Path, kept: Path) -> list[Path]:
    """Where the plan of a project as it is now is kept: with the workspace, and with the user,
    whose other workspaces it serves.
    """
    file = name(project)
    return [folder / file for folder in (kept / "plans", _of_user()) if folder]


def name(project: Path) -> str:
    """What a plan's file is called, by the project's content and by who speaks for it."""
    content = sha256("".join(f"{each} {version(each)}\n" for each in _SAID_BY).encode())
    for file in sorted(project.rglob("*")):
        if file.suffix in (".sql", ".yml"):
            content.update(f"{file.relative_to(project)}\n".encode())
            content.update(file.read_bytes())
    return f"plan-{content.hexdigest()[:16]}.json"


def _of_user() -> Path | None:
    """None for a user without a home."""
    try:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    except RuntimeError:
        return None
    return caches / "vip-sla"


def known(places: Iterable[Path]) -> Path | None:
    """The first place that has a plan; one that is not ours to read has none."""
    return next((place for place in places if _can_be_read(place)), None)


def _can_be_read(place: Path) -> bool:
    try:
        return bool(read(place))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def read(file: Path) -> Plan:
    """The plan of a file. Raises OSError, ValueError, KeyError or TypeError where it is none."""
    told: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return tuple(Step(Node(**step["node"]), tuple(step["statements"])) for step in told)


def write(plan: Plan, file: Path) -> None:
    """The plan as a file that `read` reads."""
    file.write_text(json.dumps([asdict(step) for step in plan]), encoding="utf-8")


def keep(file: Path, places: Iterable[Path]) -> None:
    """Have a plan where it is looked for; a place that is not ours to write is left alone."""
    for place in places:
        try:
            publish_bytes(file.read_bytes(), place)
            for old in _older(place.parent):
                old.unlink()
        except OSError:
            continue


def _older(folder: Path) -> list[Path]:
    """Plans of what the project once was."""
    newest_first = sorted(folder.glob("plan-*"), key=_changed_at, reverse=True)
    return newest_first[_MOST_KEPT:]


def _changed_at(file: Path) -> int:
    return file.stat().st_mtime_ns
