"""Ways in which a letter leaves: a channel takes what is said, and writes it as its readers need.

Mail is one, a chat's webhook another. None of them knows the ledger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pipeline.mail.letter import Letter

Result = Literal["sent", "refused", "deferred", "uncertain"]
"""Accepted; refused for good; not now; or nobody knows, as the answer never came."""


@dataclass(frozen=True)
class Outcome:
    """What came of handing a letter over, and what the server said."""

    result: Result
    reply: str
    rest: timedelta | None = None
    """How long a server asks to be left alone; only of deferred ones."""


class Channel(Protocol):
    """Takes letters, each to one address. Raises nothing about a single letter."""

    def hand_over(self, letter: Letter, at: datetime, before: Callable[[], None]) -> Outcome:
        """Hand a letter of a moment over; `before` is called at the last one at which it is not."""
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...


class Channels:
    """Which channel reaches an address; each is opened once there is something for it."""

    def __init__(
        self,
        mail: Callable[[], Channel],
        others: Mapping[str, Callable[[], Channel]] | None = None,
    ) -> None:
        """`others` are those with a single address, by that; all other addresses are mail's."""
        self._mail, self._others = mail, others or {}
        self._open: dict[str | None, Channel] = {}

    def to(self, address: str) -> Channel:
        """The channel. Raises MailError where it cannot be opened."""
        name = address if address in self._others else None
        if name not in self._open:
            self._open[name] = self._others.get(address, self._mail)()
        return self._open[name]

    def close(self) -> None:
        """Let go of all servers."""
        for channel in self._open.values():
            channel.close()
