"""One export file: read, judged row by row, and put into landing.

First everything goes into one staging file, rejected rows with their reason beside good ones. So
nothing lands before the whole file has been read, and rows read are rows landed plus rejected.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.atomic import publish, sealed
from pipeline.errors import LandingError
from pipeline.landing.entities import Column, Entity
from pipeline.landing.files import EPOCH, ExportFile, UnreadableFileError
from pipeline.landing.last_value import marking_a_cut_value
from pipeline.landing.mapping import AS_IT_IS, Names, SourceMapping
from pipeline.landing.parts import part_sql, with_keys_of
from pipeline.landing.plain import PlainFile, make_plain
from pipeline.landing.raw_rows import RawRows
from pipeline.landing.readers import (
    csv_rows,
    is_closed,
    json_layout,
    json_rows,
    parquet_rows,
)
from pipeline.landing.reasons import Span
from pipeline.landing.receipts import LandedFile, write_receipt
from pipeline.landing.salvage import salvage_csv, salvage_json, salvage_parquet
from pipeline.landing.staging import Zone, staging_sql, whole_numbers_sql
from pipeline.landing.wrapped_json import Unwrapped, unwrap
from pipeline.quoted import file_literal, identifier, literal
from pipeline.shortage import shortage
from pipeline.workspace import Workspace

_NO_ROWS = RawRows("(select 1 as nothing where false)", texts={}, row_text="''", first_row=1)


class _MiscountedError(Exception):
    """DuckDB read other rows than the file has, and said nothing."""


@dataclass(frozen=True)
class StagedRows:
    """The rows of one export, judged, in a Parquet file that is not in landing yet."""

    path: Path
    rows_read: int
    rows_rejected: int
    too_new_until: datetime | None  # UTC: the earliest time rejected for being too new
    first_row: int
    parts: tuple[str, ...]  # the query for each part of the entity, over the good rows
    absent: Mapping[str, str] = field(default_factory=dict)  # mapped columns that the file lacks
    notices: tuple[str, ...] = ()  # what else somebody should know, as sentences on the file
    warnings: tuple[str, ...] = ()  # the same, but somebody should look


@dataclass(frozen=True)
class Stager:
    """Reads exports of one source in one run."""

    connection: duckdb.DuckDBPyConnection
    scratch: Path  # an empty folder on landing's file system
    time_zone: str
    span: Span
    mapping: SourceMapping = AS_IT_IS

    def stage(self, export: ExportFile) -> StagedRows:
        """Read and judge every row.

        Raises UnreadableFileError if the file gives no rows at all, or cannot be opened;
        LandingError if the machine lacks what reading it takes.
        """
        if export.format == "unknown":
            raise UnreadableFileError(_unknown_format(export))
        try:
            plain = make_plain(export, self.scratch, self.mapping.encoding)
            if plain.is_blank:
                staged = self._write(_NO_ROWS, export)
            elif export.format == "parquet":
                staged = self._parquet(plain, export)
            elif export.format == "csv":
                staged = self._csv(plain, export)
            else:
                staged = self._json(plain, export)
            return replace(staged, notices=plain.notices)
        except (duckdb.Error, pa.ArrowException, OSError, MemoryError) as error:
            if lack := shortage(error):
                raise LandingError(f"{export.path}: cannot be landed: {lack}") from error
            if isinstance(error, OSError) and error.errno is not None:
                if error.filename != str(export.path):
                    raise
                raise UnreadableFileError.unopened(error) from error
            raise UnreadableFileError(
                f"cannot be read ({_first_line(error)}); export it again"
            ) from error

    def _parquet(self, plain: PlainFile, export: ExportFile) -> StagedRows:
        if plain.cut:
            raise UnreadableFileError(f"cannot be read ({plain.cut}); export it again")
        names = self._names(export)

        def rows(path: Path) -> RawRows:
            return parquet_rows(path, names, self.connection)

        def saved(path: Path) -> RawRows:
            salvage_parquet(plain.path, path)
            return rows(path)

        return self._clean_or_saved(plain, export, lambda: rows(plain.path), saved)

    def _csv(self, plain: PlainFile, export: ExportFile) -> StagedRows:
        names = self._names(export)
        return self._clean_or_saved(
            plain,
            export,
            lambda: csv_rows(plain.path, names),
            lambda saved: salvage_csv(plain, names, saved),
        )

    def _json(self, plain: PlainFile, export: ExportFile) -> StagedRows:
        names = self._names(export)
        layout = json_layout(plain.path, export.format)
        wrapped: Unwrapped | None = None
        if layout != "array":
            wrapped = unwrap(plain.path, names, self.scratch / "unwrapped")
        if wrapped:
            plain, layout = replace(plain, path=wrapped.path), "array"
        is_whole = wrapped.is_whole if wrapped else layout != "array" or is_closed(plain.path)
        staged = self._clean_or_saved(
            plain,
            export,
            lambda: json_rows(plain.path, layout, names, self.connection) if is_whole else None,
            lambda saved: salvage_json(
                plain, layout, names, saved, has_more_behind=wrapped is not None
            ),
        )
        return replace(staged, warnings=wrapped.warnings(staged.rows_read) if wrapped else ())

    def _names(self, export: ExportFile) -> Names:
        return Names(export.entity, self.mapping)

    def _clean_or_saved(
        self,
        plain: PlainFile,
        export: ExportFile,
        clean: Callable[[], RawRows | None],
        save: Callable[[Path], RawRows],
    ) -> StagedRows:
        """DuckDB reads what it reads without complaint; anything else is saved row by row."""
        try:
            if not plain.cut and (rows := clean()):
                return self._write(rows, export)
        except (duckdb.Error, _MiscountedError) as error:
            if shortage(error):
                raise
        return self._write(save(self.scratch / "saved.parquet"), export)

    def _write(self, rows: RawRows, export: ExportFile) -> StagedRows:
        path = self.scratch / "staged.parquet"
        rows = marking_a_cut_value(rows, self.connection)
        entity = with_keys_of(export.entity, rows, self.connection)
        self._stage(rows, entity, path)
        whole = self.connection.execute(whole_numbers_sql(entity, _parquet(path))).fetchall()
        if whole:
            self._stage(rows, entity, path, [name for (name,) in whole])
        read, rejected, lines = _row(
            self.connection,
            f"select count(*), count(reason), coalesce(sum(lines), 0) from {_parquet(path)}",
        )
        too_new_until = _earliest_too_new(self.connection, path) if rejected else None
        if rows.rows_expected not in (None, read) or rows.lines_expected not in (None, lines):
            raise _MiscountedError
        parts = (
            part_sql(part, path, rows.first_row, self.time_zone, self.span) for part in entity.parts
        )
        return StagedRows(
            path, read, rejected, too_new_until, rows.first_row, tuple(parts), rows.absent
        )

    def _stage(
        self, rows: RawRows, entity: Entity, path: Path, whole_numbers: Collection[str] = ()
    ) -> None:
        zone = Zone(self.time_zone, self.mapping.time_format)
        query = staging_sql(rows, entity, zone, self.span, self.mapping, whole_numbers)
        self.connection.execute(
            f"copy ({query}) to {literal(path)} (format parquet, compression lz4)"
        )


def land_rows(
    workspace: Workspace,
    connection: duckdb.DuckDBPyConnection,
    staged: StagedRows,
    export: ExportFile,
    known: LandedFile,
) -> LandedFile:
    """Put staged rows into landing under the hash of `known`; its receipt comes last."""
    landed = replace(
        known,
        rows_read=staged.rows_read,
        rows_landed=staged.rows_read - staged.rows_rejected,
        rows_rejected=staged.rows_rejected,
        too_new_until=staged.too_new_until,
        absent=dict(staged.absent),
        notices=staged.notices,
        warnings=staged.warnings,
    )
    columns = _names(export.entity.landed_columns)
    modified_at = f"timestamptz {literal(str(landed.file_modified_at))}"
    row = f"coalesce(line, file_row_number + {staged.first_row})"
    rows = f"from read_parquet({file_literal(staged.path)}, file_row_number = true)"
    source, file_hash = literal(landed.source), literal(landed.file_hash or "")

    def landing_rows(columns: str, row: str, rows: str) -> str:
        return (
            f"select {source} as source, {columns}, {file_hash} as file_hash, "
            f"{modified_at} as file_modified_at, {row} as file_row {rows}"
        )

    good = landing_rows(columns, row, f"{rows} where reason is null")
    rejected = (
        f"select {source} as source, {literal(landed.entity)} as entity, "
        f"{literal(landed.file)} as file, {file_hash} as file_hash, {row} as line, "
        f"reason, row_text {rows} where reason is not null"
    )
    parts = [
        (
            landing_rows(_names((*part.carried, *part.columns)), "line", f"from ({query})"),
            landed.part_path(part.name),
        )
        for part, query in zip(export.entity.parts, staged.parts, strict=True)
    ]
    seals = {}
    for query, place in ((good, landed.rows_path), (rejected, landed.rejected_path), *parts):
        if place:
            aside = staged.path.with_name("landed.parquet")
            connection.execute(
                f"copy ({query}) to {literal(aside)} (format parquet, compression zstd)"
            )
            seals[place] = sealed(aside)
            publish(aside, workspace.landing / place)
    landed = replace(landed, seals=seals)
    write_receipt(workspace, landed)
    return landed


def _unknown_format(export: ExportFile) -> str:
    return (
        f"is named like an export of {export.entity.name}, but such a file is not read; save it as "
        "CSV, JSON, NDJSON or Parquet (plain or .gz), or give it another name"
    )


def _names(columns: Iterable[Column]) -> str:
    return ", ".join(identifier(column.landed_name) for column in columns)


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row: tuple[int, ...] | None = connection.execute(query).fetchone()
    assert row is not None
    return row


def _parquet(path: Path) -> str:
    return f"read_parquet({file_literal(path)})"


def _earliest_too_new(connection: duckdb.DuckDBPyConnection, staged: Path) -> datetime | None:
    row = connection.execute(
        f"select epoch_us(min(too_new_until)) from {_parquet(staged)}"
    ).fetchone()
    if row is None or row[0] is None:
        return None
    return EPOCH + timedelta(microseconds=row[0])


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].strip()
