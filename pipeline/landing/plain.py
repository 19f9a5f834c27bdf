"""From an export as it came (gzip, UTF-16, byte order mark) to a file that all readers take.

DuckDB would unpack gzip itself, but it tells neither a wrong checksum nor how far it came, and it
reads a compressed file with one thread; unpacking first costs about the same and says both. It goes
piece by piece, so that what 2 MB of gzip may hold, 2 GB, takes disk and no memory.
"""

import codecs
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.landing.encodings import WINDOWS, recognised, to_utf8
from pipeline.landing.files import ExportFile, UnreadableFileError

_CHUNK = 1 << 18  # bytes read, and unpacked, at once
_LARGEST_BLANK = 1 << 18  # bytes
_GZIP = 16 + zlib.MAX_WBITS
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF8 = ("utf-8", "utf-8-sig")
_NO_CHARACTER = b"\xff"  # stands for half a character: never valid UTF-8, so its row is rejected


@dataclass(frozen=True)
class PlainFile:
    """The same content, not compressed and (where it is text) UTF-8."""

    path: Path
    cut: str | None  # why the content ends before its time, if it does
    notices: tuple[str, ...] = ()  # what else somebody should know, as sentences on the file
    is_blank: bool = False  # nothing is in it but blanks


def make_plain(export: ExportFile, scratch: Path, encoding: str | None = None) -> PlainFile:
    """The export as a plain file in `scratch`: a link to it if it is one, else a copy.

    So whatever an export is called, its readers see a name of ours.

    A byte order mark tells the encoding, else `encoding` does, else the file's whole content.
    Raises UnreadableFileError if there is nothing in it that could be read, OSError if it cannot be
    opened. A file of an optional entity may be empty.
    """
    gunzip = _Gunzip() if export.is_gzip else None
    if gunzip:
        path = _copy(gunzip.chunks(export.path), scratch / "unpacked")
    else:
        path = scratch / "export"
        path.unlink(missing_ok=True)
        path.symlink_to(export.path.absolute())
        export.path.open("rb").close()  # raises what there is to raise, and tells its name
    trouble = gunzip.trouble if gunzip else None
    is_blank = export.entity.is_optional and not trouble and _is_blank(path)
    if not path.stat().st_size and not is_blank:
        raise UnreadableFileError(
            f"nothing in it can be unpacked ({trouble}); export it again"
            if trouble
            else "is empty; export it again, or delete it"
        )
    if export.format == "parquet" or is_blank:
        return PlainFile(path, trouble, is_blank=is_blank)
    convert, notices = _conversion(path, export, encoding)
    if convert:
        path = _copy(convert(_chunks(path)), scratch / "converted")
    return PlainFile(path, trouble, notices)


def _is_blank(path: Path) -> bool:
    if path.stat().st_size > _LARGEST_BLANK:
        return False
    content = path.read_bytes()
    for mark in (codecs.BOM_UTF8, *_UTF16):
        content = content.removeprefix(mark)
    return not content.strip(b" \t\r\n\0")


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
        rest = packed
        while rest and not member.eof:  # behind its end, `unconsumed_tail` stays what it was
            before = member.copy()
            try:
                unpacked = member.decompress(rest, _CHUNK)
            except zlib.error:
                self.trouble = "its gzip is damaged"
                # The error took with it what stands before the damage, so go there by small steps.
                with suppress(zlib.error):
                    for at in range(len(rest)):
                        yield before.decompress(rest[at : at + 1])
                return
            yield unpacked
            rest = member.unconsumed_tail
        while not member.eof and (unpacked := member.decompress(b"", _CHUNK)):
            yield unpacked


_Conversion = Callable[[Iterator[bytes]], Iterator[bytes]]


def _conversion(
    path: Path, export: ExportFile, encoding: str | None
) -> tuple[_Conversion | None, tuple[str, ...]]:
    """How the file becomes UTF-8 without a mark, if it is not, and what to tell of that."""
    with path.open("rb") as content:
        start = content.read(3)
    if utf16 := _UTF16.get(start[:2]):
        return lambda chunks: _utf16_to_utf8(chunks, utf16), ()
    if start == codecs.BOM_UTF8:
        return (_without_mark if export.format != "csv" else None), ()
    if encoding:
        is_utf8 = encoding in _UTF8
        return (None if is_utf8 else lambda chunks: to_utf8(chunks, encoding)), ()
    verdict = recognised(_chunks(path))
    if verdict.is_unknown:
        raise UnreadableFileError(
            f"is neither UTF-8 nor {WINDOWS}, so its letters cannot be told; name its encoding in "
            "vip-sla.yml (`encoding: cp437` for DOS, `encoding: mac-roman` for older Macs, "
            "`encoding: utf-8` if it is UTF-8 with a few damaged bytes), or save it as UTF-8"
        )
    if verdict.is_windows:
        told = (
            f"is not UTF-8 and was read as {WINDOWS}; `encoding: {WINDOWS}` in vip-sla.yml says "
            "so, or names another"
        )
        return lambda chunks: to_utf8(chunks, WINDOWS), (told,)
    return None, ()


def _without_mark(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from _behind(chunks, len(codecs.BOM_UTF8))


def _behind(chunks: Iterator[bytes], left: int) -> Iterator[bytes]:
    """Without the first bytes."""
    for chunk in chunks:
        yield chunk[left:]
        left = max(0, left - len(chunk))


def _utf16_to_utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Single surrogates come out as bytes that are no UTF-8, hence as rejected rows."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    for chunk in _behind(chunks, len(codecs.BOM_UTF16_LE)):
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    if decoder.getstate()[0]:
        yield _NO_CHARACTER
