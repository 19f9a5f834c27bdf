"""The words of the story, and what its tickets are about.

Arrays hold the words' numbers, files their names in lower case.
"""

from enum import IntEnum

import numpy as np

from pipeline.sample.chance import Ints


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


UNCLASSIFIED = (
    "Frage zu Ihrem Angebot",
    "Rückruf erbeten",
    "Ihre Nachricht vom Vormittag",
    "Fwd: Partnerschaft",
    "Re: Rechnung",
)
CRITICAL = (
    "Dienst nicht erreichbar",
    "Anmeldung für niemanden möglich",
    "Telefonie komplett ausgefallen",
    "Kein Zugriff auf Tickets, Betrieb steht",
    "Alle Chats brechen sofort ab",
)
HIGH = (
    "Oberfläche reagiert minutenlang nicht",
    "Suche liefert Zeitüberschreitungen",
    "Ausgehende E-Mails stark verzögert",
    "Chat nur für jeden zweiten Besucher",
)
STANDARD = (
    "Neue E-Mails werden nicht geladen",
    "Schnittstelle zum Shop liefert keine Daten",
    "Facebook-Nachrichten fehlen seit heute",
    "Weiterleitung an Abteilung „Retouren“ greift nicht",
    'Fehler "Token abgelaufen" bei der Anbindung, täglich',
    "Export bricht bei 80 % ab",
    "Anrufe werden nicht aufgezeichnet",
)
BUG = (
    "Regelbedingung wird ignoriert",
    "Umlaute im Betreff verstümmelt",
    "Bericht zählt Sonntage doppelt",
    "Sortierung springt zurück",
    "Signatur erscheint zweimal",
)
REQUEST = (
    "Automatisierungsregel einrichten",
    "Wie lege ich Textbausteine an?",
    "Vorschlag: dunkle Ansicht",
    "Beratung zu Abteilungen und Rechten",
    "Frage zum Kundenportal",
    "Schulung für neue Kollegen",
)
GROUPS = (UNCLASSIFIED, CRITICAL, HIGH, STANDARD, BUG, REQUEST)
SUBJECTS = tuple(subject for group in GROUPS for subject in group)


def subject_codes(severity: Ints, topic: Ints) -> Ints:
    """Positions in `SUBJECTS` for tickets of a severity (0 to 5), by any whole number."""
    sizes = np.array([len(group) for group in GROUPS])
    starts = np.cumsum(sizes) - sizes
    positions: Ints = starts[severity] + topic % sizes[severity]
    return positions
