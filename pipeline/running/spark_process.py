"""`python -m pipeline.running.spark_process ARGUMENTS`: dbt on Spark, whose session has landing.

Begun in the folder of the build on Spark, which has the layout of what there is to read.
"""

import logging
import os
import re
import sys
import warnings
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

from pipeline.landing.views import SCHEMA
from pipeline.running.dbt_process import build
from pipeline.running.plan_process import end_with_standard_input
from pipeline.running.spark import LAYOUT, REMOTE, SCHEMAS, Layout

_LANDED = SCHEMAS[0]
"""The schema of the tables behind landing's views."""


def open_session(folder: Path) -> SparkSession:
    """The session that dbt finds open: on this machine, or that of a Spark Connect server."""
    if remote := os.environ.get(REMOTE):
        os.environ["SPARK_REMOTE"] = remote
        return SparkSession.builder.remote(remote).getOrCreate()
    cores = os.environ.get("VIP_SLA_SPARK_CORES") or str(os.cpu_count() or 1)
    settings = {
        "spark.master": f"local[{cores}]",
        "spark.driver.memory": os.environ.get("VIP_SLA_SPARK_MEMORY", "4g"),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": cores,
        "spark.sql.catalogImplementation": "in-memory",  # nothing outlives the build
        "spark.local.dir": str(folder / "spilled"),
        "spark.ui.enabled": "false",
        "spark.sql.ui.retainedExecutions": "1",  # else a gigabyte of plans that nobody looks at
        "spark.ui.retainedJobs": "10",
        "spark.ui.retainedStages": "10",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.appName("vip-sla")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")  # dbt tells what fails, and why
    return session


def declare(session: SparkSession, layout: Layout) -> None:
    """Make the schemas of a build, empty, and `landing` of what there is to read.

    What they make lies in the folder of the build, as a server's own would outlive it. An earlier
    build may have left its tables' names.
    """
    for schema in SCHEMAS:
        session.sql(f"drop database if exists {schema} cascade")
        session.sql(f"create database {schema} location '{_quoted(layout.tables)}/{schema}'")
    for name, relation in layout.landing.items():
        own = session.read.parquet(_listed(layout.workspace, relation.files[:1]))
        session.catalog.createTable(
            f"{_LANDED}.{name}", _listed(layout.workspace, relation.files), "parquet", own.schema
        )
        modified_at = relation.newest_at or "file_modified_at"
        shown = ", ".join(
            f"{modified_at} as file_modified_at" if column == "file_modified_at" else f"`{column}`"
            for column in own.columns
        )
        session.sql(f"create view {SCHEMA}.{name} as select {shown} from {_LANDED}.{name}")


def _listed(workspace: str, files: list[str]) -> str:
    """Some files as the one path that a table of Spark has: a pattern that nothing else fits."""
    escaped = (re.sub(r"([\\\[\]{}*?,])", r"\\\1", part) for part in (workspace, *files))
    place, *names = escaped
    return f"{place}/{{{','.join(names)}}}" if len(names) > 1 else f"{place}/{names[0]}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


if __name__ == "__main__":
    end_with_standard_input()
    warnings.simplefilter("ignore")  # of settings that dbt wants and a server has its own of
    for chatty in ("SQLQueryContextLogger", "py4j"):
        logging.getLogger(chatty).disabled = True
    declare(open_session(Path.cwd()), Layout.read(Path(LAYOUT)))
    sys.exit(build(dbtRunner(), sys.argv[1:]))
