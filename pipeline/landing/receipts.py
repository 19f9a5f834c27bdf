"""Receipts: what landing knows about each export file, one JSON file beside its Parquet files.

A receipt is written last; where there is one, the file has landed, whole and for good.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from pipeline.atomic import publish_json
from pipeline.errors import LandingError
from pipeline.landing.mapping import SourceMapping
from pipeline.landing.sightings import Sighting
from pipeline.workspace import Workspace

MOST_AHEAD = timedelta(days=1)
"""How far behind a run's start an event may lie: clocks differ."""

LOADER_VERSION = 4
"""Goes up when the same file would give other landed rows than before: then all land again."""


class SourceSettings(Protocol):
    """What landing must know of a source; `pipeline.settings.config.Source` is one."""

    @property
    def name(self) -> str:
        """The source's folder in landing, and the prefix of its ids."""

    @property
    def kind(self) -> str:
        """A name in `pipeline.landing.sources.KINDS`."""

    @property
    def path(self) -> str:
        """The folder of its exports, relative to the workspace."""

    @property
    def time_zone(self) -> str:
        """IANA name; the zone of timestamps without an offset."""

    @property
    def mapping(self) -> SourceMapping:
        """How its words become ours."""


@dataclass(frozen=True)
class LandedFile:
    """One export file and what became of its rows; rows_read = rows_landed + rows_rejected.

    A file with an `error` gave no rows, has no receipt, and is tried again by every run.
    """

    source: str
    kind: str
    entity: str
    file: str  # its name when it landed
    file_hash: str | None  # of content and settings; None if it could not even be opened
    content_hash: str | None
    settings: dict[str, Any]  # what, besides the content, makes the landed rows
    file_modified_at: datetime | None  # UTC
    landed_at: datetime | None  # UTC: the start of the run that landed it
    rows_read: int = 0
    rows_landed: int = 0
    rows_rejected: int = 0
    error: str | None = None
    sightings: tuple[Sighting, ...] = ()  # of this content, up to the run that tells of it
    too_new_until: datetime | None = None  # UTC: the earliest time rejected for being too new
    seals: dict[str, str] = field(default_factory=dict)  # sha256 of each landed file, by its path
    looked_again_at: datetime | None = None  # UTC: the start of the run that landed it once more
    absent: dict[str, str] = field(default_factory=dict)  # mapped columns that it lacks, told
    notices: tuple[str, ...] = ()  # what else somebody should know, as sentences on the file
    warnings: tuple[str, ...] = ()  # the same, but somebody should look

    @property
    def told_name(self) -> str:
        """As people are told of it: `<source>/<name>`."""
        return f"{self.source}/{self.file}"

    @property
    def warning(self) -> str | None:
        """All warnings, with the file's name; None if there are none."""
        told = (f"{self.told_name} {warning}" for warning in self.warnings)
        return ". ".join(told) or None

    @property
    def newest_at(self) -> datetime | None:
        """When this content was last new: which of several files is the later one."""
        newest = [sighting.newer_than for sighting in self.sightings]
        return max(newest, default=self.file_modified_at)

    def is_worth_another_look(self, started_at: datetime) -> bool:
        """Whether a row that was rejected for being too new is not, for a run started then."""
        return self.too_new_until is not None and self.too_new_until <= started_at + MOST_AHEAD

    def place(self, ending: str) -> str:
        """The path, relative to landing, of what this file became: `<hash><ending>`."""
        return f"{self.source}/{self.entity}/{self.file_hash}{ending}"

    @property
    def rows_path(self) -> str | None:
        """Its landed rows, relative to landing; None if there are none."""
        return self.place(".parquet") if self.rows_landed else None

    def part_path(self, part: str) -> str | None:
        """The rows of a part of its entity, relative to landing; None if there are no rows."""
        return self.place(f".{part}.parquet") if self.rows_landed else None

    @property
    def rejected_path(self) -> str | None:
        """Its rejected rows, relative to landing; None if there are none."""
        return self.place(".rejected.parquet") if self.rows_rejected else None


def landing_settings(source: SourceSettings) -> dict[str, Any]:
    """What, besides a file's content, decides about its landed rows."""
    return {
        "kind": source.kind,
        "time_zone": source.time_zone,
        "loader_version": LOADER_VERSION,
        **source.mapping.settings(),
    }


def file_hash(
    content_hash: str, settings: dict[str, Any], looked_again_at: datetime | None = None
) -> str:
    """The name under which a file with this content lands under these settings.

    A file of which some rows were too new lands under another name when it is looked at again.
    """
    known = json.dumps(settings, sort_keys=True)
    again = f"\n{looked_again_at.isoformat()}" if looked_again_at else ""
    return hashlib.sha256(f"{content_hash}\n{known}{again}".encode()).hexdigest()


def as_json(landed: LandedFile) -> dict[str, Any]:
    """`landed` for a JSON file; instants as ISO 8601."""
    return {
        key: [_plain(each) for each in value] if key == "sightings" else value
        for key, value in _plain(asdict(landed)).items()
    }


def from_json(content: dict[str, Any]) -> LandedFile:
    """The reverse of `as_json`."""
    landed = LandedFile(**content)
    modified_at, landed_at = (_instant(content[name]) for name in ("file_modified_at", "landed_at"))
    first = [Sighting(landed.file, 1, modified_at, modified_at)] if modified_at else []
    return replace(
        landed,
        file_modified_at=modified_at,
        landed_at=landed_at,
        sightings=tuple(_sighting(each) for each in content.get("sightings", ())) or tuple(first),
        # Receipts did not always tell why rows were rejected: then the file is looked at again.
        too_new_until=(
            _instant(content["too_new_until"])
            if "too_new_until" in content
            else landed_at
            if landed.rows_rejected
            else None
        ),
        looked_again_at=_instant(content.get("looked_again_at")),
        notices=tuple(landed.notices),
        warnings=tuple(landed.warnings),
    )


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in record.items()
    }


def _sighting(written: dict[str, Any]) -> Sighting:
    instants = {
        name: datetime.fromisoformat(written[name]) for name in ("modified_at", "newer_than")
    }
    return Sighting(**written | instants)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def write_receipt(workspace: Workspace, landed: LandedFile) -> None:
    """Say that the file has landed; everything else of it must be in place before."""
    publish_json(as_json(landed), workspace.landing / landed.place(".json"))


def read_receipts(workspace: Workspace, source: str) -> Iterator[LandedFile]:
    """Every receipt of a source, of present and former settings. Raises LandingError."""
    for path in sorted((workspace.landing / source).glob("*/*.json")):
        if not path.name.startswith("."):
            yield _read(path)


def _read(path: Path) -> LandedFile:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as error:
        raise LandingError(
            f"{path}: is no receipt ({error}); delete it, and the export lands again if it is "
            "still there"
        ) from error
