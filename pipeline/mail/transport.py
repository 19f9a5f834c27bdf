"""What may come of handing a letter over."""

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
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
