"""The export files of a source: which there are, what is in them, and whether they hold still."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pipeline.atomic import sealed
from pipeline.landing.entities import Entity, SourceKind

Format = Literal["csv", "json", "lines", "parquet", "unknown"]

FORMATS: dict[str, Format] = {
    "csv": "csv",
    "json": "json",
    "ndjson": "lines",
    "jsonl": "lines",
    "parquet": "parquet",
}
"""How the file types are read, by the ending of the name."""

_NAME = re.compile(rf"(?P<stem>.+)\.(?P<ending>{'|'.join(FORMATS)})(?P<gz>\.gz)?", re.IGNORECASE)
_NO_DATA = re.compile(r".*(~|\.(md|md5|sha1|sha256|sig|asc|log|bak|tmp|part))", re.IGNORECASE)
_MOST_TRIES = 3  # to find a file that is not written to meanwhile
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableFileError(Exception):
    """Nothing of this file can be landed; the message says why, and the remedy."""

    @classmethod
    def unopened(cls, error: OSError) -> "UnreadableFileError":
        """For a file that the system does not hand out."""
        return cls(f"cannot be opened ({error.strerror}); let the user who runs this read it")


@dataclass(frozen=True)
class Stamp:
    """What changes when somebody writes to a file."""

    size: int
    modified_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """The file's present stamp. Raises OSError."""
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ino)

    def plain(self) -> list[int]:
        """As JSON can hold it."""
        return [self.size, self.modified_ns, self.inode]

    @property
    def modified_at(self) -> datetime:
        """The file's modification time, UTC, to the microsecond."""
        return EPOCH + timedelta(microseconds=self.modified_ns // 1000)


@dataclass(frozen=True)
class ExportFile:
    """One file of exports, known by its name."""

    path: Path
    entity: Entity
    format: Format
    is_gzip: bool

    @property
    def name(self) -> str:
        """Its name as text; bytes that are none are shown as such."""
        return shown_name(self.path)

    def content_hash(self) -> str:
        """sha256 of the file's bytes. Raises OSError."""
        return sealed(self.path)

    def stamped_content(self) -> tuple[str, Stamp]:
        """The same, and the stamp under which the file holds these bytes. Raises OSError."""
        for _ in range(_MOST_TRIES):
            stamp = Stamp.of(self.path)
            content_hash = self.content_hash()
            if Stamp.of(self.path) == stamp:
                break
        return content_hash, stamp


def shown_name(path: Path) -> str:
    """A file's name as text; bytes that are none are shown as such."""
    return os.fsencode(path.name).decode(errors="backslashreplace")


def find_exports(folder: Path, kind: SourceKind) -> tuple[list[ExportFile], list[str]]:
    """The exports directly in `folder`, and the names of all else there, both by name."""
    exports: list[ExportFile] = []
    ignored: list[str] = []
    for path in _entries(folder):
        name = _NAME.fullmatch(path.name)
        entity = kind.entity_of(name["stem"]) if name and path.is_file() else None
        if name and entity:
            ending = FORMATS[name["ending"].lower()]
            is_gzip = name["gz"] is not None
            exports.append(ExportFile(path, entity, ending, is_gzip))
        elif path.is_file() and (entity := _meant(path.name, kind)):
            exports.append(ExportFile(path, entity, "unknown", False))
        else:
            ignored.append(shown_name(path) + "/" * path.is_dir())
    return exports, ignored


def _meant(name: str, kind: SourceKind) -> Entity | None:
    """The entity of a file that has the name of an export but no format that is read."""
    if _NO_DATA.fullmatch(name):
        return None
    entity = kind.entity_of(name)
    is_its_name = entity and not name[len(entity.name) :][:1].isalpha()
    return entity if is_its_name else None


def _entries(folder: Path) -> Iterable[Path]:
    """What people see in the folder."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
