"""What went in and what was odd about it, for a page: none of it unless the scope is everybody.

Files, rejected rows and findings may be anybody's and tell of anybody.
"""

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask, tables


class Source(Record):
    """What came from a source, and how fresh it is."""

    source: str
    file_count: int
    unreadable_count: int
    rows_read: int
    rows_landed: int
    rows_rejected: int
    newest_file_at: datetime | None
    newest_event_at: datetime | None


class EventsOfDay(Record):
    """The events of a source on a day of UTC."""

    source: str
    day: date
    event_count: int
    newest_event_at: datetime


class LoadedFile(Record):
    """A file of a source."""

    source: str
    entity: str
    file: str
    file_modified_at: datetime | None
    rows_read: int
    rows_landed: int
    rows_rejected: int
    error: str | None


class RejectedRow(Record):
    """A row of an export that was refused."""

    source: str
    entity: str
    file: str
    line: int
    reason: str
    row_text: str | None

    @property
    def cause(self) -> str:
        """What is wrong with it."""
        return self.reason.rpartition("; ")[0] or self.reason

    @property
    def remedy(self) -> str:
        """What to do about it; empty where the reason does not tell."""
        _, told, remedy = self.reason.rpartition("; ")
        return remedy if told else ""


class Finding(Record):
    """Something that exports or register got wrong without being unreadable."""

    kind: str
    kind_count: int
    source: str
    key: str
    message: str


class PublishedTable(Record):
    """A published table."""

    table_name: str
    row_count: int | None
    """Null of a view, whose rows nobody counts."""
    description: str | None


def loaded_files(scope: Scope, snapshot: Path, limit: int) -> pd.DataFrame:
    """One row per file, those with something to look at first, then the newest: `load_files`."""
    return ask(
        snapshot,
        f"""
        select *
        from load_files
        where {scope.is_everybody}
        order by error is null, rows_rejected = 0, file_modified_at desc, source, entity, file
        limit $limit
        """,
        {"limit": limit},
    )


def loaded_sources(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per source: how many files and rows, and how fresh.

    Columns: source, file_count, unreadable_count, rows_read, rows_landed, rows_rejected,
    newest_file_at, newest_event_at (the source's newest event up to as_of, null without any).
    """
    return ask(
        snapshot,
        f"""
        select
            source,
            count(*) as file_count,
            count(error) as unreadable_count,
            cast(sum(rows_read) as bigint) as rows_read,
            cast(sum(rows_landed) as bigint) as rows_landed,
            cast(sum(rows_rejected) as bigint) as rows_rejected,
            max(file_modified_at) as newest_file_at,
            max(newest_event_at) as newest_event_at
        from load_files
        left join source_events using (source)
        where {scope.is_everybody}
        group by source
        order by source
        """,
    )


def events_by_day(scope: Scope, snapshot: Path, days: int) -> pd.DataFrame:
    """One row per source and day of UTC with events, of the last so many days up to as_of.

    Columns: source, day, event_count, newest_event_at; a day without events has no row.
    """
    return ask(
        snapshot,
        f"""
        select
            source,
            cast(occurred_at at time zone 'UTC' as date) as day,
            count(*) as event_count,
            max(occurred_at) as newest_event_at
        from fct_ticket_events
        cross join run_info
        where
            {scope.is_everybody}
            and occurred_at > as_of - to_days($days)
        group by all
        order by source, day
        """,
        {"days": days},
    )


def first_rejected_rows(scope: Scope, snapshot: Path, limit: int) -> pd.DataFrame:
    """One row per rejected row, by file and line: source, entity, file, line, reason, row_text."""
    return ask(
        snapshot,
        f"""
        select source, entity, file, line, reason, left(row_text, 500) as row_text
        from rejected_rows
        where {scope.is_everybody}
        order by source, entity, file, line
        limit $limit
        """,
        {"limit": limit},
    )


def first_findings(scope: Scope, snapshot: Path, limit: int) -> pd.DataFrame:
    """One row per finding, of each kind so many: kind, kind_count, source, key, message."""
    return ask(
        snapshot,
        f"""
        select kind, count(*) over (partition by kind) as kind_count, source, key, message
        from data_findings
        where {scope.is_everybody}
        qualify row_number() over (partition by kind order by source, key, message) <= $limit
        order by kind_count desc, kind, source, key, message
        """,
        {"limit": limit},
    )


def published_tables(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per published table: table_name, row_count (null of a view), description (English).

    None unless the scope is everybody.
    """
    found = tables(snapshot) if scope.is_everybody else tables(snapshot).head(0)
    return found.rename(columns={"table": "table_name", "rows": "row_count"})
