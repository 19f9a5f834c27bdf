"""Writing letters into files instead of sending them, to look at."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from pipeline.mail.transport import Outcome


class Outbox:
    """A folder of .eml files, which any mail program opens; named by their Message-ID."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, message: EmailMessage, to: str, before: Callable[[], None]) -> Outcome:
        """Write the message, over an earlier one of the same letter."""
        before()
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        path = self.folder / f"{name}.eml"
        path.write_bytes(message.as_bytes())
        return Outcome("sent", str(path))

    def close(self) -> None:
        """Nothing to do."""
