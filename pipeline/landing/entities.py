"""What a kind of source exports, as data: entities, their columns, and which rows are no good.

A further help desk is one more `SourceKind` beside `sources/generic.py`; nothing else in this
package names an entity or a column.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "timestamp", "integer", "boolean", "list"]

SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "list": "VARCHAR",  # JSON text; never landed itself, only as rows of a `Part`
}
"""How a column's type is called in DuckDB."""

PROVENANCE: dict[str, str] = {
    "file_hash": "VARCHAR",
    "file_modified_at": "TIMESTAMP WITH TIME ZONE",
    "file_row": "BIGINT",
}
"""What every landed row carries behind its own columns."""


@dataclass(frozen=True)
class Column:
    """One column of an export. Values are trimmed; empty is null."""

    name: str
    type: ColumnType = "text"
    required: bool = False  # a table (CSV, Parquet) without this column is no such export
    filled: bool = False  # a row without a value here is rejected
    lower: bool = False  # a word of a fixed vocabulary: landed in lower case
    allowed: tuple[str, ...] | None = None  # other words are rejected; empty is fine unless filled
    is_free_text: bool = False  # people write it, so a line break in it is no sign of damage
    is_bounded: bool = False  # a time that must lie in the run's `Span`
    landed_as: str | None = None  # its name in landing, where that differs

    @property
    def landed_name(self) -> str:
        """The column's name in landing."""
        return self.landed_as or self.name


@dataclass(frozen=True)
class Rule:
    """Where `when_column` is `when_value`, `column` must be one of `allowed`, in any case."""

    column: str
    when_column: str
    when_value: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A list inside an entity's rows, landed beside it: one row per element.

    Rows of a part carry the provenance of the row that they come from, so that each version of a
    row finds its own. They are not counted: a row with a list that is no good is rejected whole.
    """

    name: str
    entity: str
    list_column: str
    carried: tuple[Column, ...]  # of the entity, by their names in landing
    columns: tuple[Column, ...]  # of an element, which is an object, or a value if there is only $

    @property
    def is_of_objects(self) -> bool:
        """Whether elements are objects."""
        return [column.name for column in self.columns] != ["$"]

    def landed_types(self) -> dict[str, str]:
        """Name and SQL type of every column of a landed row, in order."""
        own = {c.landed_name: SQL_TYPES[c.type] for c in (*self.carried, *self.columns)}
        return {"source": "VARCHAR"} | own | PROVENANCE


@dataclass(frozen=True)
class Entity:
    """One kind of row that a source exports, in files named `<name>*`."""

    name: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    parts: tuple[Part, ...] = ()
    landed_as: str | None = None  # its name among the landing views, where that differs
    lacking: str = ""  # what a table without a required column is taken for, and the remedy

    @property
    def landed_columns(self) -> tuple[Column, ...]:
        """The columns of its landed rows: all but lists."""
        return tuple(column for column in self.columns if column.type != "list")

    def landed_types(self) -> dict[str, str]:
        """Name and SQL type of every column of a landed row, in order."""
        own = {column.landed_name: SQL_TYPES[column.type] for column in self.landed_columns}
        return {"source": "VARCHAR"} | own | PROVENANCE


@dataclass(frozen=True)
class SourceKind:
    """One kind of source: the entities that it exports, and where its tickets tell what."""

    name: str
    entities: tuple[Entity, ...]
    event_times: tuple[tuple[str, str], ...]  # landing view and column of all that can happen
    accounts: str  # query over the landing views: source, ticket_id, account_id, account_name

    def entity_of(self, stem: str) -> Entity | None:
        """The entity whose files are named like `stem`; the longest name wins."""
        fitting = [e for e in self.entities if stem.lower().startswith(e.name)]
        return max(fitting, key=lambda entity: len(entity.name), default=None)

    def entity(self, name: str) -> Entity:
        """The entity of this name."""
        return next(entity for entity in self.entities if entity.name == name)

    def views(self) -> Iterator[tuple[str, Entity | Part]]:
        """Name of the landing view of each entity and part, and what it shows."""
        for entity in self.entities:
            yield f"{self.name}_{entity.landed_as or entity.name}", entity
            for part in entity.parts:
                yield f"{self.name}_{part.name}", part
