import csv
import gzip
import json
from pathlib import Path
from typing import get_args

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from pipeline.sample import tables
from pipeline.sample.tables import (
    Coded,
    Format,
    Made,
    Moments,
    Nested,
    Numbered,
    Table,
    WallTimes,
    from_rows,
    write,
)

TABLE: Table = {
    "id": Numbered(np.array([7, 8, 9])),
    "moment": Moments(np.array([0, 1_761_811_199, 951_782_400])),
    "text": Coded(["", 'sagt "ja", gern', "Ümläut"], np.array([1, 0, 2])),
    "kind": Coded(["note"], np.zeros(3, dtype=np.int64)),
}
ROWS = [
    ("7", "1970-01-01T00:00:00Z", 'sagt "ja", gern', "note"),
    ("8", "2025-10-30T07:59:59Z", "", "note"),
    ("9", "2000-02-29T00:00:00Z", "Ümläut", "note"),
]


def test_csv_reads_back(tmp_path: Path) -> None:
    write(TABLE, tmp_path / "x.csv", "csv")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)] == [tuple(TABLE), *ROWS]
    first = (tmp_path / "x.csv").read_bytes().split(b"\n")[1]
    assert first == b'7,1970-01-01T00:00:00Z,"sagt ""ja"", gern",note'


def test_ndjson_reads_back_with_null_for_nothing(tmp_path: Path) -> None:
    write(TABLE, tmp_path / "x.ndjson", "ndjson")
    lines = (tmp_path / "x.ndjson").read_text(encoding="utf-8").splitlines()
    rows = [tuple(value or "" for value in json.loads(line).values()) for line in lines]
    assert rows == ROWS
    assert json.loads(lines[1])["text"] is None


def test_a_sparse_tables_json_has_no_keys_of_empty_fields(tmp_path: Path) -> None:
    table: Table = {
        "id": Made(lambda rows: pa.array([f"x{row}" for row in rows]), np.array([1, 2])),
        "text": Coded(["", "da"], np.array([0, 1])),
        "wall": WallTimes(np.array([1_761_811_199, -1]), "America/Phoenix"),
        "list": Nested(lambda rows: pa.array(['["a"]', None]).take(pa.array(rows)), np.arange(2)),
    }
    write(table, tmp_path / "x.ndjson", "ndjson", is_sparse=True)
    write(table, tmp_path / "x.ndjson.gz", "ndjson.gz", is_sparse=True)
    write(table, tmp_path / "x.csv", "csv", is_sparse=True)
    told = (tmp_path / "x.ndjson").read_bytes()
    assert [json.loads(line) for line in told.splitlines()] == [
        {"id": "x1", "wall": "2025-10-30 00:59:59", "list": ["a"]},
        {"id": "x2", "text": "da"},
    ]
    assert gzip.decompress((tmp_path / "x.ndjson.gz").read_bytes()) == told
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == (
        'id,text,wall,list\nx1,,2025-10-30 00:59:59,"[""a""]"\nx2,da,,\n'
    )


def test_parquet_is_typed(tmp_path: Path) -> None:
    write(TABLE, tmp_path / "x.parquet", "parquet")
    found = duckdb.execute(
        f"select id, epoch(moment)::bigint, text, kind from '{tmp_path / 'x.parquet'}' order by id"
    ).fetchall()
    assert found == [
        ("7", 0, 'sagt "ja", gern', "note"),
        ("8", 1_761_811_199, None, "note"),
        ("9", 951_782_400, "Ümläut", "note"),
    ]


@pytest.mark.parametrize("form", get_args(Format))
def test_blocks_are_not_seen_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format
) -> None:
    write(TABLE, tmp_path / f"whole.{form}", form)
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 2)
    write(TABLE, tmp_path / f"blocks.{form}", form)
    whole, blocks = (
        duckdb.execute(f"select * from '{tmp_path}/{name}.{form}'").fetchall()
        for name in ("whole", "blocks")
    )
    assert whole == blocks


@pytest.mark.parametrize("form", get_args(Format))
def test_an_empty_table_is_a_file_too(tmp_path: Path, form: Format) -> None:
    write(from_rows(("a", "b"), []), tmp_path / f"x.{form}", form)
    assert (tmp_path / f"x.{form}").exists()
    if form == "csv":
        assert (tmp_path / "x.csv").read_bytes() == b"a,b\n"
