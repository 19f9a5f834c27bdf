"""How much room a table takes on a slide, before PowerPoint finds out."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from pptx.util import Inches, Pt

CELL_POINTS = 11
LINE, CHARACTER, MARGIN = Pt(CELL_POINTS * 1.25), Pt(CELL_POINTS * 0.58), Inches(0.06)
"""A line's height, and as wide as a letter is at most on average in any common font."""

LONGEST_WEIGHT = 56


def widths_of(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """The room shared out by the longest text of each column, no word of which is broken."""
    columns = list(zip(*lines, strict=True))
    weights = [min(max(map(len, column)), LONGEST_WEIGHT) + 2 for column in columns]
    return [room * weight // sum(weights) for weight in weights]


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
