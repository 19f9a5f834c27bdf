"""What LiveAgent's one-letter codes mean; the models map by this table, code by code.

A code that is not here is kept as it is, does nothing, and is listed among the findings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Topic = Literal["status", "channel", "group", "call"]


@dataclass(frozen=True)
class Code:
    """One code: of statuses the status that it is, of channels the word for it.

    Of message groups who speaks: `customer` and `agent` (but see `by_writer`), `chat` (both),
    `caller` and `callee` (where the ticket has no calls), `note`, or `nothing`. Of calls who calls.
    """

    topic: Topic
    code: str
    meaning: str
    channel: str | None = None  # of messages in groups of this type, where it follows


_STATUSES = {
    "open": "INTPC",
    "waiting_customer": "A",
    "on_hold": "W",
    "resolved": "RL",
    "deleted": "XB",
}
_CHANNELS = {
    "E": "email",
    "B": "contact_button",
    "M": "contact_form",
    "I": "invitation",
    "C": "call",
    "W": "call_button",
    "F": "facebook",
    "A": "facebook_message",
    "T": "twitter",
    "Q": "forum",
    "S": "suggestion",
}
_GROUPS = {
    "3": ("customer", "email"),  # unless the writer is an agent
    "5": ("customer", "contact_form"),
    "4": ("agent", "email"),
    "6": ("by_writer", "whatsapp"),
    "F": ("by_writer", "facebook"),
    "W": ("by_writer", None),
    "M": ("by_writer", None),
    "C": ("chat", "chat"),
    "P": ("caller", "call"),
    "V": ("callee", "call"),
    **dict.fromkeys("IUZOQ", ("note", None)),
    **dict.fromkeys("TRJXBGSL2", ("nothing", None)),
}
_CALLS = {"I": "incoming", "O": "outgoing", "T": "transfer"}


def liveagent_codes() -> Iterator[Code]:
    """Every code that is known."""
    for meaning, codes in _STATUSES.items():
        for code in codes:
            yield Code("status", code, meaning)
    for code, channel in _CHANNELS.items():
        yield Code("channel", code, channel)
    for code, (speaker, channel_of_group) in _GROUPS.items():
        yield Code("group", code, speaker, channel_of_group)
    for code, direction in _CALLS.items():
        yield Code("call", code, direction, "call")
