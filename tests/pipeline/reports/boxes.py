"""Where text stands on the pages of a PDF, and how full the pages are."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf._text_extraction._layout_mode import _fixed_width_page as layout
from pypdf.generic import ContentStream

A4_HEIGHT, TOP_MARGIN, FOOT = 297, 18, 24
"""In millimetres; the foot of a page is below what it says."""
PAPER = 235
"""From here on a grey is white."""
APART = 0.6
"""In points: pieces of one text stand this close together, and none overlap by more."""


@dataclass(frozen=True)
class Box:
    """A piece of text in one line, in points from the left margin."""

    text: str
    left: float
    right: float
    size: float
    """Of its letters."""


def lines_of(content: bytes) -> Iterator[list[Box]]:
    """Every line of every page, its pieces from left to right."""
    for page in PdfReader(io.BytesIO(content)).pages:
        pieces = sorted(_pieces(page), key=lambda piece: piece[0])
        for _, line in groupby(pieces, key=lambda piece: piece[0]):
            yield sorted((box for _, box in line), key=lambda box: box.left)


def texts_of(line: list[Box]) -> Iterator[str]:
    """The texts of a line: pieces that touch are one, and every space is the same."""
    text, end = "", float("-inf")
    for box in line:
        if box.left - end > APART and text:
            yield text
            text = ""
        text, end = text + box.text.replace("\u00a0", " "), box.right
    yield text


def _pieces(page: PageObject) -> Iterator[tuple[float, Box]]:
    contents = page["/Contents"].get_object()
    operations = iter(ContentStream(contents, page.pdf, "bytes").operations)
    for found in layout.text_show_operations(operations, page._layout_mode_fonts()):
        box = Box(found["text"], found["tx"], found["displaced_tx"], found["font_size"])
        yield round(found["ty"], 1), box


def fullness(page: bytes) -> float:
    """Which part of a page, given as PNG, is used down to its last line; the foot apart."""
    image = Image.open(io.BytesIO(page)).convert("L")
    width, height = image.size
    top, end = (round(height * each / A4_HEIGHT) for each in (TOP_MARGIN, A4_HEIGHT - FOOT))
    ink = image.crop((0, 0, width, end)).point(lambda grey: 255 if grey < PAPER else 0).getbbox()
    return (ink[3] - top) / (end - top) if ink else 0
