"""From an export as it came (gzip, UTF-16, byte order mark) to a file that all readers take.

DuckDB would unpack gzip itself, but it tells neither a wrong checksum nor how far it came, and it
reads a compressed file with one thread; unpacking first costs about the same and says both.
"""

import codecs
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.landing.files import ExportFile, UnreadableFileError

_CHUNK = 1 << 18
_GZIP = 16 + zlib.MAX_WBITS
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NO_CHARACTER = b"\xff"  # stands for half a character: never valid UTF-8, so its row is rejected


@dataclass(frozen=True)
class PlainFile:
    """The same content, not compressed and (where it is text) UTF-8."""

    path: Path
    cut: str | None  # why the content ends before its time, if it does


def make_plain(export: ExportFile, scratch: Path) -> PlainFile:
    """The export as a plain file: itself if it is one, else a copy in `scratch`.

    Raises UnreadableFileError if there is nothing in it, OSError if it cannot be opened.
    """
    gunzip = _Gunzip() if export.is_gzip else None
    path = export.path
    if gunzip:
        path = _copy(gunzip.chunks(path), scratch / "unpacked")
    if not path.stat().st_size:
        raise UnreadableFileError(
            f"nothing in it can be unpacked ({gunzip.trouble}); export it again"
            if gunzip and gunzip.trouble
            else "is empty; export it again, or delete it"
        )
    if export.format != "parquet" and (convert := _conversion(path, export)):
        path = _copy(convert(_chunks(path)), scratch / "converted")
    return PlainFile(path, gunzip.trouble if gunzip else None)


def _copy(chunks: Iterator[bytes], copy: Path) -> Path:
    with copy.open("wb") as output:
        output.writelines(chunks)
    return copy


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            yield chunk


class _Gunzip:
    """Unpacks every member of a gzip file; `trouble` then tells what stopped it, if anything."""

    def __init__(self) -> None:
        self.trouble: str | None = None

    def chunks(self, path: Path) -> Iterator[bytes]:
        member = zlib.decompressobj(_GZIP)
        is_empty = True
        for chunk in _chunks(path):
            packed = chunk
            while packed:
                if member.eof:
                    packed = packed.lstrip(b"\0")  # padding
                    member, is_empty = zlib.decompressobj(_GZIP), True
                if packed:
                    is_empty = False
                    yield from self._unpack(member, packed)
                    packed = member.unused_data
                if self.trouble:
                    return
        if not (is_empty or member.eof):
            self.trouble = "its gzip is cut off"

    def _unpack(self, member: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
        before = member.copy()
        try:
            yield member.decompress(packed)
        except zlib.error:
            self.trouble = "its gzip is damaged"
            # The error took with it what stands before the damage, so go there by small steps.
            with suppress(zlib.error):
                for at in range(len(packed)):
                    yield before.decompress(packed[at : at + 1])


def _conversion(
    path: Path, export: ExportFile
) -> Callable[[Iterator[bytes]], Iterator[bytes]] | None:
    with path.open("rb") as content:
        start = content.read(3)
    if encoding := _UTF16.get(start[:2]):
        return lambda chunks: _utf16_to_utf8(chunks, encoding)
    if start == codecs.BOM_UTF8 and export.format != "csv":
        return _without_mark
    return None


def _without_mark(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(chunks)[len(codecs.BOM_UTF8) :]
    yield from chunks


def _utf16_to_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Single surrogates come out as bytes that are no UTF-8, hence as rejected rows."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for number, chunk in enumerate(chunks):
        text = decoder.decode(chunk[2:] if number == 0 else chunk)
        yield text.encode("utf-8", "surrogatepass")
    if decoder.getstate()[0]:
        yield _NO_CHARACTER
