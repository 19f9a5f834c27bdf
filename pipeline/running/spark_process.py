"""`python -m pipeline.running.spark_process ARGUMENTS`: dbt on Spark, whose session has landing.

Begun in the folder of the build on Spark: in it lie landing's tables, a folder each, and all that
is made.
"""

import json
import logging
import os
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

from pipeline.landing.views import SCHEMA
from pipeline.running.dbt_process import build
from pipeline.running.plan_process import end_with_standard_input
from pipeline.running.spark import MARTS, NEWEST_FILE, REMOTE

_LANDED = "landed"
"""The schema of the tables behind landing's views."""


def open_session(folder: Path) -> SparkSession:
    """The session that dbt finds open: on this machine, or that of a Spark Connect server."""
    if remote := os.environ.get(REMOTE):
        os.environ["SPARK_REMOTE"] = remote
        return SparkSession.builder.remote(remote).getOrCreate()
    cores = os.cpu_count() or 1
    settings = {
        "spark.master": f"local[{cores}]",
        "spark.driver.memory": os.environ.get("VIP_SLA_SPARK_MEMORY", "2g"),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(cores),
        "spark.sql.catalogImplementation": "in-memory",  # nothing outlives the build
        "spark.sql.warehouse.dir": str(folder / "tables"),
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


def declare_landing(session: SparkSession, folder: Path) -> None:
    """Make schema `landing` of the tables in a folder, and schema `marts`, whose place is known.

    Both begin empty, as do the schemas between them: an earlier build may have left theirs.
    """
    for schema in (_LANDED, SCHEMA, "staging", "intermediate", MARTS):
        session.sql(f"drop database if exists {schema} cascade")
    session.sql(f"create database {_LANDED}")
    session.sql(f"create database {SCHEMA}")
    session.sql(f"create database {MARTS} location '{folder / MARTS}'")
    newest: dict[str, str] = json.loads((folder / NEWEST_FILE).read_text(encoding="utf-8"))
    for place in sorted((folder / SCHEMA).iterdir()):
        name = place.name
        columns = session.read.parquet(str(place / "0.parquet")).schema
        session.catalog.createTable(f"{_LANDED}.{name}", str(place), "parquet", columns)
        modified_at = newest.get(name, "file_modified_at")
        shown = ", ".join(
            f"{modified_at} as file_modified_at" if column == "file_modified_at" else f"`{column}`"
            for column in columns.names
        )
        session.sql(f"create view {SCHEMA}.{name} as select {shown} from {_LANDED}.{name}")


if __name__ == "__main__":
    end_with_standard_input()
    for chatty in ("SQLQueryContextLogger", "py4j"):
        logging.getLogger(chatty).disabled = True
    declare_landing(open_session(Path.cwd()), Path.cwd())
    sys.exit(build(dbtRunner(), sys.argv[1:]))
