"""The last value of a CSV file that does not end with a line end: whole, or cut off in its middle?

Many programs write no line end behind the last row, and then nothing is missing. But a file cut in
its last value looks just the same, and half an id is the id of something else. The other rows tell
them apart: where all their values are of one length and the last one is shorter, it was cut.
"""

from dataclasses import replace
from pathlib import Path

import duckdb

from pipeline.landing.csv_records import CsvHeader
from pipeline.landing.mapping import Found
from pipeline.landing.raw_rows import LastValue, RawRows
from pipeline.quoted import literal

_LOOKED_AT = 1 << 16  # bytes at the end of a file; a longer last value is no id


def last_value(path: Path, header: CsvHeader, found: Found) -> LastValue | None:
    """The last value of a file that ends without a line end, if it is of a declared column."""
    columns = [column for column, headers in found.headers.items() if headers == header.names[-1:]]
    with path.open("rb") as content:
        content.seek(max(header.end, path.stat().st_size - _LOOKED_AT))
        end = content.read()
    if not columns or not end or end.endswith((b"\n", b"\r", b'"')):
        return None
    written = end.splitlines()[-1].rpartition(header.delimiter.encode())[2]
    return LastValue(columns[0], len(written.decode(errors="replace")))


def marking_a_cut_value(rows: RawRows, connection: duckdb.DuckDBPyConnection) -> RawRows:
    """The rows, the last of them broken if its last value was cut off. Raises duckdb.Error."""
    if rows.last is None or rows.last.column not in rows.texts:
        return rows
    length = f"coalesce(length({rows.texts[rows.last.column]}), 0)"
    found = connection.execute(
        f"select {length} as length, count(*) from {rows.scan} where ({rows.broken}) is null "
        "group by length order by length limit 3"
    ).fetchall()
    if len(found) != 2 or found[0] != (rows.last.length, 1):
        return rows
    what = f'"{rows.last.column}" may be cut off: it is shorter than in all other rows, and no '
    reason = literal(f"{what}line end follows; export it again, or add a line end")
    cut = f"case when {length} = {rows.last.length} then {reason} end"
    return replace(rows, broken=f"coalesce({rows.broken}, {cut})")
