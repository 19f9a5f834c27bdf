"""The same models on Spark, and the marts that it makes back in a file of DuckDB.

Landing's Parquet is read where it lies. What Spark makes lies in the folder of the build: its
marts as Parquet, which become a file of marts by the very models, contracts and descriptions that
make one on DuckDB.
"""

import json
import os
import shutil
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from sys import executable
from urllib.parse import urlsplit

import duckdb

from pipeline.errors import SettingsError
from pipeline.landing.receipts import LandedFile
from pipeline.landing.tables import LandedTable
from pipeline.landing.views import SCHEMA, landing_views, newest_at
from pipeline.quoted import identifier, literal
from pipeline.running import dbt
from pipeline.running.warehouse import Run
from pipeline.workspace import Workspace

REMOTE = "VIP_SLA_SPARK_REMOTE"
"""Names a Spark Connect server, e.g. sc://spark:15002; without it Spark runs on this machine."""
SEEN_AT = "VIP_SLA_SPARK_WORKSPACE"
"""Names the URL at which Spark sees the workspace; without it, its path on this machine."""
MONTHS = "VIP_SLA_SPARK_MONTHS"
"""Of how many months the snapshot has the facts; without it, of all."""
LAYOUT = "layout.json"
"""What Spark is to read, in the folder of its build."""
SCHEMAS = ("landed", SCHEMA, "staging", "intermediate", "marts")

_DBT_ON_SPARK = (executable, "-P", "-m", "pipeline.running.spark_process")
_TABLES = "tables"
_PATTERN = "*?[]{}\\"


@dataclass(frozen=True)
class Relation:
    """A relation of landing: its files, relative to the workspace, the first with every column."""

    files: list[str]
    newest_at: str | None
    """The SQL for its file_modified_at, where a content of it came again."""


@dataclass(frozen=True)
class Layout:
    """Where Spark finds the workspace, and in it the relations of landing; where its tables go."""

    workspace: str
    tables: str
    landing: dict[str, Relation]

    def write(self, file: Path) -> None:
        """As `read` reads it."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Layout":
        """What was written."""
        told = json.loads(file.read_text(encoding="utf-8"))
        landing = {name: Relation(**relation) for name, relation in told.pop("landing").items()}
        return cls(**told, landing=landing)


def check(workspace: Workspace) -> None:
    """Raise SettingsError, with the remedy, where a run on Spark cannot be as it is told."""
    check_installed()
    _check_place(workspace)
    kept_months()


def check_installed() -> None:
    """Raise SettingsError, with the remedy, where this machine cannot run anything on Spark."""
    if not (find_spec("pyspark") and find_spec("dbt.adapters.spark")):
        raise SettingsError(
            "Spark is not installed; install it with `pip install 'vip-sla[spark]'`, or run "
            "without --engine spark"
        )
    if remote := os.environ.get(REMOTE):
        _check_answer(remote)
        return
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if not (java and Path(java).exists()):
        raise SettingsError(
            "Spark needs Java 17 or newer, and none is found; install it (on Debian: "
            f"`apt-get install openjdk-17-jre-headless`) or name it in JAVA_HOME, or name a Spark "
            f"Connect server in {REMOTE}"
        )


def _check_answer(remote: str) -> None:
    """Else PySpark would try again for minutes, and tell of a channel."""
    try:
        place = urlsplit(remote)
        socket.create_connection((place.hostname, place.port or 15002), timeout=10).close()
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"nothing answers at {remote}, which {REMOTE} names ({error}); start a Spark Connect "
            "server there, or leave it out to run Spark on this machine"
        ) from error


def _check_place(workspace: Workspace) -> None:
    """Raise SettingsError where Spark would take the workspace's own path for a pattern."""
    place = _seen_at(workspace)
    if found := "".join(sorted(set(place) & set(_PATTERN))):
        raise SettingsError(
            f"Spark reads {found} in the path {place} as a pattern; move the workspace to a path "
            f"without {_PATTERN}, or name another one to it in {SEEN_AT}"
        )


def _seen_at(workspace: Workspace) -> str:
    return os.environ.get(SEEN_AT, "").rstrip("/") or str(workspace.root.resolve())


