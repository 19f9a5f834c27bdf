"""How DuckDB reads a clean file: as text, column by column, however the file keeps it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow.parquet as pq

from pipeline.landing.csv_count import count_csv, count_lines
from pipeline.landing.csv_records import REPEATED, CsvHeader, Lines, read_header
from pipeline.landing.files import Format, UnreadableFileError
from pipeline.landing.last_value import last_value
from pipeline.landing.mapping import BLANK, Found, Names
from pipeline.landing.raw_rows import RawRows
from pipeline.quoted import file_literal, literal

JsonLayout = Literal["array", "newline_delimited", "unstructured"]

LARGEST_ELEMENT = 64 << 20  # bytes of one JSON element
_NOT_AS_WRITTEN = (
    # the value of a key, or in a list, behind whatever else there is in it
    r'("\s*[:,]|null\s*,|true\s*,|false\s*,|[\]}]\s*,)\s*[-\[\]\d.,\s]*'
    r"(\d+\.\d+0[^\d]|[\d.]+[eE]|\d+\.\d{12}|\d{12}\d*\.|0\.0{4}|[Nn][Aa][Nn]|[Ii][Nn][Ff])"
    r'|"\s*:\s*-0[^.\d]|,\s*[}\]]'
    r'|(?:\[\s*){100}|(?:\{\s*"[^"]*"\s*:\s*){100}'
)
"""Signs of a number that DuckDB would write in another way, of what only it takes for JSON, or of
values so deep in others that only it follows."""

_QUOTED = '["\\n\\r]'


def csv_rows(path: Path, names: Names) -> RawRows | None:
    """A regular CSV file, in the dialect that its header tells; None if it is not regular.

    How many rows and lines there must be, `count_csv` tells beforehand, and whether texts go over
    several lines: these can mislead DuckDB's threads, which begin anywhere in the file, so then one
    thread reads it. A line break where no text belongs fails always: an opening quote was never
    closed there, and swallowed the rows behind it. Raises UnreadableFileError.
    """
    header = read_header(Lines(path), names)
    found = names.find(header.names, "required")
    count = count_csv(path, header.end, header.delimiter)
    if count is None:
        return None
    has_long_texts = count.lines > count.rows
    columns = [f"c{number}" for number in range(len(header.names))]
    long = dict(zip(columns, header.is_free_text(names), strict=True)) if has_long_texts else {}
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
    repeated = _repeated(header, columns, header.naming(names))
    line_break = f"case when {' or '.join(['false', *breaks])} then error('a line break') end"
    upto = "sum(lines) over (rows between unbounded preceding and current row)"
    return RawRows(
        scan=f"read_csv({file_literal(path)}, auto_detect = false, header = true, "
        f"skip = {header.line - 1}, delim = {delimiter}, quote = '\"', escape = '\"', "
        f"strict_mode = true, null_padding = false, compression = 'none', "
        f"parallel = {not has_long_texts}, "
        f"columns = {{{types}}})",
        texts=texts,
        row_text=f"concat_ws({delimiter}, {', '.join(quoted)})",
        first_row=header.line + 1,
        broken=f"coalesce({line_break}, {repeated}, {contradiction})",
        line=f"{header.line} + {upto} - lines + 1" if has_long_texts else "null",
        lines=lines,
        rows_expected=count.rows,
        lines_expected=count.lines,
        absent=found.absent,
        last=last_value(path, header, found),
    )


def _repeated(header: CsvHeader, columns: Sequence[str], naming: Sequence[int]) -> str:
    """SQL for why a row that names the columns again is none."""
    blank = f"{BLANK} || chr(65279)"  # a byte order mark, too
    first = f"contains(lower({columns[naming[0]]}), {literal(header.names[naming[0]])})"
    same = (
        f"lower(trim(coalesce({columns[at]}, ''), {blank})) = {literal(header.names[at])}"
        for at in naming
    )
    return f"case when {' and '.join([first, *same])} then {literal(REPEATED)} end"


def _line_breaks(text: str) -> str:
    """SQL for the number of line ends in a text, each of them one or two characters."""
    as_one = f"replace(replace({text}, chr(13) || chr(10), chr(10)), chr(13), chr(10))"
    count = f"length({as_one}) - length(replace({as_one}, chr(10), ''))"
    return (
        f"case when contains({text}, chr(10)) or contains({text}, chr(13)) then {count} else 0 end"
    )


def json_rows(
    path: Path, layout: JsonLayout, names: Names, connection: duckdb.DuckDBPyConnection
) -> RawRows | None:
    """A JSON file: one array, one object, or objects one behind the other.

    None if there is something in it that DuckDB does not give as it is written: a key twice in one
    object, of which it takes the first, or `1.10`, which becomes 1.1. Reads the file once for its
    keys. Raises UnreadableFileError and duckdb.Error.
    """
    objects = (
        f"read_json_objects({file_literal(path)}, format = '{layout}', "
        f"maximum_object_size = {LARGEST_ELEMENT}, compression = 'none')"
    )
    keys = connection.execute(
        "select distinct json_keys(json) as keys, "
        f"regexp_matches(json::varchar, {literal(_NOT_AS_WRITTEN)}) as is_other from {objects}"
    ).fetchall()
    if any(is_other or len(set(present or ())) < len(present or ()) for present, is_other in keys):
        return None
    # An absent key is an empty value, but one that no row has is none of the export's.
    distinct = sorted({key for present, _ in keys for key in present or ()})
    found = names.find(distinct, "filled") if distinct else Found({}, {})
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
        rows_expected=count_lines(path) if layout == "newline_delimited" else None,
        absent=found.absent,
    )


def json_layout(path: Path, expected: Format) -> JsonLayout:
    """How DuckDB calls the layout of a JSON file, from its ending and its first sign.

    Raises UnreadableFileError if it is no JSON at all.
    """
    with path.open("rb") as content:
        start = content.read(1 << 16).lstrip()
    if start.startswith(b"["):
        return "newline_delimited" if expected == "lines" and _is_odd_line(start) else "array"
    if start and expected == "lines":
        return "newline_delimited"
    if start.startswith(b"{"):
        return "unstructured"
    raise UnreadableFileError("holds no JSON; it must begin with [ or {")


def _is_odd_line(start: bytes) -> bool:
    """Whether a file's first line is an array by itself, of no objects, and objects follow."""
    line, _, rest = start.partition(b"\n")
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return rest.lstrip().startswith(b"{") and not any(isinstance(each, dict) for each in first)


