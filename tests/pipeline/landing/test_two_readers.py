"""DuckDB and the careful reader give the same rows of the same lines, whatever is in them."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.landing import csv_count, csv_records, export_rows, json_elements, plain, wrapped_json
from tests.pipeline.landing.help_desk import HelpDesk, csv_text

READERS = (csv_count, csv_records, json_elements, plain, wrapped_json)
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)

Outcome = tuple[list[tuple[Any, ...]], list[tuple[int, str]]]


def outcome(name: str, content: bytes, *, is_careful: bool, size: int = 7) -> Outcome:
    """Landed rows with their lines, and the rejected ones."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for reader in READERS:
            patch.setattr(reader, "_CHUNK", size)
        if is_careful:
            patch.setattr(export_rows, "csv_rows", lambda *_: None)
            patch.setattr(export_rows, "json_rows", lambda *_: None)
        desk = HelpDesk(Path(folder))
        landed = desk.land_only(name, content)
        assert landed.error is None
        assert landed.rows_read == landed.rows_landed + landed.rows_rejected
        rows = [
            (row["file_row"], row["account_id"], row["name"])
            for row in desk.read("generic_customers")
        ]
        rejected = desk.read("rejected_rows", is_told=False)
        return rows, [(row["line"], row["reason"]) for row in rejected]


def both_ways(name: str, content: bytes) -> Outcome:
    clean = outcome(name, content, is_careful=False)
    assert outcome(name, content, is_careful=True, size=1) == clean
    return clean


TEXTS = st.text(alphabet="aÄ€😀\"',;\\/\n\r\t .-0195e[]{}:\x00\x1f\x7f\u00a0\u2028", max_size=8)
NUMBERS = st.sampled_from(
    (
        *("0", "-0", "7", "-12", "1.10", "1.1", "1.0", "2.50e3", "1E5", "0.00001", "0.1", "100.25"),
        *("1.123456789012345678", "12345678901234567890123", "9007199254740993", "1e400"),
        *("123456789012345.5", "0.0001", "-1.5"),
    )
)


@settings(max_examples=25, deadline=None, phases=WITHOUT_SHRINKING)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"customer_id": st.sampled_from(["a", "", "ü", " b "]), "name": TEXTS}
        ),
        min_size=1,
        max_size=4,
    ),
    line_end=st.sampled_from(["\n", "\r\n"]),
    damage=st.sampled_from(["", "", "x\n", "\n", '"\n', 'a,"\n', "customer_id,name\n", 'a,b"c\n']),
    where=st.integers(0, 9),
    is_ended=st.booleans(),
)
def test_csv(
    rows: list[dict[str, str]], line_end: str, damage: str, where: int, is_ended: bool
) -> None:
    text = csv_text(["customer_id", "name"], rows, line_end=line_end).replace("\x00", "")
    lines = text.splitlines(keepends=True)
    lines.insert(1 + where % len(lines), damage)
    content = "".join(lines)
    both_ways("customers.csv", (content if is_ended else content.rstrip("\r\n")).encode())


class Verbatim(str):
    """JSON that is written as it is."""

    __slots__ = ()


def written(value: object) -> str:
    match value:
        case Verbatim():
            return str(value)
        case list():
            return f"[{', '.join(map(written, value))}]"
        case tuple():
            return (
                "{" + ",".join(f"{json.dumps(key)}: {written(each)}" for key, each in value) + "}"
            )
        case _:
            return json.dumps(value, ensure_ascii="Ä" in str(value))


VALUES = st.recursive(
    st.one_of(TEXTS, NUMBERS.map(Verbatim), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(st.tuples(st.sampled_from(["a", "b", "ü"]), inner), max_size=3).map(tuple),
    ),
    max_leaves=4,
)
OBJECTS = st.lists(
    st.tuples(st.sampled_from(["customer_id", "Customer_ID", "name", "NAME", "x"]), VALUES),
    min_size=1,
    max_size=3,
).map(lambda members: (("customer_id", "k"), *members))


@settings(max_examples=40, deadline=None, phases=WITHOUT_SHRINKING)
@given(
    objects=st.lists(OBJECTS, min_size=1, max_size=3),
    kind=st.sampled_from(["ndjson", "json"]),
    damage=st.sampled_from(
        ["", "", "\n", "{oops\n", '{"customer_id": NaN}\n', '{"a": 1,}\n', "1\n"]
    ),
)
def test_json(objects: list[Any], kind: str, damage: str) -> None:
    lines = [written(each) for each in objects]
    if kind == "json":
        content = "[\n" + ",\n".join(lines) + "\n]\n"
    else:
        content = "\n".join([*lines[:1], damage.rstrip("\n"), *lines[1:]]) + "\n"
    both_ways(f"customers.{kind}", content.encode())


def test_what_is_said_of_texts_that_look_like_our_words_is_the_same() -> None:
    confusing = {"customer_id": "k", "Customer_ID": {"a": " ", "b": '" and name "'}}
    _, [(line, reason)] = both_ways("customers.json", json.dumps([confusing]).encode())
    assert line == 1
    assert reason.endswith("which are one column; leave the one that is right")


def test_numbers_stay_as_they_were_written() -> None:
    rows, rejected = both_ways(
        "customers.ndjson",
        b'{"customer_id": 1.10, "name": {"n": [1.10, "\\u0001"], "n": 2}}\n{"customer_id": 1.1}\n',
    )
    assert rows == [(1, "1.10", '{"n":[1.10,"\\u0001"],"n":2}'), (2, "1.1", None)]
    assert rejected == []


@pytest.mark.parametrize("ending", ["ndjson", "json"])
def test_a_doubled_key_says_two_things(ending: str) -> None:
    content = b'{"customer_id": "a"}\n{"customer_id": "b", "name": "B", "name": "C"}\n'
    rows, ((line, reason),) = both_ways(f"customers.{ending}", content)
    assert (rows, line) == ([(1, "a", None)], 2)
    assert reason.startswith("has a key twice")


def test_a_quote_inside_an_id_is_told_in_any_file() -> None:
    rows, ((line, reason),) = both_ways("customers.csv", b'customer_id,name\na"b,A\nc,5" disk\n')
    assert (rows, line) == ([(3, "c", '5" disk')], 2)
    assert "a quote stands inside a value" in reason


def test_a_repeated_header_is_no_row() -> None:
    text = "Customer_ID,name\na,A\n\ufeffcustomer_id, Name\nb,B\n"
    rows, ((line, reason),) = both_ways("customers.csv", text.encode())
    assert (rows, line) == ([(2, "a", "A"), (4, "b", "B")], 3)
    assert "is the header once more" in reason


@pytest.mark.parametrize("depth", [50, 3_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_values_deep_in_others(depth: int, opening: str, closing: str) -> None:
    deep = f"{opening * depth}1{closing * depth}"
    line = f'{{"customer_id": "a", "x": {deep}}}\n{{"customer_id": "b"}}\n'
    landed, rejected = both_ways("customers.ndjson", line.encode())
    assert len(landed) + len(rejected) == 2
    assert landed[-1][1] == "b"
