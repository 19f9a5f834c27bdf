"""Contents: what each export file holds, hashed again only where it looks new or changed.

A file that keeps its size, its time and its inode is taken to hold what it held. One that was
changed in place and given its former time is found by a deep look, which hashes every file.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.atomic import publish_json, remembered_json
from pipeline.landing.files import ExportFile, Stamp

SETTLES_IN = timedelta(seconds=2)
"""For so long a file may be written to once more under the same time: some disks keep no finer."""


class Contents:
    """The contents of a workspace's export files, as one run finds them."""

    def __init__(self, remembered: Path, started_at: datetime, *, is_deep: bool) -> None:
        self._remembered = remembered
        self._settled_by = started_at - SETTLES_IN
        self._former = remembered_json(remembered)
        self._known = {} if is_deep else self._former
        self._found: dict[str, Any] = {}

    def of(self, source: str, export: ExportFile) -> tuple[str, datetime]:
        """sha256 of a file's bytes, and since when it holds them. Raises OSError."""
        name = f"{source}/{export.name}"
        stamp = Stamp.of(export.path)
        match self._known.get(name):
            case [*looks, str(content_hash)] if looks == stamp.plain():
                self._found[name] = [*looks, content_hash]
                return content_hash, stamp.modified_at
        return self.read(source, export)

    def read(self, source: str, export: ExportFile) -> tuple[str, datetime]:
        """The same by its bytes, however it looks. Raises OSError."""
        self.note(source, export, None)
        content_hash, stamp = export.stamped_content()
        self.note(source, export, (content_hash, stamp))
        return content_hash, stamp.modified_at

    def note(self, source: str, export: ExportFile, found: tuple[str, Stamp] | None) -> None:
        """What somebody found in a file by its bytes, and under which stamp; None: nothing."""
        name = f"{source}/{export.name}"
        self._found.pop(name, None)
        if found and found[1].modified_at <= self._settled_by:
            self._found[name] = [*found[1].plain(), found[0]]

    def remember(self) -> None:
        """Write down what was found, for the next run."""
        if self._found != self._former:
            publish_json(self._found, self._remembered)
