"""Sightings: when a file was found to hold a content that it did not hold when last looked at.

Landing is named by content, so a content that comes again lands no second time; that it came again
is remembered here. Each sighting of a content stands in its receipt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, order=True)
class Sighting:
    """One file, found with one content."""

    file: str  # its name
    number: int  # among the sightings of that name, in the order of their arrival
    modified_at: datetime  # the file's modification time, UTC
    newer_than: datetime  # the content is newer than whatever stood before this instant


class Sightings:
    """All sightings of one source, by entity and content."""

    def __init__(self) -> None:
        self._contents: dict[tuple[str, str], set[Sighting]] = {}

    def of(self, entity: str, content_hash: str) -> tuple[Sighting, ...]:
        """Those of one content, in order."""
        return tuple(sorted(self._contents.get((entity, content_hash), ())))

    def add(self, entity: str, content_hash: str, sightings: Iterable[Sighting]) -> None:
        """Remember what was seen."""
        self._contents.setdefault((entity, content_hash), set()).update(sightings)

    def see(
        self,
        entity: str,
        content_hash: str,
        file: str,
        modified_at: datetime,
        started_at: datetime,
    ) -> Sighting | None:
        """What is new about finding the file with this content; None if it held that before.

        How new a content is, its file's modification time tells, whatever the order of loading;
        only where a file is back at a former content under that content's former time does the
        time tell nothing, and the content is newer than all that the file held meanwhile.
        """
        earlier = {
            sighting: content
            for (of_entity, content), sightings in self._contents.items()
            for sighting in sightings
            if of_entity == entity and sighting.file == file
        }
        if not earlier:
            return Sighting(file, 1, modified_at, modified_at)
        last = max(earlier, key=lambda sighting: sighting.number)
        if earlier[last] == content_hash:
            return None
        newer_than = modified_at
        if any(
            sighting.modified_at == modified_at and content == content_hash
            for sighting, content in earlier.items()
        ):
            newest = max(sighting.newer_than for sighting in earlier)
            newer_than = max(started_at, newest + _NEXT)
        return Sighting(file, last.number + 1, modified_at, newer_than)
