"""The same models on Spark, and the marts that it makes back in a file of DuckDB.

Landing's Parquet is read where it lies. What Spark makes lies in the folder of the build: its
marts as Parquet, which become a file of marts by the very models, contracts and descriptions that
make one on DuckDB.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import duckdb

from pipeline.errors import SettingsError
from pipeline.landing.database import identifier, literal
from pipeline.landing.receipts import LandedFile
from pipeline.landing.tables import LandedTable
from pipeline.landing.views import SCHEMA, landing_views, newest_at
from pipeline.running import dbt
from pipeline.running.warehouse import Run
from pipeline.workspace import Workspace

REMOTE = "VIP_SLA_SPARK_REMOTE"
"""Names a Spark Connect server, e.g. sc://spark:15002; without it Spark runs on this machine."""
MARTS = "marts"
"""The folder of the marts' Parquet in that of Spark's build."""
NEWEST_FILE = "newest.json"
"""By landing relation, the SQL for its file_modified_at where contents came again."""

_DBT_ON_SPARK = (sys.executable, "-P", "-m", "pipeline.running.spark_process")


def check_installed() -> None:
    """Raise SettingsError, with the remedy, where this machine cannot run anything on Spark."""
    if not (find_spec("pyspark") and find_spec("dbt.adapters.spark")):
        raise SettingsError(
            "Spark is not installed; install it with `pip install 'vip-sla[spark]'`, or run "
            "without --engine spark"
        )
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else shutil.which("java")
    if not os.environ.get(REMOTE) and not (java and Path(java).exists()):
        raise SettingsError(
            "Spark needs Java 17 or newer, and none is found; install it (on Debian: "
            f"`apt-get install openjdk-17-jre-headless`) or name it in JAVA_HOME, or name a Spark "
            f"Connect server in {REMOTE}"
        )


def build(
    workspace: Workspace,
    folder: Path,
    files: Sequence[LandedFile],
    tables: Sequence[LandedTable],
    run: Run,
    on_progress: Callable[[dbt.Progress], None] | None = None,
) -> None:
    """Build and check every model on Spark, then bring the marts back, into dbt.MARTS_FILE.

    `folder` has the build file of the run. Raises as `dbt.build` does.
    """
    on_spark = folder / "spark"
    on_spark.mkdir()
    _lay_out(workspace, folder / dbt.BUILD_FILE, on_spark / SCHEMA, files, tables)
    came_from = {"VIP_SLA_MARTS_PARQUET": str(on_spark.resolve() / MARTS)}
    calls = {
        on_spark: dbt.Way("spark", process=_DBT_ON_SPARK),
        folder: dbt.Way(selector="marts", told=came_from),
    }
    for place, way in calls.items():
        dbt.call(place, workspace.build, run.as_of, run.reading, way, on_progress)


def keep_parquet(workspace: Workspace, folder: Path, run_id: str) -> None:
    """Keep the marts that were built in a folder as Parquet, for as long as the run's snapshot."""
    place = workspace.marts_parquet(run_id)
    place.parent.mkdir(exist_ok=True)
    (folder / "spark" / MARTS).rename(place)


def _lay_out(
    workspace: Workspace,
    build_file: Path,
    folder: Path,
    files: Sequence[LandedFile],
    tables: Sequence[LandedTable],
) -> None:
    """A folder for each relation of landing: what DuckDB has of its own, and links to the rest.

    Each begins with a file that has every column, as the view on DuckDB types it, and no row: where
    it is a view, the rows are those of the files that are linked.
    """
    views = {view.name: view for view in landing_views(workspace, files, tables)}
    with duckdb.connect(str(build_file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = ?", [SCHEMA]
        ).fetchall()
        for (name,) in names:
            place = folder / name
            place.mkdir(parents=True)
            limit = "limit 0" if name in views else ""
            connection.execute(
                f"copy (from {SCHEMA}.{identifier(name)} {limit}) "
                f"to {literal(place / '0.parquet')} (format parquet)"
            )
            for number, file in enumerate(views[name].files if name in views else (), start=1):
                (place / f"{number}.parquet").symlink_to(file)
    came_again = {name: view.came_again for name, view in views.items() if view.came_again}
    newest = {name: newest_at(files, "timestamp") for name, files in came_again.items()}
    (folder.parent / NEWEST_FILE).write_text(json.dumps(newest), encoding="utf-8")
