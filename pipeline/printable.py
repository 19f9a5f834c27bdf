"""Text fit to be printed: what commands a terminal or turns a line round is gone.

Exports hold what anybody wrote into a mail: escape sequences, line breaks, marks that write from
right to left. Whatever leaves as plain text passes `printable`, or `one_line` where it stands
within a line of our own. What we count there `how_many` tells.
"""

import re

_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")  # of characters, e.g. of names that are no UTF-8
_SPACES = re.compile(r"\s{2,}")


def printable(text: str) -> str:
    """The text in one line: no control character, line break or change of direction."""
    if text.isascii() and text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _DIRECTIONS.sub("", _COMMANDS.sub(" ", text)))


def one_line(text: str) -> str:
    """The same without runs of spaces, which could move words to where another line begins."""
    return _SPACES.sub(" ", printable(text)).strip()


def how_many(count: int, one: str, several: str = "") -> str:
    """A count in a sentence of ours: `1 row`, `1,200 rows`; of `several`, if not with an s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