def is_closed(path: Path) -> bool:
    """Whether a JSON array ends as it must; DuckDB says nothing if it is cut behind a comma."""
    with path.open("rb") as content:
        content.seek(max(0, path.stat().st_size - (1 << 16)))
        return content.read().rstrip().endswith(b"]")


def parquet_rows(path: Path, names: Names, connection: duckdb.DuckDBPyConnection) -> RawRows:
    """A Parquet file, its values written as text. Raises UnreadableFileError, duckdb.Error.

    Columns go by their position, as DuckDB gives other names to those that differ by case alone.
    What is binary is text, if it is UTF-8; else its row is broken.
    """
    with pq.ParquetFile(path) as file:
        headers = file.schema_arrow.names
    scan = f"read_parquet({file_literal(path)})"
    kinds = [kind for _, kind, *_ in connection.execute(f"describe from {scan}").fetchall()]
    columns = [f"c{number}" for number in range(len(headers))]
    spellings = [name.strip().lower() for name in headers]
    found = names.find(spellings, "required")
    text_of = {
        header: _as_text(column, kind)
        for header, column, kind in zip(spellings, columns, kinds, strict=True)
    }
    texts, contradiction = names.texts(found, text_of)
    no_text = "".join(
        f"when {column} is not null and {_as_text(column, kind)} is null then "
        + literal(f"{header} holds bytes that are no character; write UTF-8")
        + " "
        for header, column, kind in zip(spellings, columns, kinds, strict=True)
        if kind == "BLOB" and header in found.used
    )
    members = (f"{literal(name)}, {column}" for name, column in zip(headers, columns, strict=True))
    return RawRows(
        scan=f"(select * from {scan} as file({', '.join(columns)}))",
        texts=texts,
        row_text=f"json_object({', '.join(members)})::varchar",
        first_row=1,
        broken=f"coalesce(case {no_text} end, {contradiction})" if no_text else contradiction,
        rows_expected=file.metadata.num_rows,
        absent=found.absent,
    )


def _as_text(value: str, kind: str) -> str:
    """Whole numbers that are kept as fractions (as pandas does beside nulls) lose their point."""
    if kind == "BLOB":
        return f"try(decode({value}))"
    if kind.startswith(("FLOAT", "DOUBLE", "DECIMAL")) and not kind.endswith("]"):
        return (
            f"case when isnan({value}::double) then null when {value} = trunc({value}) "
            f"then coalesce(try_cast({value} as hugeint)::varchar, {value}::varchar) "
            f"else {value}::varchar end"
        )
    if kind.endswith("]"):
        return f"to_json({value})::varchar"
    return f"{value}::varchar"
