"""What was made and sent: facts that are only ever added, each a small file of its own.

A fact is written aside, flushed to disk and renamed, so that a kill at any moment leaves either
all of it or nothing. What holds is told by a subject's facts in their order; no file is changed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock

from pipeline.atomic import flush, publish_json
from pipeline.errors import LedgerDamagedError, MailInProgressError
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Fact:
    """Something that happened to a subject: its how-manieth, what, and when."""

    subject: str
    number: int
    kind: str
    at: datetime
    details: Mapping[str, Any]


def subject_id(subject: str) -> str:
    """A short name of a subject, for file names, mail headers and the command line."""
    return hashlib.sha256(subject.encode()).hexdigest()[:20]


class Ledger:
    """The facts of one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, workspace: Workspace) -> "Ledger":
        """The ledger in a workspace's reports."""
        return cls(workspace.reports / "ledger")

    def facts(self, subject: str) -> tuple[Fact, ...]:
        """What happened to a subject, in order. Raises LedgerDamagedError where it is not whole."""
        return tuple(_read(path) for path in _files(self._place(subject)))

    def note(self, subject: str, kind: str, at: datetime, **details: Any) -> Fact:
        """Add a fact; it is on disk when this returns."""
        place = self._place(subject)
        number = len(_files(place)) + 1
        content = {
            "subject": subject,
            "number": number,
            "kind": kind,
            "at": at.astimezone(UTC).isoformat(),
            "details": details,
        }
        _make_folder(place)
        publish_json(content, place / f"{number:04}-{kind}.json")
        return Fact(subject, number, kind, at, details)

    def subject_of(self, short_name: str) -> str | None:
        """The subject that goes by a `subject_id`; None if no fact is known of it."""
        if not short_name.isalnum():
            return None
        files = _files(self.folder / short_name[:2] / short_name)
        return _read(files[0]).subject if files else None

    @contextmanager
    def held(self, name: str, *, wait: bool = False) -> Iterator[None]:
        """Keep other calls of the same kind out. Raises MailInProgressError unless it may wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.folder / f".{name}.lock", timeout=-1 if wait else 0)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise MailInProgressError(
                f"another call is sending from {self.folder.parent} just now; "
                "wait for it, or call with --wait"
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _place(self, subject: str) -> Path:
        name = subject_id(subject)
        return self.folder / name[:2] / name


class Rehearsal(Ledger):
    """A ledger that reads what happened, and forgets what is added to it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._added: list[Fact] = []

    def facts(self, subject: str) -> tuple[Fact, ...]:
        """What happened to a subject, and what was added in this rehearsal."""
        return (*super().facts(subject), *(fact for fact in self._added if fact.subject == subject))

    def note(self, subject: str, kind: str, at: datetime, **details: Any) -> Fact:
        """Add a fact for as long as this lasts."""
        fact = Fact(subject, len(self.facts(subject)) + 1, kind, at, details)
        self._added.append(fact)
        return fact


def _make_folder(folder: Path) -> None:
    """Make a folder, on disk for good: one is only there once the folder around it says so."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush(folder.parent)


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("[0-9]*.json"))


def _read(path: Path) -> Fact:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Fact(
            subject=content["subject"],
            number=content["number"],
            kind=content["kind"],
            at=datetime.fromisoformat(content["at"]),
            details=content["details"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerDamagedError(
            f"{path}: is not a fact of the ledger; restore the file from a backup, as without it "
            "something might be sent twice"
        ) from error
