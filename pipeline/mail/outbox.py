"""A folder instead of a server: letters as files, to look at before anything is sent."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipeline.mail.channel import Outcome
from pipeline.mail.ledger import subject_id
from pipeline.mail.letter import Letter


class Outbox:
    """Writes what a channel would send: .eml, which any mail program opens, or a webhook's JSON."""

    def __init__(
        self, folder: Path, ending: str, written: Callable[[Letter, datetime], bytes]
    ) -> None:
        self.folder = folder
        self._ending = ending
        self._written = written

    def hand_over(self, letter: Letter, at: datetime, before: Callable[[], None]) -> Outcome:
        """Write the letter, over an earlier one of the same key."""
        before()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{subject_id(letter.key)}.{self._ending}"
        path.write_bytes(self._written(letter, at))
        return Outcome("sent", str(path))

    def close(self) -> None:
        """Nothing to do."""
