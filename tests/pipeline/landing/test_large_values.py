"""Records of any size: landed once, or rejected once, within bounded memory."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.landing import csv_records, json_elements
from tests.pipeline.landing.help_desk import HelpDesk

NAME = "x" * 33_000_000


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (f"customer_id,name\na,A\nb,{NAME}", "ab"),
        (f"customer_id,name\na,A\nb,{NAME}\nc,C\n", "abc"),
        (f'customer_id,name\nb,"{NAME[:30_000_000]}"\nc,"C\nC"\n', "bc"),
    ],
)
def test_a_long_record_lands_once(desk: HelpDesk, content: str, ids: str) -> None:
    landed = desk.land_only("customers.csv", content)
    assert (landed.rows_read, landed.rows_rejected) == (len(ids), 0)
    assert "".join(row["account_id"] for row in desk.read("generic_customers")) == ids


def test_an_unclosed_quote_costs_its_row_alone_in_a_large_file(desk: HelpDesk) -> None:
    rows = "".join(f"c{number:06},{'n' * 240}\n" for number in range(140_000))
    landed = desk.land_only("customers.csv", f'customer_id,name\nq,"never closed\n{rows}')
    assert len(rows) > 32 << 20
    assert (landed.rows_landed, landed.rows_rejected) == (140_000, 1)
    ((line, reason),) = desk.rejected()
    assert (line, "never closed" in reason) == (2, True)


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "ndjson", "json"])
def test_what_is_too_long_is_one_rejected_row(
    desk: HelpDesk, monkeypatch: pytest.MonkeyPatch, tiny_pieces: int, ending: str
) -> None:
    monkeypatch.setattr(csv_records, "LONGEST", 300)
    monkeypatch.setattr(json_elements, "LONGEST", 300)
    if ending.startswith("csv"):
        text = f"customer_id,name\na,A\nb,{'B' * 1000}\nc,C,D\nd,D\n"
    elif ending == "ndjson":
        ids = ('"a"', f'"{"b" * 1000}"', '"broken', '"d"')
        text = "".join(f'{{"customer_id":{each}}}\n' for each in ids)
    else:
        text = (
            f'[\n{{"customer_id":"a"}},\n{{"customer_id":"{"b" * 1000}}},\n{{oops\n,'
            '\n{"customer_id":"d"}\n]'
        )
    content = gzip.compress(text.encode()) if ending.endswith("gz") else text.encode()
    landed = desk.land_only(f"customers.{ending}", content)
    assert tiny_pieces
    assert [row["account_id"] for row in desk.read("generic_customers")] == ["a", "d"]
    assert landed.rows_rejected == 2
    assert landed.rows_read == 4


@pytest.mark.parametrize("padding", [b"", b"\0" * 9])
def test_members_of_gzip_larger_than_a_piece(desk: HelpDesk, padding: bytes) -> None:
    many = gzip.compress(b"customer_id,name\n" + b"a,A\n" * 100_000)
    packed = many + padding + gzip.compress(b"b,B\n" * 100_000) + padding
    landed = desk.land_only("customers.csv.gz", packed)
    assert (landed.rows_landed, landed.rows_rejected) == (200_000, 0)


def test_much_in_little_gzip_takes_disk_and_no_memory(tmp_path: Path) -> None:
    """300 MB of one field in 1.3 MB, read with less memory than that beside DuckDB and Python."""
    desk = HelpDesk(tmp_path)
    packed = gzip.compress(b"customer_id,name\na,A\nb," + b"x" * 300_000_000 + b"\nc,C\n", 1)
    desk.write("customers.csv.gz", packed)
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.pipeline.landing.help_desk import HelpDesk\n"
        "desk = HelpDesk(Path(sys.argv[1]))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "(file,) = desk.land().files\n"
        "behind = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(file.rows_landed, file.rows_rejected, (behind - before) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    landed, rejected, megabytes = map(int, done.stdout.split())
    assert (landed, rejected) == (2, 1)
    assert megabytes < 300
