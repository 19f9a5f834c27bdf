"""What a source's own words became: a few rows of each entity, and what maps to nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import duckdb
import pandas as pd

from pipeline.landing.entities import Entity, SourceKind
from pipeline.landing.mapping import vocabularies
from pipeline.landing.sources import KINDS
from pipeline.quoted import identifier, literal
from pipeline.settings.config import Source

SHOWN_ROWS = 10
_SHOWN_WORDS = 10


@dataclass(frozen=True)
class MappedRows:
    """The first rows of an entity, as they landed; tickets with the severity that they get."""

    source: str
    entity: str
    row_count: int
    rows: pd.DataFrame


@dataclass(frozen=True)
class NotMapped:
    """How many rows have something that maps to nothing."""

    source: str
    entity: str
    what: str
    row_count: int


def mapped_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, severities: Collection[int]
) -> Iterator[MappedRows | NotMapped]:
    """Every entity that landed of a source whose settings map anything; others give nothing."""
    kind = KINDS[source.kind]
    if not (kind.is_mapped and (source.mapping.settings() or source.severity)):
        return
    for entity in kind.entities:
        view = f"landing.{kind.name}_{entity.landed_as or entity.name}"
        scan = f"{view} where source = {literal(source.name)}"
        row = connection.execute(f"select count(*) from {scan}").fetchone()
        count = row[0] if row else 0
        if count:
            columns = ", ".join(identifier(c.landed_name) for c in entity.landed_columns)
            rows = connection.execute(
                f"select {columns} from {scan} "
                f"order by file_modified_at, file_hash, file_row limit {SHOWN_ROWS}"
            ).df()
            if "severity" in rows:
                levels = [severity_of(source, _word(word), severities) for word in rows["severity"]]
                at = list(rows.columns).index("severity") + 1
                rows.insert(at, "level", pd.Series(levels, dtype="Int64"))
            yield MappedRows(source.name, entity.name, count, rows)
            yield from _unknown_words(connection, source, severities, kind, entity, scan)
        yield from _rejected(connection, source, entity)


def severity_of(source: Source, word: str | None, severities: Collection[int]) -> int | None:
    """The severity that a source's rules give to a word, as the models do."""
    text = (word or "").lower()
    for rule in source.severity:
        if rule.value is not None and rule.value.lower() == text:
            return rule.severity
    if text in map(str, severities):
        return int(text)
    return next((rule.severity for rule in source.severity if rule.default is not None), None)


def _unknown_words(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    severities: Collection[int],
    kind: SourceKind,
    entity: Entity,
    scan: str,
) -> Iterator[NotMapped]:
    def words(column: str, condition: str = "true") -> list[tuple[str | None, int]]:
        return connection.execute(
            f"select {column}, count(*) from {scan} and {condition} "
            "group by all order by count(*) desc, 1"
        ).fetchall()

    graded: list[tuple[str | None, int]] = []
    if entity.has("severity"):
        graded = words("severity")
    elif entity.has("kind") and entity.has("value"):
        graded = words("value", "kind = 'severity' and value is not null")
    unknown = [(word, n) for word, n in graded if severity_of(source, word, severities) is None]
    yield from _told(source, entity, "with a severity that no rule knows", unknown)
    status = vocabularies(kind).get("status", ())
    if entity.has("status"):
        unknown = [(word, n) for word, n in words("status") if word and word not in status]
        yield from _told(source, entity, "with a status that is none of ours", unknown)
    if source.account and entity.name == "tickets":
        yield from _told(
            source, entity, "without an account", words("account_id", "account_id is null")
        )


def _told(
    source: Source, entity: Entity, what: str, words: list[tuple[str | None, int]]
) -> Iterator[NotMapped]:
    if words:
        shown = ", ".join(
            f'"{word}" ({count:,})' if word else f"empty ({count:,})"
            for word, count in words[:_SHOWN_WORDS]
        )
        more = ", …" if len(words) > _SHOWN_WORDS else ""
        total = sum(count for _, count in words)
        yield NotMapped(source.name, entity.name, f"{what}: {shown}{more}", total)


def _rejected(
    connection: duckdb.DuckDBPyConnection, source: Source, entity: Entity
) -> Iterator[NotMapped]:
    found = connection.execute(
        "select reason, count(*) from landing.rejected_rows where source = ? and entity = ? "
        f"group by reason order by count(*) desc, reason limit {_SHOWN_WORDS}",
        [source.name, entity.name],
    )
    for reason, count in found.fetchall():
        yield NotMapped(source.name, entity.name, f"rejected, as {reason}", count)


def _word(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None
