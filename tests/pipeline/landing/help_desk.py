"""A help desk whose exports a test writes, lands and looks at."""

import codecs
import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.landing.loader import Landing, land_exports
from pipeline.landing.mapping import AS_IT_IS, SourceMapping
from pipeline.landing.receipts import LandedFile
from pipeline.landing.views import create_landing_views
from pipeline.workspace import Workspace
from tests.retelling import untold

STARTED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROVENANCE = {"file_hash", "file_modified_at", "file_row"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class SourceStandIn:
    """As much of a source as landing asks for."""

    name: str = "desk"
    kind: str = "generic"
    path: str = "exports/desk"
    time_zone: str = "UTC"
    mapping: SourceMapping = AS_IT_IS


@dataclass
class HelpDesk:
    """A workspace with one source."""

    root: Path
    source: SourceStandIn = SourceStandIn()
    told: list[str] = field(default_factory=list)
    landing: Landing | None = None  # of what lies in the folder now, once it is known

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @property
    def folder(self) -> Path:
        return self.root / "exports" / "desk"

    def write(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.landing = None
        return path

    def land(self, started_at: datetime = STARTED_AT) -> Landing:
        """Lands all files; whatever is wrong with them can be told in other languages."""
        sources = [self.source]
        self.landing = land_exports(self.workspace, sources, started_at, self.told.append)
        files = self.landing.files
        assert untold(file.error for file in files if file.error) == []
        assert untold(f"{it.source}/{it.file} {each}" for it in files for each in it.warnings) == []
        return self.landing

    def land_only(self, name: str, content: bytes | str) -> LandedFile:
        """Lands one file."""
        self.write(name, content)
        landing = self.land()
        assert [file.file for file in landing.files] == [name]
        return landing.files[0]

    def read(self, view: str, *, is_told: bool = True) -> list[dict[str, Any]]:
        """All rows of a landing view, in the order of the file.

        Why rows were refused can be told in other languages: but for what was drawn to confuse,
        which may be meant in two ways and then stays English.
        """
        orders = {"rejected_rows": "line", "load_files": "file", "load_sightings": "file"}
        order = orders.get(view, "file_row")
        rows = _VIEWS.of(self.workspace, self.landing or self.land()).execute(
            f"from landing.{view} order by file_hash, {order}"
        )
        names = [column[0] for column in rows.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
        if view == "rejected_rows" and is_told:
            assert untold(row["reason"] for row in found) == []
        return found

    def rejected(self) -> list[tuple[int, str]]:
        """Line and reason of every rejected row."""
        return [(row["line"], row["reason"]) for row in self.read("rejected_rows")]

    def landing_state(self) -> dict[str, tuple[bytes, int]]:
        """Bytes and modification time of everything in landing."""
        return {
            str(path.relative_to(self.workspace.landing)): (
                path.read_bytes() if path.is_file() else b"",
                path.stat().st_mtime_ns,
            )
            for path in sorted(self.workspace.landing.rglob("*"))
        }


class _Views:
    """The views of one landing at a time, in one database for all desks.

    Opening a database and making all views takes longer than to read a few rows of one.
    """

    def __init__(self) -> None:
        self._database = duckdb.connect()
        self._database.execute("set TimeZone = 'UTC'")
        self._landing: Landing | None = None

    def of(self, workspace: Workspace, landing: Landing) -> duckdb.DuckDBPyConnection:
        if self._landing is not landing:
            self._database.execute("drop schema if exists landing cascade")
            create_landing_views(self._database, workspace, landing.files)
            self._landing = landing
        return self._database


_VIEWS = _Views()


def without_provenance(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Landed rows without what tells from which file they came, sorted."""
    plain = [{k: v for k, v in row.items() if k not in PROVENANCE} for row in rows]
    return sorted(plain, key=repr)


def csv_text(
    columns: Sequence[str], rows: Iterable[Row], delimiter: str = ",", line_end: str = "\n"
) -> str:
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(columns)
    writer.writerows([row.get(column) for column in columns] for row in rows)
    return output.getvalue()


def export_bytes(ending: str, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The rows as a file whose name has this ending; `utf16` and the like stand before it."""
    how, _, kind = ending.removesuffix(".gz").rpartition(".")
    records = [{c: row.get(c) for c in columns if row.get(c) is not None} for row in rows]
    match kind:
        case "csv":
            delimiter = {"semicolon": ";", "tab": "\t"}.get(how, ",")
            text = csv_text(columns, rows, delimiter, "\r\n" if how == "crlf" else "\n")
        case "json" if how == "lines":
            text = "\n".join(json.dumps(record) for record in records)
        case "json":
            text = json.dumps(records, indent=2 if how == "pretty" else None)
        case "ndjson" | "jsonl":
            text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        case "parquet":
            table = pa.table({c: pa.array([r.get(c) for r in rows], pa.string()) for c in columns})
            sink = io.BytesIO()
            pq.write_table(table, sink)
            return _packed(ending, sink.getvalue())
        case _:
            raise AssertionError(ending)
    match how:
        case "utf16":
            content = text.encode("utf-16")
        case "utf16be":
            content = codecs.BOM_UTF16_BE + text.encode("utf-16-be")
        case "bom":
            content = codecs.BOM_UTF8 + text.encode()
        case _:
            content = text.encode()
    return _packed(ending, content)


def _packed(ending: str, content: bytes) -> bytes:
    if not ending.endswith(".gz"):
        return content
    middle = len(content) // 2  # two members: gzip allows it, and some tools write it
    return gzip.compress(content[:middle]) + gzip.compress(content[middle:])


EVENT_COLUMNS = (
    "event_id",
    "ticket_id",
    "occurred_at",
    "kind",
    "value",
    "previous_value",
    "actor_kind",
    "actor_id",
    "channel",
    "updated_at",
)


def event(number: int, **changes: str | None) -> dict[str, str | None]:
    """A good event, changed."""
    return {
        "event_id": f"e{number}",
        "ticket_id": "t1",
        "occurred_at": f"2025-06-01T10:00:{number % 60:02}Z",
        "kind": "message",
        "actor_kind": "customer",
    } | changes


def events_csv(*rows: Row) -> str:
    return csv_text(EVENT_COLUMNS, rows)
