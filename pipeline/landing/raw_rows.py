"""What every reader gives: the rows of a file as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class LastValue:
    """A value behind which neither a line end nor a quote stands: it may be cut off."""

    column: str  # of ours
    length: int  # in characters


@dataclass(frozen=True)
class RawRows:
    """Rows as text. All but `scan` are SQL expressions over the columns of `scan`."""

    scan: str
    texts: dict[str, str]  # by name of the declared column; absent columns are left out
    row_text: str
    first_row: int  # the number that a person gives to the first row
    broken: str = "null"  # why a row cannot be read at all
    line: str = "null"  # the row's number, where it does not follow from its position
    lines: str = "1"  # how many lines of the file the row takes
    rows_expected: int | None = None  # how many there must be, as something else tells
    lines_expected: int | None = None  # how many lines all rows must take
    absent: Mapping[str, str] = field(default_factory=dict)  # mapped columns that the file lacks
    last: LastValue | None = None
