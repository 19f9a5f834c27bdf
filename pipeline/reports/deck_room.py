"""How much room a table takes on a slide, before PowerPoint finds out."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from pptx.util import Inches, Pt

CELL_POINTS = 11
LINE, CHARACTER, MARGIN = Pt(CELL_POINTS * 1.25), Pt(CELL_POINTS * 0.58), Inches(0.06)
"""A line's height, and as wide as a letter is on average in common fonts."""

SHORT = 26
"""Characters of a text that stays on one line: a figure, a moment, a duration."""
LONGEST_WEIGHT = 56


def widths_of(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """What is short has the room it needs, the other columns share the rest by their longest text.

    Where too little would be left for them, or nothing is long, all share the room.
    """
    longest = [max(map(len, column)) for column in zip(*lines, strict=True)]
    weights = [min(length, LONGEST_WEIGHT) + 2 for length in longest]
    # A letter more: in a text of a few none may be narrower than the average.
    needed = [int((length + 1) * CHARACTER + 2 * MARGIN) for length in longest]
    is_short = [length <= SHORT for length in longest]
    taken = sum(width for width, short in zip(needed, is_short, strict=True) if short)
    shared = sum(weight for weight, short in zip(weights, is_short, strict=True) if not short)
    if not shared or room - taken < room // 6:
        return [room * weight // sum(weights) for weight in weights]
    return [
        width if short else (room - taken) * weight // shared
        for width, weight, short in zip(needed, weights, is_short, strict=True)
    ]


def height_of(cells: Sequence[str], widths: Sequence[int]) -> int:
    """What a row needs: PowerPoint would make it as high, and push the others off the slide."""
    lines = max(
        len(wrap(text, max((width - 2 * MARGIN) // CHARACTER, 1)) or [""])
        for text, width in zip(cells, widths, strict=True)
    )
    return int(lines * LINE + MARGIN)


def fitting(
    rows: Sequence[Sequence[str]], widths: Sequence[int], room: int
) -> Iterator[Sequence[str]]:
    """The first rows, as many as there is room for."""
    for cells in rows:
        room -= height_of(cells, widths)
        if room < 0:
            return
        yield cells
