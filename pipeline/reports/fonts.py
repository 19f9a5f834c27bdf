"""The fonts that reports are set in, and which characters they have.

One glyph that no font has would fail a whole PDF/UA document, so that such characters are
replaced before.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from unicodedata import category

FOLDER = Path(__file__).parent / "fonts"

REPLACEMENT = "\u25a1"
"""Stands for a character that no font has: □."""

MAIN_FONT = 0
"""The number of the font in which all is set that it has."""

_MAIN = "SourceSans3-Regular.ttf"
_STEERS_DIRECTION = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_JOINER = "\u200d"
_IGNORABLE = {
    chr(code)
    for first, last in ((0xAD, 0xAD), (0x200B, 0x200F), (0x2060, 0x2064), (0xFE00, 0xFE0F))
    for code in range(first, last + 1)
}
"""The usual ones of Unicode's Default_Ignorable_Code_Point."""


def legible(text: str) -> str:
    """The text as the fonts can show it.

    What no font has becomes □; a mark that no font has together with its letter is left out, and
    so are control characters and those that would turn the direction of what follows.
    """
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    fonts: frozenset[int] = frozenset()  # that have all of the letter and its marks so far
    for char in text:
        if _is_shapeless(char):
            shown.append(char)
        elif _is_left_out(char):
            continue
        elif category(char).startswith("Z"):
            shown.append(char if having(char) else " ")
        elif _is_mark(char):
            if together := fonts & having(char):
                fonts = together
                shown.append(char)
        else:
            if shown and shown[-1] == _JOINER and not fonts & having(char):
                shown.pop()
            fonts = having(char) or having(REPLACEMENT)
            shown.append(char if having(char) else REPLACEMENT)
    return "".join(shown)


def simple(text: str) -> str:
    """The text without marks and joiners, in case even the fonts' own ones do not go together."""
    return legible("".join(c for c in text if not _is_mark(c) and category(c) != "Cf"))


def plain(text: str) -> str:
    """The text in the characters of the main font alone, which always go together."""
    return "".join(c if MAIN_FONT in having(c) else REPLACEMENT for c in simple(text))


def _is_shapeless(char: str) -> bool:
    """Whether it needs no glyph: a line's end, a joiner, a variant of the character before."""
    return char == "\n" or (category(char) in {"Cf", "Mn"} and char in _IGNORABLE)


def _is_left_out(char: str) -> bool:
    return char in _STEERS_DIRECTION or char == "\ufeff" or category(char) in {"Cc", "Cs", "Co"}


def _is_mark(char: str) -> bool:
    return category(char).startswith("M") or "\U0001f3fb" <= char <= "\U0001f3ff"


@lru_cache(maxsize=10_000)
def having(char: str) -> frozenset[int]:
    """Which of the fonts have a character, by number."""
    return frozenset(place for place, codes in enumerate(_fonts()) if ord(char) in codes)


@lru_cache
def _fonts() -> tuple[frozenset[int], ...]:
    """The code points that each of the fonts has."""
    files = sorted(FOLDER.glob("*.ttf"), key=lambda file: (file.name != _MAIN, file.name))
    return tuple(frozenset(_mapped(file.read_bytes())) for file in files)


def _mapped(font: bytes) -> Iterator[int]:
    """The code points of a font's `cmap` table (OpenType 1.9, formats 4 and 12)."""
    (table_count,) = struct.unpack_from(">H", font, 4)
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * table_count, 16)
    }
    cmap = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">I", font, cmap + 4 + 8 * place + 4)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if form == 4:
            yield from _segments(font, cmap + offset)
        elif form == 12:
            yield from _groups(font, cmap + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    double_count = struct.unpack_from(">H", font, at + 6)[0]
    count = double_count // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double_count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double_count)
    ranges_at = at + 16 + 3 * double_count
    ranges = struct.unpack_from(f">{count}H", font, ranges_at)
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if ranges[place]:
                glyph_at = ranges_at + 2 * place + ranges[place] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", font, glyph_at)
            if (glyph + deltas[place]) % 0x10000 and glyph:
                yield code


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for place in range(count):
        start, end, glyph = struct.unpack_from(">3I", font, at + 16 + 12 * place)
        yield from range(start if glyph else start + 1, end + 1)
