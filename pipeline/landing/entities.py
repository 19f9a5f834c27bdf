"""What a kind of source exports, as data: entities, their columns, and which rows are no good.

A further help desk is one more folder beside `sources/generic`; nothing else in this package
names an entity or a column.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from pipeline.landing.spellings import Names

ColumnType = Literal["text", "timestamp", "integer", "boolean", "list", "first_of_list"]

SQL_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "list": "VARCHAR",  # JSON text; never landed itself, only as rows of a `Part`
    "first_of_list": "VARCHAR",  # of a JSON list the first value; other text as it is
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
    person: Literal["id", "text"] | None = None  # names a customer's person, or tells of them
    path: str | None = None  # a text's place in the object that the column holds, a.b; of an
    # element of a list: in the element
    landed_as: str | None = None  # its name in landing, where that differs
    aliases: tuple[str, ...] = ()  # what else it is called; of several in a row `name` wins
    keys: tuple[str, ...] = ()  # in a list: how this file spells it, the first that is filled wins

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

    def with_keys(self, keys: Iterable[str]) -> "Part":
        """The same, each column knowing which of a file's keys mean it."""
        found = _names(self.columns, is_free=True).spellings(keys)
        columns = (replace(c, keys=tuple(found.get(c.name, ()))) for c in self.columns)
        return replace(self, columns=tuple(columns))

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
    cut_at: tuple[int, ...] = ()  # at so many rows the desk cuts a CSV file without a word
    is_spelled_freely: bool = False  # `ticket_id`, `ticketId` and `Ticket ID` are one name
    is_optional: bool = False  # an empty file of it is no rows, not a failed export

    def spellings(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Which of a file's names mean each declared column that is there, the declared first.

        Case makes no difference; neither do underscores, hyphens and blanks where the entity
        `is_spelled_freely`.
        """
        return self._names.spellings(names)

    @cached_property
    def _names(self) -> Names:
        return _names(self.columns, is_free=self.is_spelled_freely)

    def with_keys(self, keys: Mapping[str, Iterable[str]]) -> "Entity":
        """The same, knowing how a file spells the keys in its lists; `keys` by list column."""
        parts = (part.with_keys(keys.get(part.list_column, ())) for part in self.parts)
        return replace(self, parts=tuple(parts))

    def has(self, column: str) -> bool:
        """Whether it declares a column of this name."""
        return any(each.name == column for each in self.columns)

    @property
    def landed_columns(self) -> tuple[Column, ...]:
        """The columns of its landed rows: all but lists."""
        return tuple(column for column in self.columns if column.type != "list")

    def landed_types(self) -> dict[str, str]:
        """Name and SQL type of every column of a landed row, in order."""
        own = {column.landed_name: SQL_TYPES[column.type] for column in self.landed_columns}
        return {"source": "VARCHAR"} | own | PROVENANCE


def _names(columns: Iterable[Column], *, is_free: bool) -> Names:
    return Names({column.name: column.aliases for column in columns}, is_free=is_free)


@dataclass(frozen=True)
class Code:
    """What one code of a kind means; the models map by these as a table, code by code."""

    topic: str  # what it is a code of: status, channel, …
    code: str
    meaning: str
    channel: str | None = None  # of messages of this type, where it follows


SeverityMark = Literal["tag", "department", "field"]


@dataclass(frozen=True)
class SourceKind:
    """One kind of source: the entities that it exports, and where its tickets tell what."""

    name: str
    entities: tuple[Entity, ...]
    event_times: tuple[tuple[str, str], ...]  # landing view and column of all that can happen
    accounts: str  # query over the landing views: source, ticket_id, account_id, account_name
    severities: str  # likewise: source, ticket_id, mark, name, value, in lower case, '' for none
    codes: tuple[Code, ...] = ()
    severity_field: str | None = None  # the column in which tickets and events tell severity
    severity_marks: tuple[SeverityMark, ...] = ()  # what else a ticket's severity may follow from
    has_api: bool = False  # a desk whose API is known, so that its exports can be fetched
    is_mapped: bool = False  # exports of any desk, whose words vip-sla.yml may translate into ours

    def severity_mistake(self, mark: SeverityMark, field: object) -> str | None:
        """Why a rule by such a mark can never meet, and the remedy; None where it can."""
        if mark in self.severity_marks or (mark == "field" and field == self.severity_field):
            return None
        if self.severity_field and not self.severity_marks:
            return (
                f"{self.name} exports tell severity in one column; write "
                f"{{field: {self.severity_field}, value: …, level: …}}"
            )
        known = " or ".join(self.severity_marks) or "nothing"
        return f"{self.name} exports have no such {mark}; write a rule by {known}"

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
