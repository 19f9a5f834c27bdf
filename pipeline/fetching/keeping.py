"""What of an answer is kept: what landing reads, and nothing else unless vip-sla.yml says so."""

from collections.abc import Callable, Iterable
from functools import cache

from pipeline.fetching.journal import Row
from pipeline.landing.entities import Part
from pipeline.landing.sources import KINDS
from pipeline.settings.fetch import Fetch

Keep = Callable[[Row], Row]

_SUBJECTS = frozenset({"subject"})


def keeper(kind: str, entity_name: str, fetch: Fetch) -> Keep:
    """A function that makes of a row what is kept of it."""
    entity = KINDS[kind].entity(entity_name)
    left_out = frozenset() if fetch.keep_subjects else _SUBJECTS

    @cache
    def columns(keys: tuple[str, ...]) -> dict[str, str]:
        """Of a row's keys those that are kept, and the column that each means."""
        if fetch.keep_bodies:
            return {key: key for key in keys if key.lower() not in left_out}
        meant = entity.spellings(keys).items()
        return {key: name for name, spelled in meant for key in spelled if name not in left_out}

    parts = {} if fetch.keep_bodies else {part.list_column: part for part in entity.parts}

    def keep(row: Row) -> Row:
        kept = {}
        named = columns(tuple(row))
        for key in row:  # in the order in which they came
            if key in named:
                part = parts.get(named[key])
                kept[key] = _elements(part, row[key]) if part else row[key]
        return kept

    return keep


def _elements(part: Part, elements: object) -> object:
    """A list without what its part does not name; what is no list is landing's to judge."""
    if not part.is_of_objects or not isinstance(elements, list):
        return elements
    return [
        {key: element[key] for key in _keys(part, tuple(element))}
        if isinstance(element, dict)
        else element
        for element in elements
    ]


@cache
def _keys(part: Part, keys: tuple[str, ...]) -> Iterable[str]:
    meant = {key for column in part.with_keys(keys).columns for key in column.keys}
    meant |= {column.path.split(".")[0] for column in part.columns if column.path}
    return tuple(key for key in keys if key in meant)
