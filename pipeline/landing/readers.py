"""How DuckDB reads a clean file: as text, column by column, however the file keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import duckdb

from pipeline.landing.csv_records import Lines, count_lines, read_header
from pipeline.landing.database import identifier, literal
from pipeline.landing.files import Format, UnreadableFileError
from pipeline.landing.mapping import Found, Names

JsonLayout = Literal["array", "newline_delimited", "unstructured"]

_LARGEST_ELEMENT = 64 << 20  # bytes of one JSON element
_QUOTED = '["\\n\\r]'


@dataclass(frozen=True)
class RawRows:
    """Rows as text. All but `scan` are SQL expressions over the columns of `scan`."""

    scan: str
    texts: dict[str, str]  # by name of the declared column; absent columns are left out
    row_text: str
    first_row: int  # the number that a person gives to the first row
    broken: str = "null"  # why a row cannot be read at all
    line: str = "null"  # the row's number, where it does not follow from its position
    lines: str = "1"  # how many lines of the file the row takes
    lines_expected: int | None = None  # how many all rows must take, where nothing else tells
    absent: Mapping[str, str] = field(default_factory=dict)  # mapped columns that the file lacks


def csv_rows(path: Path, names: Names, *, has_long_texts: bool) -> RawRows:
    """A CSV file, in the dialect that its header tells. Raises UnreadableFileError.

    DuckDB's threads begin anywhere in the file, so a text over several lines can mislead them: the
    query fails at the first line break, unless the file `has_long_texts` and one thread reads it.
    That one says nothing if the last text is never closed, so then the lines must be counted. A
    line break where no text belongs fails always: an opening quote was never closed there, and
    swallowed the rows behind it. Lines that are read over before the header can mislead it, too.
    """
    header = read_header(Lines(path), names)
    found = names.find(header.names, "required")
    columns = [f"c{number}" for number in range(len(header.names))]
    long = dict(zip(columns, header.is_free_text(names), strict=True)) if has_long_texts else {}
    is_counted = has_long_texts or header.line > 1
    breaks = [
        f"contains({column}, chr({header.line_end}))" for column in columns if not long.get(column)
    ]
    lines = " + ".join(["1", *(_line_breaks(c) for c, is_long in long.items() if is_long)])
    delimiter = literal(header.delimiter)
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    quoted = (
        f"case when regexp_matches({c}, {literal(_QUOTED)}) or contains({c}, {delimiter}) "
        f"then '\"' || replace({c}, '\"', '\"\"') || '\"' else coalesce({c}, '') end"
        for c in columns
    )
    texts, contradiction = names.texts(found, dict(zip(header.names, columns, strict=True)))
    line_break = f"case when {' or '.join(['false', *breaks])} then error('a line break') end"
    return RawRows(
        scan=f"read_csv({literal(path)}, auto_detect = false, header = true, "
        f"skip = {header.line - 1}, delim = {delimiter}, quote = '\"', escape = '\"', "
        f"strict_mode = true, null_padding = false, compression = 'none', "
        f"parallel = {not has_long_texts}, "
        f"columns = {{{types}}})",
        texts=texts,
        row_text=f"concat_ws({delimiter}, {', '.join(quoted)})",
        first_row=header.line + 1,
        broken=f"coalesce({line_break}, {contradiction})",
        lines=lines,
        lines_expected=count_lines(path) - header.line if is_counted else None,
        absent=found.absent,
    )


def _line_breaks(text: str) -> str:
    """SQL for the number of line ends in a text, each of them one or two characters."""
    as_one = f"replace(replace({text}, chr(13) || chr(10), chr(10)), chr(13), chr(10))"
    count = f"length({as_one}) - length(replace({as_one}, chr(10), ''))"
    return (
        f"case when contains({text}, chr(10)) or contains({text}, chr(13)) then {count} else 0 end"
    )


def json_rows(
    path: Path, layout: JsonLayout, names: Names, connection: duckdb.DuckDBPyConnection
) -> RawRows:
    """A JSON file: one array, one object, or objects one behind the other.

    Reads it once for the spelling of its keys. Raises UnreadableFileError and duckdb.Error.
    """
    objects = (
        f"read_json_objects({literal(path)}, format = '{layout}', "
        f"maximum_object_size = {_LARGEST_ELEMENT}, compression = 'none')"
    )
    keys = connection.execute(
        "select distinct unnest(keys) "
        f"from (select distinct json_keys(json) as keys from {objects})"
    ).fetchall()
    # An absent key is an empty value, but one that no row has is none of the export's.
    found = names.find(sorted(key for (key,) in keys), "filled") if keys else Found({}, {})
    paths = [f'$."{key}"' for key in found.used]
    texts, contradiction = names.texts(
        found, {key: f"found[{position}]" for position, key in enumerate(found.used, start=1)}
    )
    values = f"json_extract_string(json, [{', '.join(map(literal, paths))}])" if paths else "null"
    return RawRows(
        scan=f"(select json, {values} as found from {objects})",
        texts=texts,
        row_text="json::varchar",
        first_row=1,
        broken="coalesce(case when json_type(json) <> 'OBJECT' then 'is JSON, but not an object "
        f"with columns as keys; export objects' end, {contradiction})",
        absent=found.absent,
    )


def json_layout(path: Path, expected: Format) -> JsonLayout:
    """How DuckDB calls the layout of a JSON file, from its ending and its first sign.

    Raises UnreadableFileError if it is no JSON at all.
    """
    with path.open("rb") as content:
        start = content.read(1 << 16).lstrip()
    if start.startswith(b"["):
        return "array"
    if start and expected == "lines":
        return "newline_delimited"
    if start.startswith(b"{"):
        return "unstructured"
    raise UnreadableFileError("holds no JSON; it must begin with [ or {")


def is_closed(path: Path) -> bool:
    """Whether a JSON array ends as it must; DuckDB says nothing if it is cut behind a comma."""
    with path.open("rb") as content:
        content.seek(max(0, path.stat().st_size - (1 << 16)))
        return content.read().rstrip().endswith(b"]")


def parquet_rows(path: Path, names: Names, connection: duckdb.DuckDBPyConnection) -> RawRows:
    """A Parquet file, its values written as text. Raises UnreadableFileError, duckdb.Error."""
    file = f"read_parquet({literal(path)}, binary_as_string = true)"
    described = connection.execute(f"describe select * from {file}").fetchall()
    types = {name: kind for name, kind, *_ in described}
    spellings = [name.strip().lower() for name in types]
    found = names.find(spellings, "required")
    texts, contradiction = names.texts(
        found,
        {
            header: _as_text(f"whole.{identifier(original)}", kind)
            for header, (original, kind) in zip(spellings, types.items(), strict=True)
        },
    )
    return RawRows(
        scan=f"(select the_whole_row as whole from {file} as the_whole_row)",
        texts=texts,
        row_text="to_json(whole)::varchar",
        first_row=1,
        broken=contradiction,
        absent=found.absent,
    )


def _as_text(value: str, kind: str) -> str:
    """Whole numbers that are kept as fractions (as pandas does beside nulls) lose their point."""
    if kind.startswith(("FLOAT", "DOUBLE", "DECIMAL")) and not kind.endswith("]"):
        return (
            f"case when isnan({value}::double) then null when {value} = trunc({value}) "
            f"then coalesce(try_cast({value} as hugeint)::varchar, {value}::varchar) "
            f"else {value}::varchar end"
        )
    if kind.endswith("]"):
        return f"to_json({value})::varchar"
    return f"{value}::varchar"
