"""What may come of handing a letter over, and handing over to a folder, to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol

Result = Literal["sent", "refused", "deferred", "uncertain"]
"""Accepted; refused for good; not now; or nobody knows, as the answer never came."""


@dataclass(frozen=True)
class Outcome:
    """What came of handing a letter over, and what the server said."""

    result: Result
    reply: str


class Transport(Protocol):
    """Takes letters, each to one address. Raises nothing about a single letter."""

    def hand_over(self, message: EmailMessage, to: str, before: Callable[[], None]) -> Outcome:
        """Hand a message over; `before` is called at the last moment at which it is not yet."""
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...


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
