"""What a file calls a declared column: its name, another spelling of it, or an alias."""

from collections.abc import Iterable, Mapping

_UNREAD = str.maketrans("", "", "_- ")


class Names:
    """Declared names with their aliases.

    Case makes no difference; neither do underscores, hyphens and blanks where names are free, so
    that `ticket_id`, `ticketId` and `Ticket ID` are one.
    """

    def __init__(self, aliases: Mapping[str, Iterable[str]], *, is_free: bool = False) -> None:
        """Of names that are alike a declared one is meant before an alias."""
        self._is_free = is_free
        self._meanings: dict[str, tuple[str, int]] = {}
        for name in aliases:
            self._meanings.setdefault(self._plain(name), (name, 2))
        for name, others in aliases.items():
            for place, other in enumerate(others, start=3):
                self._meanings.setdefault(self._plain(other), (name, place))

    def spellings(self, found: Iterable[str]) -> dict[str, list[str]]:
        """By declared name, those of the names found that mean it: as declared, as alike, others.

        Names that mean nothing are left out.
        """
        named: dict[str, list[tuple[int, str]]] = {}
        for spelling in found:
            name, place = self._meanings.get(self._plain(spelling), ("", 0))
            if name:
                written = spelling.strip()
                place = 0 if written == name else 1 if written.lower() == name else place
                named.setdefault(name, []).append((place, spelling))
        return {name: [one for _, one in sorted(spelled)] for name, spelled in named.items()}

    def _plain(self, name: str) -> str:
        plain = name.strip().lower()
        return plain.translate(_UNREAD) if self._is_free else plain
