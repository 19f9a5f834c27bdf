"""CSV by hand: the header, and records read so that damage stays where it is.

What counts as a good record is what DuckDB accepts in strict mode: blanks around quotes and one
empty field too many are no damage. Only a quote inside a value is, where no text belongs: it is
the end of something that was never begun. (DuckDB is given no file with such a quote.)

A line, and a record of several lines, is held in memory up to `LONGEST`, whatever there is of it in
the file; what is longer is one rejected row.
"""

import codecs
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.landing.csv_count import chunks_of
from pipeline.landing.files import UnreadableFileError
from pipeline.landing.mapping import Names

_CHUNK = 1 << 20  # bytes read at once
LONGEST = 64 << 20  # bytes of a record
_MOST_LINES = 10_000  # of one record: what goes on longer is an unclosed quote
_DELIMITERS = ",;\t"
_LINES_COMPARED = 10  # behind a header that does not tell its delimiter
_TELLS_DELIMITER = re.compile(rb"\"?sep=([\x01-\x7f])\"?\s*", re.IGNORECASE)

LONGEST_SHOWN = 10_000
"""Characters of a rejected row that are kept."""

REPEATED = "is the header once more, where files were put together; delete the line"
"""The reason of a line that names the columns again."""

_UNCLOSED = "an opening quote is never closed; close it, and double the quotes inside a text"
_AFTER_QUOTE = "text follows a closing quote; double the quotes inside a text"
_STRAY_QUOTE = "a quote stands inside a value; put quotes around it and double those inside"
_TOO_LONG = f"is longer than {LONGEST >> 20} MB, so it is no row; close the quote before it"
_NOT_UTF8 = "is not UTF-8; save the file as UTF-8"


class DamagedRecordError(Exception):
    """This record cannot be read; the message is the reason and the remedy."""


def physical_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file with their ends: newline, carriage return, or both.

    Of a line that is longer than `LONGEST` the beginning, one byte too long and without an end.
    """
    begun: list[bytes] = []
    size = 0
    with path.open("rb") as content:
        for chunk in chunks_of(content, _CHUNK):
            lines = chunk.splitlines(keepends=True)
            if begun:
                begun.append(lines[0][: LONGEST + 1 - size])
                size += len(begun[-1])
                if not lines[0].endswith((b"\n", b"\r")):
                    continue
                yield b"".join(begun)
                del begun[:], lines[0]
            if lines and not lines[-1].endswith((b"\n", b"\r")):
                begun = [lines.pop()[: LONGEST + 1]]
                size = len(begun[0])
            yield from lines
    if begun:
        yield b"".join(begun)


class Lines:
    """Numbered physical lines of a file (from 1), where lines can be put back."""

    def __init__(self, path: Path) -> None:
        self._lines = enumerate(physical_lines(path), start=1)
        self._put_back: deque[tuple[int, bytes]] = deque()
        self._taken = 0
        self._last = b""

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while line := self.next():
            yield line

    def next(self) -> tuple[int, bytes] | None:
        """The next line, None at the end."""
        if self._put_back:
            return self._put_back.popleft()
        line = next(self._lines, None)
        if line is not None:
            self._taken += 1
            self._last = line[1]
        return line

    @property
    def used(self) -> int:
        """How many lines were taken, those put back not among them."""
        return self._taken - len(self._put_back)

    @property
    def are_cut_off(self) -> bool:
        """Whether all were taken and the last of them has no line end."""
        return not self._put_back and not self._last.endswith((b"\n", b"\r"))

    def put_back(self, lines: Sequence[tuple[int, bytes]]) -> None:
        """Give lines to be read again, in order."""
        self._put_back.extendleft(reversed(lines))


def read_record(
    first: bytes, lines: Lines, delimiter: str, is_free_text: tuple[bool, ...]
) -> tuple[list[str], str]:
    """Fields and text of the record that begins with the line `first` and may go on in `lines`.

    `is_free_text` tells for each column whether a text in it may hold line breaks and stray
    quotes, and so how many fields there must be. Raises DamagedRecordError; then only `first` is
    used up.
    """
    if len(first) > LONGEST:
        raise DamagedRecordError(_TOO_LONG)
    taken: list[tuple[int, bytes]] = []
    size = len(first)

    def is_free(field: int) -> bool:
        return field < len(is_free_text) and is_free_text[field]

    def next_line(field: int) -> str:
        nonlocal size
        line = lines.next() if is_free(field) and len(taken) < _MOST_LINES else None
        if line is None:
            raise DamagedRecordError(_UNCLOSED)
        taken.append(line)
        size += len(line[1])
        if size > LONGEST:
            raise DamagedRecordError(_UNCLOSED)
        return _text(line[1])

    try:
        fields = _fields(_text(first), delimiter, is_free, next_line)
        _make_as_many(fields, len(is_free_text))
    except DamagedRecordError:
        lines.put_back(taken)
        raise
    return fields, shown(first, *(line for _, line in taken))


def shown(*lines: bytes) -> str:
    """The beginning of a record's text, for people."""
    kept = lines[0] if len(lines) == 1 else b"".join(lines[:LONGEST_SHOWN])
    kept = kept[: 4 * LONGEST_SHOWN]
    return kept.rstrip(b"\r\n").decode(errors="backslashreplace")[:LONGEST_SHOWN]


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise DamagedRecordError(_NOT_UTF8) from error


