"""In which encoding a text file is written: decided once, by the whole of it.

UTF-8 is what exports are in. One that is not all UTF-8 is either damaged or written in another
encoding, and the two must not be confused: rejecting the rows with an umlaut and keeping the others
would take the customer's question and leave the answer. So bytes are counted: stray ones, which
belong to no UTF-8 character, and whole UTF-8 characters of several bytes. Text in UTF-8 has hardly
any of the former, text in a Windows code page hardly any of the latter, as its letters seldom make
such a character by chance. With more than three stray bytes a character (so also with any stray
byte where there is no such character at all) the file is cp1252; where cp1252 does not know each of
its bytes, the file is refused. With fewer it is damaged UTF-8, and the rows with the damage are
rejected.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WINDOWS = "cp1252"

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_UNFINISHED = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_MOST_STRAY = 3  # bytes for each character: what cutting it leaves of it
_ASCII = bytes(range(128))
_NOT_WINDOWS = b"\x81\x8d\x8f\x90\x9d"


@dataclass
class _Count:
    """What the bytes of a file are, as far as it was seen."""

    characters: int = 0  # of several bytes, in UTF-8
    stray_bytes: int = 0  # not ASCII, and of no such character
    unknown_bytes: int = 0  # that cp1252 does not know
    rest: bytes = b""  # the beginning of a character, perhaps

    def see(self, chunk: bytes, *, is_last: bool = False) -> None:
        if not self.rest and chunk.isascii():
            return
        content = self.rest + chunk
        unfinished = None if is_last else _UNFINISHED.search(content)
        self.rest = unfinished[0] if unfinished else b""
        content = content[: len(content) - len(self.rest)]
        sequences = _SEQUENCE.findall(content)
        others = content.translate(None, _ASCII)
        self.characters += len(sequences)
        self.stray_bytes += len(others) - sum(map(len, sequences))
        self.unknown_bytes += len(others) - len(others.translate(None, _NOT_WINDOWS))


@dataclass(frozen=True)
class Verdict:
    """How to read a file."""

    is_windows: bool = False  # cp1252
    is_unknown: bool = False  # neither UTF-8, damaged or not, nor cp1252


def recognised(chunks: Iterable[bytes]) -> Verdict:
    """What a file without an `encoding` in the settings is written in."""
    count = _Count()
    for chunk in chunks:
        count.see(chunk)
    count.see(b"", is_last=True)
    if count.stray_bytes <= _MOST_STRAY * count.characters:
        return Verdict()
    return Verdict(is_windows=not count.unknown_bytes, is_unknown=bool(count.unknown_bytes))


_STRAY = "vip_sla_stray"
_NOT_OF_FILES = {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape"}
_NOT_OF_FILES |= {"undefined", "unicode-escape", "utf-7"}


def codec_name(written: str) -> str:
    """The name by which Python's standard library knows an encoding. Raises ValueError."""
    for spelling in (written.strip(), written.replace("-", "").replace(" ", "")):
        try:
            "".encode(spelling)  # a codec of texts, not of bytes
            name = codecs.lookup(spelling).name
        except (LookupError, ValueError):
            continue
        if name.replace("_", "-") not in _NOT_OF_FILES:
            return name
    raise ValueError(
        f"{written!r} is no encoding; write e.g. cp1252 (Windows), latin-1, cp437 (DOS) or utf-8"
    )


def to_utf8(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The same text in UTF-8; what is no character comes out as bytes that are no UTF-8."""
    codecs.register_error(_STRAY, lambda error: ("\udcff", _end_of(error)))
    decoder = codecs.getincrementaldecoder(encoding)(_STRAY)
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def _end_of(error: UnicodeError) -> int:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.end