def kept_months() -> int | None:
    """Of how many months a snapshot has the facts; None for all. Raises SettingsError."""
    told = os.environ.get(MONTHS)
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and int(told)):
        raise SettingsError(f"{MONTHS} is {told!r}; make it a number of months, at least 1")
    return int(told)


def build(
    workspace: Workspace,
    folder: Path,
    files: Sequence[LandedFile],
    tables: Sequence[LandedTable],
    run: Run,
    on_progress: Callable[[dbt.Progress], None] | None = None,
) -> None:
    """Build and check every model on Spark, then bring the marts back, into dbt.MARTS_FILE.

    `folder` has the build file of the run. The marts' Parquet is then where it stays, for as long
    as the run's snapshot. Raises as `dbt.build` does.
    """
    on_spark = folder / "spark"
    (on_spark / _TABLES).mkdir(parents=True)
    _lay_out(workspace, folder / dbt.BUILD_FILE, on_spark, files, tables)
    way = dbt.Way("spark", process=_DBT_ON_SPARK)
    dbt.call(on_spark, workspace.build, run.as_of, run.reading, way, on_progress)
    place = workspace.marts_parquet(run.run_id)
    _keep(on_spark / _TABLES / "marts", place)
    bring_back(folder, workspace.build, place, run, on_progress)


def bring_back(
    folder: Path,
    kept: Path,
    parquet: Path,
    run: Run,
    on_progress: Callable[[dbt.Progress], None] | None = None,
) -> None:
    """Make dbt.MARTS_FILE in a folder, of marts that lie as Parquet: a folder each, facts by month.

    Facts of the months that are not for the snapshot are read where they lie. Raises as `build`.
    """
    told = {"VIP_SLA_MARTS_PARQUET": str(parquet.resolve())}
    if months := kept_months():
        told["VIP_SLA_FACTS_SINCE"] = first_month(run.as_of, months).isoformat()
    way = dbt.Way(selector="marts", told=told)
    dbt.call(folder, kept, run.as_of, run.reading, way, on_progress)


def first_month(as_of: datetime, months: int) -> date:
    """The first day of the earliest of so many months, of which that of `as_of` is the last."""
    last = as_of.astimezone(UTC)
    year, month = divmod(last.year * 12 + last.month - months, 12)
    return date(year, month + 1, 1) if year > 0 else date.min


def _keep(made: Path, place: Path) -> None:
    """Move marts to where they stay. Whom a snapshot is not for, they are not either, and no query
    of a snapshot, which may read them, writes beside them.
    """
    place.parent.mkdir(exist_ok=True)
    made.rename(place)
    for path in (place, *place.rglob("*")):
        with suppress(OSError):  # a server's own files, or a store that knows no such rights
            path.chmod(0o550 if path.is_dir() else 0o440)


def _lay_out(
    workspace: Workspace,
    build_file: Path,
    folder: Path,
    files: Sequence[LandedFile],
    tables: Sequence[LandedTable],
) -> None:
    """A file for each relation of landing, and the list of the landed files that it is to show.

    The file has every column, as the view on DuckDB types it, and the rows that DuckDB has of its
    own: where it is a view, none.
    """
    views = {view.name: view for view in landing_views(workspace, files, tables)}
    landing = workspace.landing.resolve()
    (folder / SCHEMA).mkdir()
    relations: dict[str, Relation] = {}
    with duckdb.connect(str(build_file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = ?", [SCHEMA]
        ).fetchall()
        for (name,) in names:
            own, view = folder / SCHEMA / f"{name}.parquet", views.get(name)
            limit = "limit 0" if view else ""
            connection.execute(
                f"copy (from {SCHEMA}.{identifier(name)} {limit}) "
                f"to {literal(own)} (format parquet)"
            )
            there = view.files if view else ()
            landed = [workspace.landing / file.relative_to(landing) for file in there]
            relations[name] = Relation(
                [str(file.relative_to(workspace.root)) for file in (own, *landed)],
                newest_at(view.came_again, "timestamp") if view and view.came_again else None,
            )
    place = _seen_at(workspace)
    tables_place = (folder / _TABLES).relative_to(workspace.root)
    Layout(place, f"{place}/{tables_place}", relations).write(folder / LAYOUT)
