"""What went in, what was odd about it, and which run this is."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record, records
from pipeline.marts.scope import EVERYBODY, Scope
from pipeline.marts.snapshot import ask, opened


class Run(Record):
    """The run that published the snapshot."""

    run_id: str
    as_of: datetime
    reading: str
    goal: float
    odd_share: float
    """Beyond it something odd about the data is pointed out."""
    language: str
    default_calendar_id: str
    default_time_zone: str
    working_day_seconds: int | None = None
    """What one working day is in the default calendar, in open seconds."""
    policy_hash: str
    landing_hash: str
    code_version: str
    started_at: datetime
    finished_at: datetime | None


def run_info(_scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row: run_id, as_of, reading, goal, hashes, started_at, finished_at.

    And working_day_seconds of the default calendar.
    """
    return ask(
        snapshot,
        """
        select
            run_info.*,
            working_day_seconds
        from run_info
        left join dim_calendars
            on default_calendar_id = calendar_id
        """,
    )


@lru_cache(maxsize=16)
def run_of(snapshot: Path) -> Run:
    """The run that published a snapshot. Raises OldSnapshotError where it was another version's."""
    return records(run_info(EVERYBODY, snapshot), Run)[0]


def load_counts(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per source and entity: files, rows read, landed and rejected, newest_file_at.

    How much there is of everybody's tells of anybody: none unless the scope is everybody.
    """
    return ask(
        snapshot,
        f"""
        select
            source,
            entity,
            count(*) as files,
            cast(sum(rows_read) as bigint) as rows_read,
            cast(sum(rows_landed) as bigint) as rows_landed,
            cast(sum(rows_rejected) as bigint) as rows_rejected,
            max(file_modified_at) as newest_file_at
        from load_files
        where {scope.is_everybody}
        group by source, entity
        order by source, entity
        """,
    )


def rejected_rows(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per rejected row: source, file, line, reason, row_text.

    They may be anybody's, so only who sees everybody sees any.
    """
    return ask(
        snapshot,
        f"""
        select source, file, line, reason, row_text
        from rejected_rows
        where {scope.is_everybody}
        order by source, file, line
        """,
    )


def data_findings(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per finding: kind, source, key, message; none unless the scope is everybody."""
    return ask(
        snapshot,
        f"select * from data_findings where {scope.is_everybody} order by kind, source, key",
    )


def trouble_counts(snapshot: Path) -> tuple[int, int]:
    """How many rejected rows and how many findings a file of marts holds.

    The file is let go of again: a run that counts publishes it then.
    """
    query = "select (select count(*) from marts.rejected_rows), count(*) from marts.data_findings"
    with opened(snapshot) as connection:
        [(rejected_row_count, finding_count)] = connection.execute(query).fetchall()
    return rejected_row_count, finding_count
