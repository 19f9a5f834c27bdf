"""JSON by hand: the elements of a damaged file, each with the text that it came from."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.landing.csv_records import LONGEST, LONGEST_SHOWN, physical_lines

_CHUNK = 1 << 20  # bytes read at once
_CONTROL = re.compile(r"(?<=\\u)00[01][0-9a-f]")
_BLANKS = " \t\r\n\f\v"  # around a line, as DuckDB sees them
_LINE_OF_OBJECT = re.compile(r"\n([^\n{]*)\{")
_SEPARATORS = re.compile(r"[\s,]*")

_NOT_AN_OBJECT = "is JSON, but not an object with columns as keys; export objects"
_NOT_JSON = "is not valid JSON; correct it or export it again"
_NOT_UTF8 = "holds bytes that are no character; save the file as UTF-8"
_LOST = "is not valid JSON, and nothing behind it can be read; export the file again"
_BEHIND_END = "stands behind the end of the array; put it inside, or delete it"

_TWICE = "has a key twice, so it says two things; leave the one that is right"
_TOO_LONG = f"is longer than {LONGEST >> 20} MB, so it is no row; export it again"


class Number(str):
    """A number, in the text in which it was written."""

    __slots__ = ()


class Members(tuple[tuple[str, Any], ...]):
    """An object as it was written: its keys and values in order, doubled keys and all."""

    __slots__ = ()


def _no_number(written: str) -> None:
    raise ValueError(f"{written} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=Members,
    parse_int=Number,
    parse_float=Number,
    parse_constant=_no_number,
)


def cut_off(cut: str) -> str:
    """The reason of the last row of a file that ends before its time."""
    return f"the file ends here before its time: {cut}; export it again"


@dataclass(frozen=True)
class Element:
    """One element: an object, or the reason why there is none."""

    number: int  # of the line or, in an array, of the element; from 1
    text: str
    content: dict[str, str | None] | None  # texts by key
    broken: str | None = None


def line_elements(path: Path, cut: str | None) -> Iterator[Element]:
    """One element a line; blank lines are none."""
    number = 0
    for number, line in enumerate(physical_lines(path), start=1):
        if not line.strip():
            continue
        shown = line[:LONGEST_SHOWN].decode(errors="backslashreplace").rstrip("\r\n")
        if len(line) > LONGEST:
            yield Element(number, shown, None, _TOO_LONG)
            continue
        if cut and not line.endswith((b"\n", b"\r")):
            yield Element(number, shown, None, cut_off(cut))
            return
        try:
            content = _DECODER.decode(line.decode().strip(_BLANKS))
        except UnicodeDecodeError:
            yield Element(number, shown, None, _NOT_UTF8)
        except (ValueError, RecursionError):
            yield Element(number, shown, None, _NOT_JSON)
        else:
            yield _element(number, shown, content)
    if cut:
        yield Element(number + 1, "", None, cut_off(cut))


def _element(number: int, text: str, content: object) -> Element:
    shown = _shown(text)
    if not isinstance(content, Members):
        return Element(number, shown, None, _NOT_AN_OBJECT)
    members = dict(content)
    if len(members) < len(content):
        return Element(number, shown, None, _TWICE)
    try:
        texts = {key: as_text(value) for key, value in content}
        for key, value in texts.items():
            f"{key}{value}".encode()
    except UnicodeEncodeError:
        return Element(number, shown, None, _NOT_UTF8)
    except RecursionError:
        return Element(number, shown, None, _NOT_JSON)
    return Element(number, shown, texts)


def as_text(value: object) -> str | None:
    """A value as the text that DuckDB makes of it; numbers stay as they were written."""
    return value if value is None or isinstance(value, str) else _written(value)


def _written(value: object) -> str:
    match value:
        case Number():
            return str(value)
        case Members():
            members = (f"{_written(key)}:{_written(each)}" for key, each in value)
            return f"{{{','.join(members)}}}"
        case list():
            return f"[{','.join(map(_written, value))}]"
        case _:
            return _CONTROL.sub(lambda code: code[0].upper(), json.dumps(value, ensure_ascii=False))


def _shown(text: str) -> str:
    """Text that may hold undecodable bytes, fit to be kept."""
    return text[:LONGEST_SHOWN].encode(errors="surrogateescape").decode(errors="backslashreplace")


def array_elements(
    path: Path, cut: str | None, *, has_brackets: bool, has_more_behind: bool = False
) -> Iterator[Element]:
    """The elements of an array, or of objects one behind the other, of any layout.

    Behind a broken element, reading goes on at the next line that begins as the broken one did:
    at the same depth. Where no line does, nothing behind it can be told from what is inside it.
    An array taken out of an object may have more of that object behind it.
    """
    text = _Text(path)
    if has_brackets:
        text.skip_to_element()
        text.at += 1
    number = 1
    while text.skip_to_element():
        if has_brackets and text.next_is("]"):
            text.at += 1
            if text.skip_to_element() and not (has_more_behind and text.is_end_of_object()):
                yield Element(number, text.shown(), None, _BEHIND_END)
            return
        found = text.element()
        if found:
            yield _element(number, *found)
        else:
            shown = text.shown()
            if not text.skip_to_sibling():
                yield Element(number, shown, None, cut_off(cut) if cut else _LOST)
                return
            yield Element(number, shown, None, _NOT_JSON)
        number += 1
    if has_brackets or cut:
        yield Element(number, "", None, cut_off(cut or "the closing ] is missing"))


class _Text:
    """A file's text from the present place on, read as it is needed."""

    def __init__(self, path: Path) -> None:
        # Bytes that are no UTF-8 become lone surrogates, which only spoil their own element.
        self._chunks = codecs.iterdecode(_read(path), "utf-8", errors="surrogateescape")
        self._text = ""
        self._line_start: str | None = ""  # of the element's line; None if it begins elsewhere
        self.at = 0

    def _more(self) -> bool:
        """Reads on, at least doubling what is there, so that retrying stays cheap."""
        parts = [self._text[self.at :]]
        wanted, size = len(parts[0]) + _CHUNK, 0
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size >= wanted:
                break
        self._text, self.at = "".join(parts), 0
        return size > 0

    def skip_to_element(self) -> bool:
        """Behind blanks and commas; False at the end of the file."""
        skipped = ""
        while True:
            separators = _SEPARATORS.match(self._text, self.at)
            assert separators is not None  # it matches nothing, too
            skipped += separators[0]
            self.at = separators.end()
            if self.at < len(self._text) or not self._more():
                break
        if "\n" in skipped:
            self._line_start = skipped.rpartition("\n")[2]
        elif skipped or self.at:
            self._line_start = None
        return self.at < len(self._text)

    def next_is(self, sign: str) -> bool:
        return self._text.startswith(sign, self.at)

    def shown(self) -> str:
        return _shown(self._text[self.at : self.at + LONGEST_SHOWN])

    def element(self) -> tuple[str, object] | None:
        """Text and content of the next element; None if it is broken."""
        while True:
            try:
                content, end = _DECODER.raw_decode(self._text, self.at)
            except (ValueError, RecursionError):
                if len(self._text) - self.at > LONGEST or not self._more():
                    return None
                continue
            # What ends with the text could be the first half of a number.
            if end < len(self._text) or not self._more():
                source = self._text[self.at : end]
                self.at = end
                return source, content

    def is_end_of_object(self) -> bool:
        """Whether what is left are further members of an object, and its end."""
        while len(self._text) - self.at <= LONGEST and self._more():
            pass
        try:
            json.loads("{" + self._text[self.at :])
        except (ValueError, RecursionError):
            return False
        return True

    def skip_to_sibling(self) -> bool:
        """To the next line that begins as the present element's line does, or further out.

        False if none does.
        """
        if self._line_start is None:
            return False
        self.at += 1
        while True:
            for line in _LINE_OF_OBJECT.finditer(self._text, self.at):
                if self._line_start.startswith(line[1]):
                    self.at = line.start()
                    return True
            self.at = max(self.at, len(self._text) - len(self._line_start) - 2)
            if not self._more():
                return False


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            yield chunk
