"""What a plain look at a damaged file sees: which records stand in it, untouched, and where.

Told without any reader of landing: by the bytes with which a record was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.attack.damage import Damaged
from tests.attack.desk import Record

_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True)
class Standing:
    """A record that stands in the file as it was written, on lines or an element of its own."""

    record: Record
    text: bytes
    at: int  # the first of its bytes


def standing(file: Damaged) -> Iterator[Standing]:
    """Each time that an untouched record stands in the file."""
    assert file.plain is not None
    for piece in file.made.pieces:
        if piece.record is None:
            continue
        for found in re.finditer(re.escape(piece.text), file.plain):
            if _is_alone(file, found.start(), found.end()):
                yield Standing(piece.record, piece.text, found.start())


def _is_alone(file: Damaged, start: int, end: int) -> bool:
    assert file.plain is not None
    if file.made.kind == "json":
        before = file.plain[:start].rstrip(b" \r\n\t")
        behind = file.plain[end:].lstrip(b" \r\n\t")
        return before[-1:] in b"[,}" and behind[:1] in b"],{"
    is_first = file.made.kind == "lines" and start == 0
    begins = is_first or file.plain[start - 1 : start] in (b"\n", b"\r")
    ends = file.plain[end : end + 1] in (b"\n", b"\r") or (
        end == len(file.plain) and not file.is_cut
    )
    return begins and ends


def line_of(plain: bytes, at: int) -> int:
    """The number of the line in which a byte stands, from 1."""
    return len(_LINE_END.findall(plain[:at])) + 1


def has_its_header(file: Damaged) -> bool:
    """Whether the first line that is not blank is the header as it was written."""
    assert file.plain is not None
    for line in _LINE_END.split(file.plain):
        if line.strip():
            return line == file.made.header
    return False


def times_told(plain: bytes, record_id: str) -> int:
    """How often an id stands in a file as a word of its own."""
    word = re.escape(record_id.encode())
    return len(re.findall(rb"(?<![0-9A-Za-z])" + word + rb"(?![0-9A-Za-z])", plain))
