"""The words of the story. Arrays hold their numbers, files their names in lower case."""

from enum import IntEnum


class Channel(IntEnum):
    """How a ticket came in."""

    EMAIL = 0
    FORM = 1
    CHAT = 2
    PHONE = 3
    SOCIAL = 4


class Kind(IntEnum):
    """What an event is."""

    MESSAGE = 0
    NOTE = 1
    STATUS = 2
    SEVERITY = 3
    ASSIGNMENT = 4
    ESCALATION = 5


class Status(IntEnum):
    """What a status event's value is."""

    OPEN = 0
    WAITING_CUSTOMER = 1
    ON_HOLD = 2
    RESOLVED = 3
    DELETED = 4


class ActorKind(IntEnum):
    """Who did it."""

    CUSTOMER = 0
    AGENT = 1
    BOT = 2
    SYSTEM = 3


class Fate(IntEnum):
    """What a ticket comes to."""

    ORDINARY = 0
    SPAM = 1
    MERGED = 2


class Closing(IntEnum):
    """What closes a response; `OWED` where nothing has by the end."""

    OWED = 0
    REPLY = 1
    RESOLUTION = 2
    DISMISSAL = 3
    DELETION = 4


def names(words: type[IntEnum]) -> list[str]:
    """The words as files spell them, each at the position that is its number."""
    return [word.name.lower() for word in words]
