"""The colours of pages, charts, reports and mails: each has one name, and is written here alone.

Whatever draws takes them by name, so no other file holds a colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour on light ground, which paper is too, and on dark ground."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        """Both, of which the browser takes one by the theme."""
        return f"light-dark({self.light}, {self.dark})"


PALETTE: Mapping[str, Colour] = {
    "page": Colour("#ffffff", "#12161c"),
    "wash": Colour("#f5f6f8", "#1c222b"),
    "ink": Colour("#1b2330", "#e6e9ee"),
    "muted": Colour("#586272", "#a3adba"),
    "faint": Colour("#8a94a3", "#6f7b8a"),
    "line": Colour("#d9dee5", "#333c48"),
    "link": Colour("#1f5fa8", "#8ab8f0"),
    "red": Colour("#b3261e", "#ff9d94"),
    "red-soft": Colour("#f2c6c2", "#5c2a28"),
    "amber": Colour("#8a5300", "#f2b866"),
    "amber-soft": Colour("#f0dab2", "#54401d"),
    "mark": Colour("#3f7cc0", "#6aa3e0"),
    "mark-soft": Colour("#c4d8ee", "#2d4766"),
    "interval": Colour("#9db9da", "#41658f"),
}

# middling tones, the same on either ground: at least 3 to 1 against a light page and a dark one
MET, UNSURE, MISSED, QUIET = "#4a86c8", "#b7791f", "#d9534a", PALETTE["faint"].light

CLEAR = "rgba(0, 0, 0, 0)"


def faded(tone: str, part: float) -> str:
    """A tone through which the ground shows, but for this part of it."""
    red, green, blue = (int(tone[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {part:.3g})"


def css_variables() -> str:
    """The palette as custom properties of the dashboard's style, `--sla-ink` and so on."""
    return " ".join(f"--sla-{name}: {colour.css};" for name, colour in PALETTE.items())
