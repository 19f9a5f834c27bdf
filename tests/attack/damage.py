"""Damage by seed: to the records of a file, to its bytes, to its encoding, to its gzip."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from tests.attack.writing import Export, Kind, Piece, export, parquet_bytes

_NASTY = (
    b'"',
    b'""',
    b"'",
    b"\\",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b" ",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\x0b",
    b"\x0c",
    b"\x1b[31m",
    b"\x85",
    b"\\ud800",
    b"NaN",
    b"1e999",
    b"#",
)
_ODD_VALUES = ('"zz"', "1.10", "1e5", "[1, 2]", '{"a": {"b": 1}}', "true", "null", "-0")


@dataclass(frozen=True)
class Damaged:
    """A file as it is handed to landing."""

    made: Export
    name: str
    content: bytes
    plain: bytes | None  # what can be unpacked of it, as UTF-8 where it is text; None: only Parquet
    done: tuple[str, ...]  # what was done to it
    is_cut: bool = False  # its gzip ends before its time, or is damaged


def damaged(luck: Random, kind: Kind | None = None) -> Damaged:
    """A file of the desk, damaged in up to four ways."""
    made = export(luck, kind)
    if made.kind == "parquet":
        return _damaged_parquet(luck, made)
    done: list[str] = []
    pieces = list(made.pieces)
    for _ in range(luck.choice((0, 0, 1, 1, 2))):
        if not pieces:  # the only record of a file without a head was dropped
            break
        hurt = luck.choice(_TO_PIECES)
        pieces = hurt(luck, made, pieces)
        done.append(hurt.__name__.strip("_"))
    content = b"".join(piece.text for piece in pieces)
    for _ in range(luck.choice((0, 1, 1, 1, 2))):
        harm = luck.choice(_TO_BYTES)
        content = harm(luck, content)
        done.append(harm.__name__.strip("_"))
    content, encoding = _encoded(luck, content)
    if encoding:
        done.append(encoding)
    packed, is_cut = content, False
    if luck.random() < 0.2:
        packed, how = _packed(luck, content)
        done.append(how)
        content, is_cut = unpacked(packed)
    name = f"{made.table.name}{luck.choice(('', '-1', ' 2026'))}.{made.ending}"
    name += ".gz" if packed is not content and "gzip" in done[-1] else ""
    return Damaged(made, name, packed, as_utf8(content), tuple(done), is_cut)


def as_utf8(content: bytes) -> bytes:
    """Text without its mark, in UTF-8 whatever it was; single surrogates spoil their own line."""
    for mark, encoding in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            text = content[2:].decode(encoding, errors="replace")
            return text.encode(errors="replace")
    return content.removeprefix(codecs.BOM_UTF8)


def unpacked(packed: bytes) -> tuple[bytes, bool]:
    """What gzip gives, member by member and byte by byte, and whether it ended in trouble."""
    found = bytearray()
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
        try:
            while one := stream.read(1):
                found += one
        except (OSError, EOFError, gzip.zlib.error):  # type: ignore[attr-defined]
            return bytes(found), True
    return bytes(found), False


# What happens to records.


def _at_record(luck: Random, pieces: list[Piece]) -> int:
    places = [place for place, piece in enumerate(pieces) if piece.record]
    return luck.choice(places) if places else 0


def _end(made: Export, pieces: list[Piece]) -> Piece:
    return Piece({"csv": made.line_end, "lines": b"\n"}.get(made.kind, b",\n"))


def _repeat_record(luck: Random, made: Export, pieces: list[Piece]) -> list[Piece]:
    at = _at_record(luck, pieces)
    return [*pieces[:at], pieces[at], _end(made, pieces), *pieces[at:]]


def _drop_record(luck: Random, _: Export, pieces: list[Piece]) -> list[Piece]:
    at = _at_record(luck, pieces)
    return [*pieces[:at], *pieces[at + 2 :]]


def _swap_records(luck: Random, _: Export, pieces: list[Piece]) -> list[Piece]:
    one, other = _at_record(luck, pieces), _at_record(luck, pieces)
    swapped = list(pieces)
    swapped[one], swapped[other] = pieces[other], pieces[one]
    return swapped


def _repeat_head(luck: Random, made: Export, pieces: list[Piece]) -> list[Piece]:
    at = _at_record(luck, pieces)
    return [*pieces[:at], Piece(made.pieces[0].text), *pieces[at:]]


def _junk_line(luck: Random, made: Export, pieces: list[Piece]) -> list[Piece]:
    at = _at_record(luck, pieces)
    junk = luck.choice((b"junk", b"", b"   ", b'"', b"{", b"[1]", b"null", b'"a', b'a"b', b"a,b"))
    return [*pieces[:at], Piece(junk), _end(made, pieces), *pieces[at:]]


def _huge_field(luck: Random, _: Export, pieces: list[Piece]) -> list[Piece]:
    size = luck.choice((5_000, 70_000, 70_000, 300_000, 2_500_000))
    return _inside(luck, pieces, b"H" * size)


def _nasty_cell(luck: Random, _: Export, pieces: list[Piece]) -> list[Piece]:
    return _inside(luck, pieces, luck.choice(_NASTY))


def _inside(luck: Random, pieces: list[Piece], inserted: bytes) -> list[Piece]:
    at = _at_record(luck, pieces)
    text = pieces[at].text
    place = luck.randrange(len(text) + 1)
    hurt = replace(pieces[at], text=text[:place] + inserted + text[place:], record=None)
    return [*pieces[:at], hurt, *pieces[at + 1 :]]


def _quote_opened(luck: Random, made: Export, pieces: list[Piece]) -> list[Piece]:
    """In front of a field, closed nowhere or further down."""
    at = _at_record(luck, pieces)
    text = pieces[at].text
    sign = made.delimiter.encode() if made.kind == "csv" else b":"
    starts = [0, *(found.end() for found in re.finditer(re.escape(sign), text))]
    place = luck.choice(starts)
    hurt = Piece(text[:place] + b'"' + text[place:])
    opened = [*pieces[:at], hurt, *pieces[at + 1 :]]
    if luck.random() < 0.5:
        return opened
    at = _at_record(luck, opened)
    closed = Piece(opened[at].text + b'"' * luck.choice((1, 1, 2)))
    return [*opened[:at], closed, *opened[at + 1 :]]


def _odd_object(luck: Random, made: Export, pieces: list[Piece]) -> list[Piece]:
    """Doubled keys, keys that differ by case, numbers for texts, nested things."""
    at = _at_record(luck, pieces)
    record = pieces[at].record
    if made.kind == "csv" or record is None:
        return pieces
    name = luck.choice(sorted(record.cells))
    odd = luck.choice((*_ODD_VALUES, "[" * 3_000 + "]" * 3_000, "9" * 400))
    key = json.dumps(luck.choice((name, name.upper(), name.title(), f" {name}", f"{name}\0")))
    text = pieces[at].text
    brace = luck.choice((text.find(b"{") + 1, text.rfind(b"}")))
    added = f"{key}: {odd}"
    added = f"{added}, " if text[:brace].rstrip().endswith(b"{") else f", {added}"
    hurt = Piece(text[:brace] + added.encode() + text[brace:])
    return [*pieces[:at], hurt, *pieces[at + 1 :]]


def _cells_swapped(luck: Random, made: Export, pieces: list[Piece]) -> list[Piece]:
    at = _at_record(luck, pieces)
    if made.kind != "csv":
        return pieces
    cells = pieces[at].text.split(made.delimiter.encode())
    luck.shuffle(cells)
    hurt = Piece(made.delimiter.encode().join(cells))
    return [*pieces[:at], hurt, *pieces[at + 1 :]]


_TO_PIECES: tuple[Callable[[Random, Export, list[Piece]], list[Piece]], ...] = (
    _repeat_record,
    _drop_record,
    _swap_records,
    _repeat_head,
    _junk_line,
    _huge_field,
    _nasty_cell,
    _nasty_cell,
    _quote_opened,
    _quote_opened,
    _odd_object,
    _odd_object,
    _cells_swapped,
)

# What happens to bytes.


def _flip(luck: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(luck.choice((1, 1, 1, 3, 10))):
        if changed:
            changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    return bytes(changed)


def _insert(luck: Random, content: bytes) -> bytes:
    at = luck.randrange(len(content) + 1)
    added = luck.choice((*_NASTY, luck.randbytes(luck.choice((1, 2, 9)))))
    return content[:at] + added + content[at:]


def _delete(luck: Random, content: bytes) -> bytes:
    at = luck.randrange(len(content) + 1)
    return content[:at] + content[at + luck.choice((1, 1, 2, 5, 40, 300)) :]


def _cut(luck: Random, content: bytes) -> bytes:
    return content[: luck.randrange(len(content) + 1)]


def _repeat_bytes(luck: Random, content: bytes) -> bytes:
    start, end = sorted(luck.randrange(len(content) + 1) for _ in "12")
    return content[:end] + content[start:end][:2_000] + content[end:]


def _line_ends(luck: Random, content: bytes) -> bytes:
    """Some of them others, or all."""
    other, share = luck.choice((b"\r\n", b"\r", b"\n", b"\n\n")), luck.choice((0.2, 1))
    return re.sub(rb"\r\n|\n", lambda found: other if luck.random() < share else found[0], content)


def _zeros(luck: Random, content: bytes) -> bytes:
    """As a disk leaves a file that was not written to its end."""
    at = luck.randrange(len(content) + 1)
    size = luck.choice((1, 7, 512))
    return content[:at] + b"\0" * size + (content[at + size :] if luck.random() < 0.7 else b"")


def _nothing(_: Random, content: bytes) -> bytes:
    return content


_TO_BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (
    _flip,
    _insert,
    _insert,
    _delete,
    _cut,
    _repeat_bytes,
    _line_ends,
    _zeros,
    _nothing,
)


def _encoded(luck: Random, content: bytes) -> tuple[bytes, str]:
    how = luck.choices(
        ("", "mark", "two marks", "utf-16", "utf-16-be", "latin-1", "hurt utf-16"),
        (14, 2, 1, 1, 1, 1, 1),
    )[0]
    text = content.decode(errors="replace")
    match how:
        case "mark":
            return codecs.BOM_UTF8 + content, how
        case "two marks":
            return codecs.BOM_UTF8 * 2 + content, how
        case "utf-16":
            return text.encode("utf-16"), how
        case "utf-16-be":
            return codecs.BOM_UTF16_BE + text.encode("utf-16-be"), how
        case "latin-1":
            return text.encode("latin-1", errors="replace"), how
        case "hurt utf-16":
            return _insert(luck, text.encode("utf-16")), how
    return content, how


def _packed(luck: Random, content: bytes) -> tuple[bytes, str]:
    middle = luck.randrange(len(content) + 1)
    packed = luck.choice(
        (gzip.compress(content), gzip.compress(content[:middle]) + gzip.compress(content[middle:]))
    )
    how = luck.choice(("gzip", "gzip", "gzip cut", "gzip hurt", "gzip padded"))
    match how:
        case "gzip cut":
            return _cut(luck, packed), how
        case "gzip hurt":
            return luck.choice((_flip, _insert, _delete))(luck, packed), how
        case "gzip padded":
            return packed + luck.choice((b"\0" * 9, b"junk")), how
    return packed, how


def _damaged_parquet(luck: Random, made: Export) -> Damaged:
    content = parquet_bytes(luck, made)
    hurt = luck.choice((_nothing, _flip, _insert, _delete, _cut, _zeros, _odd_parquet))
    return Damaged(
        made, f"{made.table.name}.parquet", hurt(luck, content), None, (hurt.__name__.strip("_"),)
    )


def _odd_parquet(luck: Random, content: bytes) -> bytes:
    """A column more: of a name like ours, of a nested type, of bytes that are no text."""
    table = pq.read_table(io.BytesIO(content))
    count = table.num_rows
    name = luck.choice(table.column_names)
    named = luck.choice(
        (
            name.upper(),
            f" {name}",
            "whole",
            "the_whole_row",
            "reason",
            "line",
            "file_row_number",
            'a"b',
            "filename",
            "",
            "x" * 300,
        )
    )
    odd = luck.choice(
        (
            pa.array([b"\xff\xfe"] * count, pa.binary()),
            pa.array([{"a": [1]}] * count),
            pa.array([[1, None]] * count),
            pa.array([1.5] * count),
            pa.array([None] * count, pa.null()),
        )
    )
    sink = io.BytesIO()
    pq.write_table(table.append_column(named, odd), sink)
    return sink.getvalue()
