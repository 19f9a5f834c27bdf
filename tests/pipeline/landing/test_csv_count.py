"""Records counted by quotes alone: as a plain reader finds them, whatever pieces come."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.landing import csv_count
from pipeline.landing.csv_count import CsvCount, count_csv, count_lines

SIZES = (1, 2, 7, 1 << 20)


def walked(text: str) -> CsvCount | None:
    """The same, sign by sign; None as soon as something is not regular."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"(\A|\n)[ \t\n]*\Z", "", text)  # blank lines at the end are none
    lines = rows = 0
    is_open = False
    line = before = ""
    for number, sign in enumerate(text):
        behind = text[number + 1 : number + 2]
        if sign == '"':
            if (behind if is_open else before) not in ('"', "\n", " ", ",", ""):
                return None
            is_open = not is_open
        elif sign == "\n":
            lines += 1
            if not is_open:
                if not line.strip(" \t"):
                    return None
                rows += 1
                line = ""
        line += sign if sign != "\n" or is_open else ""
        before = sign
    if is_open:
        return None
    return CsvCount(rows + bool(text), lines + bool(text))


@pytest.mark.parametrize("size", SIZES)
@given(text=st.text(alphabet='a",\n\r \t', max_size=40))
def test_it_is_what_a_walk_finds(
    tmp_path_factory: pytest.TempPathFactory, size: int, text: str
) -> None:
    path = tmp_path_factory.mktemp("count") / "file"
    path.write_bytes(b"header\n" + text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_count, "_CHUNK", size)
        assert count_csv(path, 7, ",") == walked(text)
        assert count_lines(path) == len((b"header\n" + text.encode()).splitlines())


@pytest.mark.parametrize("size", SIZES)
def test_a_long_record_is_left_to_a_careful_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(csv_count, "_CHUNK", size)
    monkeypatch.setattr(csv_count, "LONGEST_RECORD", 100)
    path = tmp_path / "file"
    for record, is_told in (
        ("a" * 90, True),
        ("a" * 110, False),
        ('"' + "a\n" * 40 + '"', True),
        ('"' + "a\n" * 60 + '"', False),
    ):
        for before, behind in ((0, 0), (3, 0), (0, 3)):
            path.write_text("b\n" * before + record + "\n" + "b\n" * behind)
            count = count_csv(path, 0, ",")
            assert (count is not None) == is_told
            assert count is None or count.rows == before + 1 + behind
