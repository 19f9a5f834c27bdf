"""Damaged files: the good rows land, the bad ones are kept with their line, none counts twice."""

import gzip
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.pipeline.landing.help_desk import (
    EVENT_COLUMNS,
    HelpDesk,
    event,
    events_csv,
    export_bytes,
)

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@dataclass(frozen=True)
class Damage:
    content: bytes
    landed: str  # ids in the order of the file
    rejected: list[tuple[int, str]]  # line, and a part of the reason
    name: str = "customers.csv"


LINES = b'{"customer_id": "a"}\n{"customer_id": "b"}\n{"customer_id": "c"}\n'
PRETTY = b'[\n  {\n    "customer_id": "a"\n  },\n  {\n    "customer_id": %s\n  },\n'
PRETTY += b'  {\n    "customer_id": "c"\n  }\n]\n'
LONGEST_IN_PIECES = 10_000
NEVER_CLOSED = "opening quote is never closed"
DAMAGES = {
    "header once more, damaged": Damage(
        b"name,customer_id\nA,a\nnXme,customer_id\nB,b\n", "ab", [(3, "is the header once more")]
    ),
    "header once more, of a header that is damaged": Damage(
        b"nXme,customer_id\nname, Customer_ID\nB,b\nC,c,c\n",
        "b",
        [(2, "is the header once more"), (4, "has 3 fields")],
    ),
    "too few fields": Damage(
        b"customer_id,name\na,A\nb\nc,C\n",
        "ac",
        [(3, "has 1 field where the header has 2, so it ends too early, cut off or broken over")],
    ),
    "too many fields": Damage(
        b"customer_id,name\na,A\nb,B,B\nc,C\n",
        "ac",
        [(3, "has 3 fields where the header has 2; put quotes")],
    ),
    "broken over lines": Damage(
        b"customer_id,name,x\na,A,1\nb,B\nand on,2\nc,C,3\n",
        "ac",
        [(3, "export it again, with quotes around texts of several"), (4, "ends too early")],
    ),
    "quote never closed": Damage(
        b'customer_id,name\na,A\nb,"B\nc,C\nd,D\n', "acd", [(3, NEVER_CLOSED)]
    ),
    "quote closed rows later": Damage(
        b'name,customer_id\nA,a\nB,"b\nC,c\nD,d"\nE,e\n',
        "ace",
        [(3, NEVER_CLOSED), (5, "a quote stands inside")],
    ),
    "quote that swallows a row and is closed": Damage(
        b'name,customer_id\nA,a\nB,"b\nC,c",\nE,e\n',
        "ae",
        [(3, NEVER_CLOSED), (4, "a quote stands inside")],
    ),
    "text behind a quote": Damage(
        b'customer_id,name\na,A\nb,"B" B\nc,C\n', "ac", [(3, "text follows a closing quote")]
    ),
    "several lines, then text behind the quote": Damage(
        b'customer_id,name\na,A\nb,"B\nc,"C\nd,D\n',
        "ad",
        [(3, "text follows"), (4, NEVER_CLOSED)],
    ),
    "several lines are fine": Damage(
        b'customer_id,name\na,"A\nis ""long"""\nb\nc,C\n', "ac", [(4, "has 1 field")]
    ),
    "one empty field too many is none": Damage(
        b"customer_id,name\na,A,\nb\nc,C\n", "ac", [(3, "has 1 field")]
    ),
    "blanks around quotes are none": Damage(
        b'customer_id,name\n "a" ,A\nb\nc, "C" \n', "ac", [(3, "has 1 field")]
    ),
    "blank lines are no rows": Damage(
        b"\n \ncustomer_id,name\n\na,A\n   \nb\n\nc,C\n\n", "ac", [(7, "has 1 field")]
    ),
    "invalid UTF-8": Damage(
        "customer_id,name\na,Ä\nb,?\nc,C\n".encode().replace(b"?", b"\xfc"),
        "ac",
        [(3, "is not UTF-8")],
    ),
    "UTF-16 cut in a character": Damage(
        "customer_id,name\na,A\nb,B".encode("utf-16")[:-1], "a", [(3, "is not UTF-8")]
    ),
    "mixed line ends": Damage(b"customer_id,name\na,A\r\nb,B\nc,C\r\n", "abc", []),
    "only carriage returns": Damage(b"customer_id,name\ra,A\rb\rc,C\r", "ac", [(3, "has 1 field")]),
    "cut in a row": Damage(
        b"customer_id,name,x\na,A,1\nb,B",
        "a",
        [(3, "has 2 fields where the header has 3, so it ends too early")],
    ),
    "a line of 3 MB": Damage(
        b"customer_id,name\na,A\nb," + b"B" * 3_000_000 + b"\nc\n", "ab", [(4, "has 1 field")]
    ),
    "bad gzip checksum": Damage(
        gzip.compress(b"customer_id,name\na,A\nb,B\n")[:-8] + b"\0" * 8,
        "ab",
        [(4, "gzip is damaged")],
        "customers.csv.gz",
    ),
    "gzip cut in a row": Damage(
        gzip.compress(b"customer_id,name\na,A\nb,B\n", 0)[:-11],
        "a",
        [(3, "gzip is cut off")],
        "customers.csv.gz",
    ),
    "gzip cut in the second line of a row": Damage(
        gzip.compress(b'name,customer_id\nA,a\n"two\nlines",bcd\n', 0)[:-11],
        "a",
        [(3, "gzip is cut off")],
        "customers.csv.gz",
    ),
    "JSON lines behind an array of no objects": Damage(
        b"[1]\n" + LINES, "abc", [(1, "is JSON, but not an object")], "customers.ndjson"
    ),
    "form feeds between JSON lines are blanks": Damage(
        LINES.replace(b'\n{"customer_id": "b"}', b'\n\f\v{"customer_id": "b"}\f') + b"?\n",
        "abc",
        [(4, "is not valid JSON")],
        "customers.ndjson",
    ),
    "wrapped list that begins with no object": Damage(
        b'{"data": [\n[1],\n{"customer_id": "a"},\n7,\n{"customer_id": "b"}\n], "total": 4}',
        "ab",
        [(1, "not an object"), (3, "not an object")],
        "customers.json",
    ),
    "more rows behind the end of a damaged wrapper": Damage(
        b'{"data": [\n{"customer_id": "a"}\n], "n": 1ta": [\n{"customer_id": "b"}\n], "n": 1}',
        "a",
        [(2, "behind the end of the array")],
        "customers.json",
    ),
    "damage before rows that stand further out": Damage(
        b'[\n  {"customer_id": "a"},\n  {,\n{"customer_id": "b"},\n {"customer_id": "c"}\n]\n',
        "abc",
        [(2, "is not valid JSON")],
        "customers.json",
    ),
    "gzip cut behind a row": Damage(
        gzip.compress(b"customer_id,name\na,A\nb,B\n", 0)[:-8],
        "ab",
        [(4, "gzip is cut off")],
        "customers.csv.gz",
    ),
    "second gzip member cut": Damage(
        gzip.compress(b"customer_id,name\na,A\n") + gzip.compress(b"b,B\n", 0)[:-9],
        "a",
        [(3, "gzip is cut off")],
        "customers.csv.gz",
    ),
    "bad JSON line": Damage(
        LINES.replace(b'"b"', b'"b'), "ac", [(2, "is not valid JSON")], "customers.ndjson"
    ),
    "JSON line that is no object": Damage(
        LINES.replace(b'{"customer_id": "b"}', b"[1]") + b"oops\n",
        "ac",
        [(2, "not an object"), (4, "is not valid JSON")],
        "customers.ndjson",
    ),
    "two objects on a line": Damage(
        LINES.replace(b'"a"}\n', b'"a"} '), "c", [(1, "is not valid JSON")], "customers.ndjson"
    ),
    "JSON line that is not UTF-8": Damage(
        LINES.replace(b'"b"', b'"\xfc"').replace(b'"c"', '"c", "name": "Ä"'.encode()),
        "ac",
        [(2, "save the file as UTF-8")],
        "customers.jsonl",
    ),
    "half a character in JSON": Damage(
        LINES.replace(b'"b"', b'"\\ud800"'), "ac", [(2, "no character")], "customers.jsonl"
    ),
    "JSON lines cut off": Damage(LINES[:-3], "ab", [(3, "is not valid JSON")], "customers.ndjson"),
    "gzipped JSON lines cut off": Damage(
        gzip.compress(LINES, 0)[:-11], "ab", [(3, "gzip is cut off")], "customers.ndjson.gz"
    ),
    "JSON array cut off": Damage(
        b'[{"customer_id": "a"}, {"customer_id": "b"}, {"custo',
        "ab",
        [(3, "nothing behind it can be read")],
        "customers.json",
    ),
    "JSON array cut behind an element": Damage(
        b'[{"customer_id": "a"}, {"customer_id": "b"},',
        "ab",
        [(3, "closing ] is missing")],
        "customers.json",
    ),
    "bad element of a pretty array": Damage(
        PRETTY % b'"b', "ac", [(2, "is not valid JSON; correct it")], "customers.json"
    ),
    "element that is not UTF-8": Damage(
        PRETTY % b'"\xfc"' + "Ä".encode(),
        "ac",
        [(2, "save the file as UTF-8"), (4, "behind the end of the array")],
        "customers.json",
    ),
    "text that is not UTF-8": Damage(
        b'[{"customer_id": "a", "name": "\xc3\x84"}, "\xfc", {"customer_id": "c"}]',
        "ac",
        [(2, "not an object")],
        "customers.json",
    ),
    "bad element of an array on one line": Damage(
        b'[{"customer_id": "a"}, {"customer_id" "b"}, {"customer_id": "c"}]',
        "a",
        [(2, "nothing behind it can be read")],
        "customers.json",
    ),
    "what is inside a broken element is none": Damage(
        b'[{"customer_id": "a"}, {"customer_id" "b":\n{"customer_id": "x"}\n}, {}]',
        "a",
        [(2, "nothing behind it can be read")],
        "customers.json",
    ),
    "text behind an array": Damage(
        b'[{"customer_id": "a"}] {"customer_id": "b"}',
        "a",
        [(2, "behind the end of the array")],
        "customers.json",
    ),
    "pretty objects cut off": Damage(
        b'{\n  "customer_id": "a"\n}\n{\n  "customer_id": "b',
        "a",
        [(2, "nothing behind it")],
        "customers.json",
    ),
    "bad line in lines called .json": Damage(
        LINES.replace(b'"b"', b'"b'), "ac", [(2, "is not valid JSON")], "customers.json"
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_stays_where_it_is(desk: HelpDesk, name: str) -> None:
    damage = DAMAGES[name]
    landed = desk.land_only(damage.name, damage.content)
    assert landed.error is None
    assert "".join(row["account_id"] for row in desk.read("generic_customers")) == damage.landed
    rejected = desk.rejected()
    assert [line for line, _ in rejected] == [line for line, _ in damage.rejected]
    for (_, reason), (_, part) in zip(rejected, damage.rejected, strict=True):
        assert part in reason
    assert landed.rows_read == len(damage.landed) + len(rejected)


@pytest.mark.parametrize("name", DAMAGES)
def test_it_does_so_in_the_smallest_pieces(desk: HelpDesk, name: str, tiny_pieces: int) -> None:
    assert tiny_pieces
    if len(DAMAGES[name].content) < LONGEST_IN_PIECES:
        test_damage_stays_where_it_is(desk, name)


def test_text_of_a_rejected_row(desk: HelpDesk) -> None:
    text = 'customer_id,name\n,"two\nlines, ""x"""\nb,?"\nc,"C\nd,Ä\n'
    desk.land_only("customers.csv", text.encode().replace(b"?", b"\xfc"))
    assert [row["row_text"] for row in desk.read("rejected_rows")] == [
        ',"two\nlines, ""x"""',
        'b,\\xfc"',
        'c,"C',
    ]


UNREADABLE = {
    "tickets.csv": (b"", "is empty"),
    "tickets.csv.gz": (gzip.compress(b""), "is empty"),
    "tickets_a.csv.gz": (b"no gzip at all", "nothing in it can be unpacked"),
    "tickets_b.csv.gz": (gzip.compress(b"ticket_id")[:9], "nothing in it can be unpacked"),
    "tickets_b.csv": (b"\n \n", "has no header"),
    "tickets_c.csv": (b"id,customer_id\n1,2\n", "has no column ticket_id"),
    "tickets_d.csv": (b"ticket_id;Ticket_ID;customer_id\n", "more than one column ticket_id"),
    "tickets_e.csv": (b'"ticket_id,customer_id\n1,2\n', "its header cannot be read"),
    "tickets.json": (b"sorry, not today", "holds no JSON"),
    "tickets_a.json": (b'[{"id": 1}]', "has no column ticket_id"),
    "tickets.parquet": (export_bytes("parquet", ["ticket_id"], [])[:-20], "cannot be read"),
    "tickets_a.parquet": (export_bytes("parquet", ["ticket_id"], []), "no column customer_id"),
    "tickets.parquet.gz": (
        export_bytes("parquet.gz", ["ticket_id"], [{"ticket_id": "1"}])[:-30],
        "gzip is cut off",
    ),
}


def test_an_unreadable_file_gives_nothing_and_the_run_goes_on(desk: HelpDesk) -> None:
    for name, (content, _) in UNREADABLE.items():
        desk.write(name, content)
    desk.write("customers.csv", "customer_id\na\n")
    landing = desk.land()
    files = {file.file: file for file in landing.files}
    assert [file.file for file in landing.new] == ["customers.csv"]
    assert len(files) == len(UNREADABLE) + 1
    for name, (_, part) in UNREADABLE.items():
        file = files[name]
        assert file.error is not None
        assert part in file.error
        assert f"desk/{name}" in file.error
        assert (file.rows_read, file.rows_landed, file.rows_rejected) == (0, 0, 0)
    loaded = {row["file"]: row["error"] for row in desk.read("load_files")}
    assert loaded["tickets.csv"] == files["tickets.csv"].error
    assert loaded["customers.csv"] is None


@settings(max_examples=15, deadline=None, phases=WITHOUT_SHRINKING)
@given(
    number=st.integers(0, 5),
    line=st.binary(max_size=30).filter(lambda line: not {10, 13} & set(line)),
    is_inserted=st.booleans(),
    where=st.integers(0, 60),
)
def test_a_damaged_line_never_harms_others(
    number: int, line: bytes, is_inserted: bool, where: int
) -> None:
    lines = (
        events_csv(*(event(n, channel="Büro, ja: üäöß") for n in range(6))).encode().splitlines()
    )
    good = lines[number + 1]
    lines[number + 1] = good[:where] + line + good[where:] if is_inserted else line
    with tempfile.TemporaryDirectory() as folder:
        desk = HelpDesk(Path(folder))
        landed = desk.land_only("events.csv", b"\n".join(lines))
        found = [row["event_id"] for row in desk.read("generic_events")]
        others = [f"e{n}" for n in range(6) if n != number]
        assert [event_id for event_id in found if event_id in others] == others
        assert len(found) == landed.rows_landed
        assert len(desk.rejected()) == landed.rows_rejected
        assert landed.rows_read == landed.rows_landed + landed.rows_rejected
        assert landed.rows_read == (6 if lines[number + 1].strip() else 5)


@settings(max_examples=15, deadline=None, phases=WITHOUT_SHRINKING)
@given(
    ending=st.sampled_from(["csv", "json", "pretty.json", "ndjson", "csv.gz", "parquet"]),
    damage=st.lists(st.tuples(st.integers(0), st.binary(max_size=3), st.integers(0, 4))),
    end=st.one_of(st.none(), st.integers(0)),
)
def test_counts_agree_whatever_happens(
    ending: str, damage: list[tuple[int, bytes, int]], end: int | None
) -> None:
    content = export_bytes(ending, EVENT_COLUMNS, [event(n, channel='a "b",\nc') for n in range(5)])
    for at, inserted, removed in damage:
        place = at % len(content) if content else 0
        content = content[:place] + inserted + content[place + removed :]
    if end is not None and content:
        content = content[: end % len(content)]
    with tempfile.TemporaryDirectory() as folder:
        desk = HelpDesk(Path(folder))
        landed = desk.land_only(f"events.{ending}", content)
        found = [row["event_id"] for row in desk.read("generic_events")]
        assert len(found) == landed.rows_landed
        assert len(desk.rejected()) == landed.rows_rejected
        assert landed.rows_read == landed.rows_landed + landed.rows_rejected
        assert landed.error is None or landed.rows_read == 0
