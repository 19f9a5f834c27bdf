"""Lists inside the rows of an export, landed as rows of their own, one per element."""

from pathlib import Path

import duckdb

from pipeline.landing.entities import Column, Entity, Part
from pipeline.landing.mapping import BLANK
from pipeline.landing.raw_rows import RawRows
from pipeline.landing.reasons import Span
from pipeline.landing.staging import Zone, staging_sql
from pipeline.quoted import file_literal, identifier, json_path, literal


def part_sql(part: Part, staged: Path, first_row: int, time_zone: str, span: Span) -> str:
    """A query for the landed columns of a part, and `line`, from the good rows staged in a file."""
    rows = RawRows(
        scan=(
            f"(select *, coalesce(line, file_row_number + {first_row}) as row_of_list, "
            f"unnest(json_extract({identifier(part.list_column)}, '$[*]')) as element "
            f"from read_parquet({file_literal(staged)}, file_row_number = true) "
            f"where reason is null and {identifier(part.list_column)} is not null)"
        ),
        texts={column.name: identifier(column.name) for column in part.carried}
        | {column.name: _element_text(column) for column in part.columns},
        row_text="''",
        first_row=first_row,
        line="row_of_list",
    )
    entity = Entity(part.name, (*part.carried, *part.columns))
    return staging_sql(rows, entity, Zone(time_zone), span)


def _element_text(column: Column) -> str:
    if column.name == "$":
        return "json_extract_string(element, '$')"
    paths = [json_path(column.path)] if column.path else map(_path, column.keys or (column.name,))
    texts = [f"json_extract_string(element, {literal(path)})" for path in paths]
    filled = (f"nullif(trim({text}, {BLANK}), '')" for text in texts)
    return f"coalesce({', '.join(filled)})" if len(texts) > 1 else texts[0]


def _path(key: str) -> str:
    return f'$."{key}"'


def with_keys_of(entity: Entity, rows: RawRows, connection: duckdb.DuckDBPyConnection) -> Entity:
    """The entity, knowing how this file spells the keys in its lists, for which it is read once.

    Raises duckdb.Error where the file cannot be read this way.
    """
    lists = {part.list_column for part in entity.parts if part.is_of_objects}
    keys: dict[str, list[str]] = {}
    for name in lists.intersection(rows.texts) if entity.is_spelled_freely else ():
        text = rows.texts[name]
        is_list = f"case when json_valid({text}) then json_type({text}) = 'ARRAY' end"
        found = connection.execute(
            "select distinct unnest(json_keys(element)) as key from (select unnest("
            f"json_extract(case when {is_list} then {text} end, '$[*]')) as element "
            f"from {rows.scan}) where json_type(element) = 'OBJECT' order by key"
        ).fetchall()
        keys[name] = [key for (key,) in found]
    return entity.with_keys(keys)
