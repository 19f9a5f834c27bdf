"""The list inside an answer of an API that was saved whole: {"tickets": […], "next_page": null}.

The list is found by its brackets alone, without holding more than a piece of the file, and copied
out as a file of its own. Where the brackets do not add up, everything from the list on is copied,
and the slow reader finds the list's end as it reads the elements.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.landing.mapping import Names

_CHUNK = 1 << 20  # bytes read at once
_LONGEST_STRING = 64 << 20
_LONGEST_VALUE = 10_000
_SHOWN_VALUE = 60
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(")?|[\[\]{}:,]', re.DOTALL)

_CLOSING = {b"]": b"[", b"}": b"{"}
_NEXT = {"next", "next_page", "nextpage", "next_url", "next_page_url", "next_page_token"}
_NEXT |= {"nextpagetoken", "next_cursor", "nextcursor", "next_page_cursor", "has_more", "hasmore"}
_LAST = {"is_last", "islast", "is_last_page", "end_of_stream"}
_TOTAL = {"total", "total_count", "totalcount", "count"}
_NOTHING: tuple[Any, ...] = (None, False, "", 0, [], {})


@dataclass(frozen=True)
class Unwrapped:
    """A list in a file of its own."""

    path: Path
    is_whole: bool  # else it may be cut or damaged, and more of its object stands behind it
    beside: dict[str, Any]  # what else the object says, as far as it is short

    def warnings(self, rows_read: int) -> tuple[str, ...]:
        """What says that these are not all rows there are."""
        for key, value in _said(self.beside):
            name = key.lower()
            is_more = (name in _NEXT and value not in _NOTHING) or (
                name in _LAST and value is False
            )
            if is_more or (name in _TOTAL and _whole(value) > rows_read):
                shown = json.dumps(value, ensure_ascii=False)[:_SHOWN_VALUE]
                return (
                    f'is one page of several ("{key}": {shown}, {rows_read} rows here); what is on '
                    "the others is missing, so export them too",
                )
        return ()


def _said(beside: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in beside.items():
        yield key, value
        if isinstance(value, dict):  # {"links": {"next": …}}
            yield from value.items()


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


@dataclass
class _List:
    key: str
    start: int
    end: int | None = None  # behind its bracket; None where that was not found
    is_of_objects: bool | None = None  # whether one was seen; None: nothing of it was


@dataclass
class _Object:
    """One object at the top of a file, as far as its brackets tell."""

    path: Path
    lists: list[_List] = field(default_factory=list)
    scalars: dict[str, Any] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    opened: list[bytes] = field(default_factory=list)  # the brackets around the present place
    key: str | None = None
    value_at: int | None = None  # where the value of `key` begins
    is_whole: bool = False

    def see(self, token: bytes, at: int, before: bytes) -> bool:
        """Take the next token; False if its brackets do not add up."""
        if self.opened == [b"{", b"["] and self.lists and not self.lists[-1].is_of_objects:
            is_empty = token == b"]" and self.lists[-1].is_of_objects is None
            self.lists[-1].is_of_objects = (token == b"{" or is_empty) and not before.strip()
        if self.opened == [b"{"]:
            self._see_member(token, at)
        if token in _CLOSING.values():
            self.opened.append(token)
        elif token in _CLOSING:
            if self.opened.pop() != _CLOSING[token]:
                return False
            if self.opened == [b"{"] and self.lists and self.lists[-1].key == self.key:
                self.lists[-1].end = at + 1
            self.is_whole = not self.opened
        return True

    def _see_member(self, token: bytes, at: int) -> None:
        if self.value_at is None:
            if token == b":" and self.key is not None:
                self.value_at = at + 1
            elif token.startswith(b'"'):
                self.key = _string(token)
                self.keys.append(self.key)
        elif self.key is not None:
            if token == b"[":
                self.lists.append(_List(self.key, at))
            elif token in (b",", b"}"):
                self._note(self.key, self.value_at, at)
                self.key = self.value_at = None

    def as_damaged(self) -> "_Object":
        """The same, where no end of a list can be trusted."""
        self.is_whole = False
        return self

    def _note(self, key: str, start: int, end: int) -> None:
        """Keep a value that is short and no list."""
        is_list = self.lists and self.lists[-1].key == key
        if is_list or end - start > _LONGEST_VALUE:
            return
        with self.path.open("rb") as content:
            content.seek(start)
            written = content.read(end - start)
        with suppress(ValueError, RecursionError):
            self.scalars[key] = json.loads(written)


def unwrap(path: Path, names: Names, copy: Path) -> Unwrapped | None:
    """The list that a file's one object holds; None if its object is a row itself.

    It is the list under the entity's name, else the only list of objects.
    """
    found = _scan(path)
    if found is None or _is_row(found, names):
        return None
    by_name = [each for each in found.lists if each.key.strip().lower() == names.entity.name]
    of_objects = [each for each in found.lists if each.is_of_objects]
    if len(by_name) == 1:
        wanted = by_name[0]
    elif len(of_objects) == 1:
        wanted = of_objects[0]
    else:
        return None
    is_whole = found.is_whole and wanted.end is not None
    _copy(path, copy, wanted.start, wanted.end if is_whole else None)
    return Unwrapped(copy, is_whole, found.scalars)


def _is_row(found: _Object, names: Names) -> bool:
    """Whether the object has a column that every row must have: then its list is only a part."""
    columns = names.look_for(found.keys).headers
    return any(column.filled and column.name in columns for column in names.entity.columns)


def _copy(path: Path, copy: Path, start: int, end: int | None) -> None:
    with path.open("rb") as content, copy.open("wb") as output:
        content.seek(start)
        left = None if end is None else end - start
        while chunk := content.read(_CHUNK if left is None else min(_CHUNK, left)):
            output.write(chunk)
            left = None if left is None else left - len(chunk)


def _tokens(path: Path) -> Iterator[tuple[int, bytes, bytes]]:
    """Position and text of every string, bracket, colon and comma, and what stands before it."""
    at, rest = 0, b""
    with path.open("rb") as content:
        while True:
            chunk = content.read(max(_CHUNK, len(rest)))
            text = rest + chunk
            done = 0
            for token in _TOKEN.finditer(text):
                if token[0][:1] == b'"' and not token[1]:
                    break  # the string goes on in the next chunk
                yield at + token.start(), token[0], text[done : token.start()]
                done = token.end()
            rest = text[done:]
            at += done
            if (not chunk and rest.strip()) or len(rest) > _LONGEST_STRING:
                yield at, b"", rest  # a string that is never closed, or no JSON
                return
            if not chunk:
                return


def _scan(path: Path) -> _Object | None:
    """The one object of a file; None if the file holds something else, or more."""
    found = _Object(path)
    for at, token, before in _tokens(path):
        if found.is_whole:
            if token == b"{" and not before.strip():
                return None  # objects one behind the other are rows
            return found.as_damaged()
        if not found.opened and (token != b"{" or before.strip()):
            return None
        if not token or not found.see(token, at, before):
            break
    return found if found.is_whole else found.as_damaged()


def _string(token: bytes) -> str:
    try:
        text: str = json.loads(token)
    except ValueError:
        return token.decode(errors="replace").strip('"')
    return text
