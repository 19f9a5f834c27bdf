"""What tickets are about, by severity."""

import numpy as np

from pipeline.sample.arrays import Ints

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
