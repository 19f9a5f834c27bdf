"""What becomes of rows: in landing, as SQL over Parquet, and in fetched exports, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.landing.entities import Column, Entity, Part
from pipeline.quoted import identifier, literal, words

Row = dict[str, Any]
Shown = Entity | Part

DOOMED = "doomed"
"""The table, in the session that rewrites, of the tickets that go."""


class Change(Protocol):
    """What becomes of rows."""

    def is_hit(self, shown: Shown) -> str | None:
        """SQL that tells which landed rows it changes; None where it changes none."""

    def select(self, shown: Shown) -> str | None:
        """SQL of what a landed row that is hit becomes, `*` included; None where it goes."""

    def hits_text(self) -> str | None:
        """SQL that tells which rejected rows go, by their `row_text`."""

    def of_row(self, entity: Entity, row: Row) -> Row | None:
        """What a row of an export becomes; None where it goes."""


@dataclass(frozen=True)
class Forgetting:
    """A person leaves: ids become a name that means nobody, what tells of them goes."""

    ids: frozenset[str]
    mails: frozenset[str]
    nobody: str

    def is_hit(self, shown: Shown) -> str | None:
        """Rows that name the person."""
        tests = [f"{_name(column)} in {words(self.ids)}" for column in _columns(shown, "id")]
        return " or ".join(tests) or None

    def select(self, shown: Shown) -> str | None:
        """The row without the person."""
        changes = [
            f"case when {_name(column)} in {words(self.ids)} then {literal(self.nobody)} "
            f"else {_name(column)} end as {_name(column)}"
            for column in _columns(shown, "id")
        ]
        changes += [f"null as {_name(column)}" for column in _columns(shown, "text")]
        return f"* replace ({', '.join(changes)})"

    def hits_text(self) -> str | None:
        """Rejected rows that hold an id or an address of theirs."""
        told = sorted(self.ids | self.mails)
        return " or ".join(f"contains(lower(row_text), {literal(one.lower())})" for one in told)

    def of_row(self, entity: Entity, row: Row) -> Row | None:
        """The row without the person."""
        named = entity.spellings(row)
        ids = [key for column in _columns(entity, "id") for key in named.get(column.name, ())]
        changed = dict(row)
        if any(str(row[key]) in self.ids for key in ids):
            changed |= {key: self.nobody for key in ids if str(row[key]) in self.ids}
            for column in _columns(entity, "text"):
                for key in named.get(column.name, ()):
                    changed.pop(key, None)
        for part in entity.parts:
            for key in named.get(part.list_column, ()):
                if part.is_of_objects and isinstance(row[key], list):
                    changed[key] = [self._of_element(part, element) for element in row[key]]
        return changed

    def _of_element(self, part: Part, element: Any) -> Any:
        if not isinstance(element, dict):
            return element
        spelled = part.with_keys(element).columns
        ids = [key for column in spelled if column.person == "id" for key in column.keys]
        hit = {key for key in ids if str(element[key]) in self.ids}
        texts = {key for column in spelled if column.person == "text" for key in column.keys}
        if not hit:
            return element
        return {
            key: self.nobody if key in hit else value
            for key, value in element.items()
            if key not in texts
        }


@dataclass(frozen=True)
class Pruning:
    """Tickets go, with all that belongs to them."""

    tickets: frozenset[str]

    def is_hit(self, shown: Shown) -> str | None:
        """Rows of such a ticket."""
        if not any(column.landed_name == "ticket_id" for column in _all(shown)):
            return None
        return f"ticket_id in (select ticket_id from {DOOMED})"

    def select(self, shown: Shown) -> str | None:
        """They go."""
        return None

    def hits_text(self) -> str | None:
        """What was rejected belongs to no ticket that is known."""
        return None

    def of_row(self, entity: Entity, row: Row) -> Row | None:
        """None if it belongs to such a ticket."""
        named = entity.spellings(row)
        keys = (
            key
            for column in entity.columns
            if column.landed_name == "ticket_id"
            for key in named.get(column.name, ())
        )
        return None if any(str(row[key]) in self.tickets for key in keys) else row


def _all(shown: Shown) -> Iterable[Column]:
    return shown.landed_columns if isinstance(shown, Entity) else (*shown.carried, *shown.columns)


def _columns(shown: Shown, person: str) -> list[Column]:
    return [column for column in _all(shown) if column.person == person]


def _name(column: Column) -> str:
    return identifier(column.landed_name)