def _make_as_many(fields: list[str], expected: int) -> None:
    if len(fields) == expected + 1 and not fields[-1]:
        fields.pop()
    if len(fields) == expected:
        return
    counted = f"has {len(fields)} field{'s' * (len(fields) != 1)} where the header has {expected}"
    if len(fields) < expected:
        raise DamagedRecordError(
            f"{counted}, so it ends too early, cut off or broken over lines; export it again, with "
            "quotes around texts of several lines"
        )
    raise DamagedRecordError(f"{counted}; put quotes around a text that contains the delimiter")


def _fields(
    text: str,
    delimiter: str,
    is_free: Callable[[int], bool],
    next_line: Callable[[int], str],
) -> list[str]:
    if '"' not in text:
        return text.rstrip("\r\n").split(delimiter)
    fields: list[str] = []
    at = 0
    while True:
        opening = _behind_blanks(text, at)
        if text.startswith('"', opening):
            parts: list[str] = []
            at = opening + 1
            while (closing := text.find('"', at)) < 0 or text.startswith('""', closing):
                if closing < 0:
                    parts.append(text[at:])
                    text, at = next_line(len(fields)), 0
                else:
                    parts.append(text[at : closing + 1])
                    at = closing + 2
            parts.append(text[at:closing])
            fields.append("".join(parts))
            at = _behind_blanks(text, closing + 1)
            if not text[at:].rstrip("\r\n"):
                return fields
            if not text.startswith(delimiter, at):
                raise DamagedRecordError(_AFTER_QUOTE)
        else:
            end = text.find(delimiter, at)
            if '"' in text[at : end if end >= 0 else None] and not is_free(len(fields)):
                raise DamagedRecordError(_STRAY_QUOTE)
            if end < 0:
                fields.append(text[at:].rstrip("\r\n"))
                return fields
            fields.append(text[at:end])
            at = end
        at += 1


def _behind_blanks(text: str, at: int) -> int:
    while text.startswith(" ", at):
        at += 1
    return at


