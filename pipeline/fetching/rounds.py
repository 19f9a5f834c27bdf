"""Rounds: what one source fetches from its cursors up to a moment, until all of it is there.

The folder `.fetch` among the exports, which landing passes by, holds small facts, each written in
one durable step: `round.json`, the round under way; `cursors.json`, up to where each entity is
fetched; and the journals of the round. A round's files come to the exports together, once all of
them are whole; then the cursors advance, then its facts go. Killed anywhere, the next call does
what is missing. What the exports tell already is not told again.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import filelock

from pipeline.atomic import publish, publish_json
from pipeline.errors import FetchError
from pipeline.fetching.journal import Journal, Row
from pipeline.fetching.paging import BEGINNING

OVERLAP = timedelta(minutes=10)
"""How far back before its cursor an entity is asked again: clocks differ, and so do their ticks."""


@dataclass(frozen=True)
class Round:
    """What is to be fetched: of each entity what changed since its moment, before `until`."""

    number: int
    until: datetime  # UTC
    first_since: datetime  # where nothing else is known of an entity
    cursors: Mapping[str, datetime]  # up to where each was fetched before
    asked: str  # what the call that began it asked for

    def since(self, entity: str, overlap: timedelta = OVERLAP) -> datetime:
        """From when on an entity is asked for, UTC."""
        cursor = self.cursors.get(entity)
        return self.first_since if cursor is None else max(cursor - overlap, BEGINNING)

    @property
    def name(self) -> str:
        """What its files are called by; in the order of rounds."""
        return f"{self.until:%Y%m%dT%H%M%SZ}-{self.number:06}"


Key = Callable[[Row], str]
"""Tells the rows of an entity apart."""


@dataclass(frozen=True)
class Whole:
    """An entity of which everything was fetched, and since when."""

    key: Key
    since: datetime


class Store:
    """The facts of one source, and its way to the exports."""

    def __init__(self, exports: Path) -> None:
        self._exports = exports
        self._folder = exports / ".fetch"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other calls out. Raises FetchError where one is at work."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(self._folder / "lock", timeout=0):
                yield
        except filelock.Timeout:
            raise FetchError(
                f"another call is fetching into {self._exports} just now; wait for it"
            ) from None

    def cursors(self) -> dict[str, datetime]:
        """Up to where each entity is fetched."""
        return _moments(self._read("cursors.json").get("cursors", {}))

    def under_way(self) -> Round | None:
        """The round that is not over; what a kill left of one that is goes."""
        found = self._read("round.json")
        if not found:
            return None
        if found["number"] <= self._read("cursors.json").get("round", 0):
            self._clear()
            return None
        moments = _moments({name: found[name] for name in ("until", "first_since")})
        return Round(
            number=found["number"],
            cursors=_moments(found["cursors"]),
            asked=found["asked"],
            **moments,
        )

    def refuse_if_under_way(self) -> None:
        """Raises FetchError where a round is not over: its journals hold what came so far."""
        if self.under_way():
            raise FetchError(
                f"a fetch into {self._exports} is not over; let `vip-sla fetch` come to its end"
            )

    def begin(
        self, until: datetime, first_since: datetime, cursors: Mapping[str, datetime], asked: str
    ) -> Round:
        """Begin a round."""
        number = self._read("cursors.json").get("round", 0) + 1
        self._clear()
        publish_json(
            {
                "number": number,
                "until": until.isoformat(),
                "first_since": first_since.isoformat(),
                "cursors": {name: moment.isoformat() for name, moment in cursors.items()},
                "asked": asked,
            },
            self._folder / "round.json",
        )
        return Round(number, until, first_since, cursors, asked)

    @contextmanager
    def journal(self, entity: str) -> Iterator[Journal]:
        """The answers of an entity in the round under way."""
        journal = Journal(self._pages / f"{entity}.ndjson")
        try:
            yield journal
        finally:
            journal.close()

    def end(self, at: Round, entities: Mapping[str, Whole]) -> dict[str, int]:
        """Bring the files of a round that is whole to the exports; how many new rows each has."""
        counts = {}
        for entity, whole in entities.items():
            with self.journal(entity) as journal:
                counts[entity] = self._publish(entity, at, journal, whole)
        done = {name: moment.isoformat() for name, moment in self.cursors().items()}
        done |= dict.fromkeys(entities, at.until.isoformat())
        publish_json({"round": at.number, "cursors": done}, self._folder / "cursors.json")
        self._clear()
        return counts

    def _publish(self, entity: str, at: Round, journal: Journal, whole: Whole) -> int:
        final = self._exports / f"{entity}-{at.name}.ndjson"
        earlier = [path for path in exported(self._exports, entity) if path != final]
        known = _seals(earlier, whole)
        aside = self._folder / f"{entity}.aside"
        count = 0
        with aside.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for row in _latest(journal, whole.key):
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                if known.get(whole.key(row)) != _seal(line):
                    file.write(line + "\n")
                    count += 1
        if not count:
            aside.unlink()
            return 0
        # Of two rows that do not tell their time the one in the later file holds.
        newest = max((path.stat().st_mtime_ns for path in earlier), default=0)
        modified = max(time.time_ns(), newest + 1_000)
        os.utime(aside, ns=(modified, modified))
        publish(aside, final)
        return count

    @property
    def _pages(self) -> Path:
        return self._folder / "pages"

    def _clear(self) -> None:
        (self._folder / "round.json").unlink(missing_ok=True)
        shutil.rmtree(self._pages, ignore_errors=True)

    def _read(self, name: str) -> dict[str, Any]:
        path = self._folder / name
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise FetchError(
                f"{path}: cannot be read ({error}); delete it, then fetch with --full"
            ) from error
        return content


def exported(exports: Path, entity: str) -> list[Path]:
    """The files of an entity that rounds brought, in the order of the rounds."""
    return sorted(exports.glob(f"{entity}-????????T??????Z-??????.ndjson"))


def _latest(journal: Journal, key: Key) -> Iterator[Row]:
    """The rows, of each key the last."""
    last = {key(row): number for number, row in enumerate(journal.rows())}
    for number, row in enumerate(journal.rows()):
        if last[key(row)] == number:
            yield row


def _seals(files: list[Path], whole: Whole) -> dict[str, bytes]:
    """What exports tell of each key already, as far as the same may have been fetched again."""
    since = f"{whole.since:%Y%m%dT%H%M%SZ}"
    seals = {}
    for path in files:
        if path.stem.split("-")[1] >= since:
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    seals[whole.key(json.loads(line))] = _seal(line.rstrip("\n"))
    return seals


def _seal(line: str) -> bytes:
    return hashlib.sha256(line.encode("utf-8", "backslashreplace")).digest()


def _moments(written: Mapping[str, str]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(moment) for name, moment in written.items()}
