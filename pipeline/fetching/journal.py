"""What was asked and answered in a round that is not over: each answer a line, on disk for good.

Whoever asks again for what stands here is answered from here. So a round that was killed goes on
by doing all of it again: only what is missing costs a request. A line that a kill cut off counts as
not there.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One answer: its rows, and what else is known of it."""

    rows: list[Row]
    next: str | None = None  # what leads to the next one, where the server says so
    middle: datetime | None = None  # when half of the rows had changed, where they tell


def key_of(name: str, row: Row) -> str:
    """What tells a row apart: its value under a name, else all of it."""
    return str(row.get(name) or json.dumps(row, sort_keys=True))


class Journal:
    """The answers of one entity. May be shared by threads."""

    def __init__(self, path: Path) -> None:
        """Opens the file, made if need be; only one at a time may."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("a+b")
        self._places: dict[str, int] = {}
        self._lock = Lock()
        self._end = self._index()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __bool__(self) -> bool:
        return bool(self._places)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def find(self, key: str) -> Page | None:
        """The answer to a question; None if it was not asked."""
        with self._lock:
            if key not in self._places:
                return None
            self._file.seek(self._places[key])
            found = json.loads(self._file.readline())
        middle = found["middle"]
        return Page(
            found["rows"], found["next"], datetime.fromisoformat(middle) if middle else None
        )

    def note(self, key: str, page: Page) -> None:
        """Keep an answer; it is on disk when this returns."""
        written = json.dumps(
            {
                "key": key,
                "next": page.next,
                "middle": page.middle.isoformat() if page.middle else None,
                "rows": page.rows,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        line = written.encode("utf-8", "backslashreplace") + b"\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._places[key] = self._end
            self._end += len(line)

    def forget(self) -> None:
        """Let go of all answers."""
        with self._lock:
            self._file.truncate(0)
            self._places.clear()
            self._end = 0

    def rows(self) -> Iterator[Row]:
        """All rows, in the order in which they came."""
        self._file.seek(0)
        for line in self._file:
            yield from json.loads(line)["rows"]

    def _index(self) -> int:
        """Find what is there, and cut off what is not whole."""
        self._file.seek(0)
        end = 0
        for line in self._file:
            try:
                key = json.loads(line)["key"] if line.endswith(b"\n") else None
            except ValueError:
                key = None
            if key is None:
                break
            self._places[key] = end
            end += len(line)
        self._file.truncate(end)
        return end
