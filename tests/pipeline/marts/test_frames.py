"""A query's answer is the frame that DuckDB makes of it, whatever kinds of columns it has."""

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from pipeline.marts.frames import frame_of

USUAL = (
    *("1::tinyint", "1::integer", "1::bigint", "1::hugeint", "true", "'a'", "1.5", "1.5::double"),
    *("'nan'::double", "date '2026-03-29'", "timestamp '2026-03-29 01:30'", "interval 1 day"),
    "timestamptz '2026-03-29 01:30+01'",
)
UNUSUAL = ("['a', null]", "{'a': 1}", "'a'::enum('a', 'b')", "time '10:00'", "null", "'a'::blob")


@pytest.fixture(scope="module")
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        yield session


@pytest.mark.parametrize("values", [USUAL, *((each, "1") for each in UNUSUAL)], ids=str)
@pytest.mark.parametrize(
    "query",
    [
        "select {columns}",
        "select {columns} union all select {nulls}",
        "from (select {columns} union all select {nulls}) where c1 is null",
        "select {columns} where false",
        "select 1 as a, 2 as a, 3 as A, {columns}",
    ],
    ids=["a row", "a row and nothing", "nothing", "no row", "a name twice"],
)
def test_it_is_as_duckdb_makes_it(
    session: duckdb.DuckDBPyConnection, query: str, values: tuple[str, ...]
) -> None:
    columns = ", ".join(f"{value} as c{number}" for number, value in enumerate(values))
    query = query.format(columns=columns, nulls=", ".join(["null"] * len(values)))
    expected, found = session.execute(query).df(), frame_of(session.execute(query))
    pd.testing.assert_frame_equal(found, expected)
    for name in expected:
        assert [repr(value) for value in found[name]] == [repr(each) for each in expected[name]]
