"""What a CSV file holds, counted by its quotes and line ends alone: a guard beside all readers.

A text begins and ends with a quote, and a quote inside it is written twice; so behind an even
number of quotes no text is open, and a line end there ends a record. Counting so takes no fields
and no buffers of threads, hence it has no blind spot in common with a reader. It is told only of
regular files: every quote stands where one belongs, the last text is closed, no blank line stands
between records, and no record is longer than what DuckDB's buffers surely hold.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

_CHUNK = 1 << 20  # bytes read at once
LONGEST_RECORD = 1 << 20  # bytes

_BLANKS = re.compile(rb"[ \t]*(?:\n|\Z)")
_QUOTE, _NEWLINE, _BLANK = b'"\n '
_Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class CsvCount:
    """How many rows a regular file has, and how many physical lines they take."""

    rows: int
    lines: int


class _IrregularError(Exception):
    """Only reading it field by field tells what is in the file."""


def chunks_of(content: BinaryIO, size: int) -> Iterator[bytes]:
    """The rest of an open file in pieces that never end between `\\r` and its `\\n`."""
    while chunk := content.read(size):
        while chunk.endswith(b"\r") and (following := content.read(1)):
            chunk += following
        yield chunk


def count_lines(path: Path) -> int:
    """How many physical lines a file has."""
    count, chunk = 0, b"\n"
    with path.open("rb") as content:
        for chunk in chunks_of(content, _CHUNK):
            count += chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
    return count + (not chunk.endswith((b"\n", b"\r")))


def count_csv(path: Path, start: int, delimiter: str) -> CsvCount | None:
    """Count what stands behind the header, which ends at byte `start`; None if not regular."""
    count = _Counting(ord(delimiter))
    try:
        for block in _blocks(path, start):
            count.see(block)
    except _IrregularError:
        return None
    return None if count.is_open else CsvCount(count.rows, count.lines)


def _blocks(path: Path, start: int) -> Iterator[bytes]:
    """Whole lines, many at once, each of them ended by a newline; the last may lack its end."""
    rest = b""
    with path.open("rb") as content:
        content.seek(start)
        for chunk in chunks_of(content, _CHUNK):
            plain = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in chunk else chunk
            whole, newline, begun = plain.rpartition(b"\n")
            if newline:
                yield rest + whole + newline
                rest = begun
            else:
                rest += begun
            if len(rest) > LONGEST_RECORD:
                raise _IrregularError
    if rest:
        yield rest


@dataclass
class _Counting:
    delimiter: int
    rows: int = 0
    lines: int = 0
    is_open: bool = False  # a text goes on in the next block
    is_over: bool = False  # a blank line was seen: nothing but blank lines may follow
    length: int = 0  # of the present record so far

    def see(self, block: bytes) -> None:
        """Go on with the next lines. Raises _IrregularError."""
        data = np.frombuffer(block, np.uint8)
        quotes = np.flatnonzero(data == _QUOTE) if b'"' in block else np.empty(0, np.intp)
        self._check(data, quotes)
        ends = np.flatnonzero(data == _NEWLINE)
        if not block.endswith(b"\n"):
            ends = np.append(ends, data.size)
        blank_at = self._first_blank_line(block, data, ends, quotes)
        if block[0 if self.is_over else blank_at :].strip(b" \t\n"):
            raise _IrregularError
        self.is_over = blank_at <= data.size
        ends = ends[: np.searchsorted(ends, blank_at)]
        self.lines += ends.size
        ends = ends[self._is_outside(ends, quotes)]
        self.rows += ends.size
        longest = np.diff(ends, prepend=-self.length).max(initial=0)
        self.length = data.size - int(ends[-1]) if ends.size else self.length + data.size
        if max(self.length, longest) > LONGEST_RECORD:
            raise _IrregularError
        self.is_open = bool((quotes.size + self.is_open) % 2)

    def _is_outside(self, places: _Places, quotes: _Places) -> npt.NDArray[np.bool_]:
        """At which places no text is open."""
        before = np.searchsorted(quotes, places) + self.is_open
        return np.equal(before % 2, 0)

    def _check(self, data: npt.NDArray[np.uint8], quotes: _Places) -> None:
        """Every quote begins a text, ends one, or stands beside another quote."""
        around = np.concatenate(([_NEWLINE], data, [_NEWLINE]))
        opening, closing = quotes[self.is_open :: 2], quotes[1 - self.is_open :: 2]
        fitting = (_QUOTE, _NEWLINE, _BLANK, self.delimiter)
        beside = np.concatenate((around[opening], around[closing + 2]))
        if not np.isin(beside, fitting).all():
            raise _IrregularError

    def _first_blank_line(
        self, block: bytes, data: npt.NDArray[np.uint8], ends: _Places, quotes: _Places
    ) -> int:
        """Where the first line of blanks begins that is no part of a text, else behind all."""
        starts = np.concatenate(([0], ends[:-1] + 1))
        starts = starts[data[starts] <= _BLANK]
        starts = starts[self._is_outside(starts, quotes)]
        return next((at for at in starts.tolist() if _BLANKS.match(block, at)), data.size + 1)
