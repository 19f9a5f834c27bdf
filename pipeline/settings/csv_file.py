"""Small CSV files as spreadsheets and editors write them."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings.text_file import read_bytes
from pipeline.settings.wording import nearest

Cells = dict[str, str | None]
"""A row's cells by column, trimmed; None where the cell is empty."""


@dataclass(frozen=True)
class CsvFile:
    """The rows of a file, by the number that a spreadsheet shows beside them (header = 1)."""

    rows: tuple[tuple[int, Cells], ...]
    mistakes: tuple[tuple[int | None, str], ...]  # row (None: the whole file) and words


def read_csv(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> CsvFile:
    """Reads the named columns, in whatever order and among whatever others they are.

    Optional ones may be absent, as if all their cells were empty.

    Fine are: a byte order mark, cells between commas, semicolons or tabs, blank lines, short rows.
    Nothing is raised: what is wrong with the file is in `mistakes`, and its good rows are kept.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")  # as it is: cells may hold line ends
    except UnicodeDecodeError:
        return CsvFile((), ((None, 'is not UTF-8; save it as "CSV UTF-8"'),))
    except OSError as error:
        return CsvFile((), ((None, f"cannot be read: {error.strerror}"),))
    mistakes: list[tuple[int | None, str]] = []
    lines = _filled_lines(text, mistakes)
    _, names = next(lines, (1, []))
    header = [name.lower() for name in names]
    mistakes += [(None, words) for words in _header_mistakes(header, columns)]
    if mistakes:
        return CsvFile((), tuple(mistakes))
    rows: list[tuple[int, Cells]] = []
    for number, cells in lines:
        if any(cells[len(header) :]):
            words = f"has {len(cells)} cells where the header has {len(header)}; put quotes around "
            mistakes.append((number, f"{words}a cell that has a comma or semicolon in it"))
            continue
        filled = dict(zip(header, cells, strict=False))
        rows.append(
            (number, {column: filled.get(column) or None for column in (*columns, *optional)})
        )
    return CsvFile(tuple(rows), tuple(mistakes))


def delimiter_of(text: str) -> str:
    """What stands between the cells of the first row."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def _filled_lines(
    text: str, mistakes: list[tuple[int | None, str]]
) -> Iterator[tuple[int, list[str]]]:
    """Number and trimmed cells of each row that is not blank; ends at a quote that does not."""
    number = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        words = f"cannot be split into cells ({error}); write a quote within a cell twice"
        mistakes.append((number + 1, words))


def _header_mistakes(header: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    if not header:
        yield f"is empty; its first row must be {','.join(columns)}"
        return
    others = [name for name in header if name and name not in columns]
    for column in columns:
        if column not in header:
            near = nearest(column, others)
            remedy = f"'{near}' should be called so" if near else "add it to the first row"
            yield f"column {column} is missing; {remedy}"
        if header.count(column) > 1:
            yield f"column {column} is there {header.count(column)} times; keep one of them"