@dataclass(frozen=True)
class CsvHeader:
    """How a CSV file is to be read, as its header tells."""

    delimiter: str
    names: tuple[str, ...]  # trimmed, in lower case
    line: int  # its number; blank lines stand before it
    end: int  # the byte of the file behind its line
    line_end: int  # the last character of its line, and so of every line: 10 or 13

    def naming(self, names: Names) -> tuple[int, ...]:
        """The columns by which a record that names them again is known: those of ids, else all.

        No ticket is called ticket_id, whatever became of the rest of the line.
        """
        found = names.look_for(self.names)
        filled = {
            header
            for column in names.entity.columns
            if column.filled
            for header in found.headers.get(column.name, ())
        }
        ids = tuple(place for place, name in enumerate(self.names) if name in filled)
        return ids or tuple(range(len(self.names)))

    def is_named_by(self, fields: Sequence[str], naming: Sequence[int]) -> bool:
        """Whether a record names the columns again."""
        first = naming[0]
        if self.names[first] not in fields[first].lower():
            return False  # as nearly always
        return all(
            fields[place].strip("\ufeff \t\r\n").lower() == self.names[place] for place in naming
        )

    def is_free_text(self, names: Names) -> tuple[bool, ...]:
        """For each column, whether people write it: undeclared ones could be anything."""
        found = names.look_for(self.names)
        narrow = {
            header
            for column in names.entity.columns
            if not column.is_free_text
            for header in found.headers.get(column.name, ())
        }
        return tuple(name not in narrow for name in self.names)


def read_header(lines: Lines, names: Names) -> CsvHeader:
    """Reads the header off `lines`; its delimiter is the one that gives most known columns.

    A first line `sep=;`, which spreadsheets write and read over, tells another one. Where several
    give as many (none, in a stranger's export) it is the told one, else the one that divides the
    lines behind the header alike, else the one of most columns. Raises UnreadableFileError if there
    is no header.
    """
    delimiters = _DELIMITERS
    told = None
    end = 0
    for number, line in lines:
        end += len(line)
        header = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if number == 1 and (told := _TELLS_DELIMITER.fullmatch(header)):
            delimiters = told[1].decode() + delimiters
        elif header.strip():
            found = [_header(header, delimiter, number, end) for delimiter in delimiters]
            headers = [each for each in found if isinstance(each, CsvHeader)]
            if headers:
                return _likeliest(headers, names, lines, told[1].decode() if told else None)
            raise UnreadableFileError(f"its header cannot be read: {found[0]}")
    raise UnreadableFileError("has no header; its first line must name the columns")


def _likeliest(
    headers: Sequence[CsvHeader], names: Names, lines: Lines, told: str | None
) -> CsvHeader:
    known = [len(names.look_for(each.names).headers) for each in headers]
    likely = [each for each, count in zip(headers, known, strict=True) if count == max(known)]
    if len(likely) == 1:
        return likely[0]
    behind = [line for line in (lines.next() for _ in range(_LINES_COMPARED)) if line]
    lines.put_back(behind)

    def likelihood(header: CsvHeader) -> tuple[bool, int, int]:
        columns = len(header.names)
        alike = sum(_is_divided(line, header.delimiter, columns) for _, line in behind)
        return header.delimiter == told, alike, columns

    return max(likely, key=likelihood)


def _is_divided(line: bytes, delimiter: str, columns: int) -> bool:
    """Whether a line is a record of so many fields; one field says nothing."""
    try:
        fields = _fields_of_line(line, delimiter)
    except DamagedRecordError:
        return False
    return len(fields) == columns > 1


def _header(line: bytes, delimiter: str, number: int, end: int) -> CsvHeader | DamagedRecordError:
    try:
        names = _fields_of_line(line, delimiter)
    except DamagedRecordError as error:
        return error
    return CsvHeader(
        delimiter,
        names=tuple(name.strip().lower() for name in names),
        line=number,
        end=end,
        line_end=13 if line.endswith(b"\r") else 10,
    )


def _fields_of_line(line: bytes, delimiter: str) -> list[str]:
    def no_line(_: int) -> str:
        raise DamagedRecordError(_UNCLOSED)

    return _fields(_text(line), delimiter, lambda _: True, no_line)
