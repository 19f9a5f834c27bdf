"""What LiveAgent's one-character codes mean; the models map by this table, code by code.

Of statuses the status that it is, of channels the word for it. Of message groups who speaks:
`customer` and `agent` (an incoming one under an agent's id apart), `received_answer` (an agent's,
whose id may be a contact's), `by_writer`, `chat` (both), `caller` and `callee` (where the ticket
has no calls), `note`, or `nothing`; and of their statuses whether they are this ticket's. Of the
lines of a chat whether somebody says them. Of calls who calls.

A code that is not here is kept as it is, does nothing, and is listed among the findings.
"""

from collections.abc import Iterator

from pipeline.landing.entities import Code

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
    "V": "viber",
    "1": "whatsapp",
}
_GROUPS = {
    "3": ("customer", "email"),
    "5": ("customer", "contact_form"),
    "4": ("agent", "email"),
    "7": ("received_answer", "email"),
    "6": ("by_writer", "whatsapp"),
    "8": ("by_writer", None),  # instant messages
    "F": ("by_writer", "facebook"),
    "W": ("by_writer", None),
    "M": ("by_writer", None),
    "C": ("chat", "chat"),
    "P": ("caller", "call"),
    "V": ("callee", "call"),
    **dict.fromkeys("IUZOQ", ("note", None)),
    **dict.fromkeys("TRJXBGSL2", ("nothing", None)),
    **dict.fromkeys("1AKY", ("nothing", None)),  # internal call, knowledge base, retweet
}
_GROUP_STATUSES = {
    "here": "VPIRC",
    "elsewhere": "DSM",  # deleted, split away, merged away
}
_LINES = {
    "said": "M",
    "nothing": "SNIRTEDUZGWPCYQFHVLAOJBKX0123",
}
_CALLS = {"I": "incoming", "O": "outgoing", "T": "internal"}


def _codes() -> Iterator[Code]:
    for topic, meanings in (
        ("status", _STATUSES),
        ("group_status", _GROUP_STATUSES),
        ("line", _LINES),
    ):
        for meaning, codes in meanings.items():
            yield from (Code(topic, code, meaning) for code in codes)
    yield from (Code("channel", code, channel) for code, channel in _CHANNELS.items())
    for code, (speaker, channel_of_group) in _GROUPS.items():
        yield Code("group", code, speaker, channel_of_group)
    yield from (Code("call", code, direction, "call") for code, direction in _CALLS.items())


CODES = tuple(_codes())
"""Every code that is known."""
