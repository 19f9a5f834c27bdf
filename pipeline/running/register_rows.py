"""Register rows of accounts that have tickets and no row yet: a person adds what only they know."""

import csv
import io
from pathlib import Path

import pandas as pd

from pipeline.atomic import publish_bytes
from pipeline.errors import VipSlaError
from pipeline.printable import one_line
from pipeline.settings.csv_file import delimiter_of, read_csv
from pipeline.settings.register import CustomerRow
from pipeline.wording.languages import LANGUAGES
from pipeline.workspace import Workspace

SINCE_EVER = "2000-01-01"
_MARK = "\ufeff"
_LINE_ENDS = ("\r\n", "\n", "\r")


def register_rows(unregistered: pd.DataFrame) -> list[dict[str, str]]:
    """A row of customers.csv for each customer; of several accounts that are one's, one row."""
    return [
        {
            "customer_id": one_line(str(account.customer_id)),
            "name": one_line(account.account_name) if isinstance(account.account_name, str) else "",
            "valid_from": SINCE_EVER,
            "language": LANGUAGES[0],
        }
        for account in unregistered.drop_duplicates("customer_id").itertuples()
    ]


def register_lines(workspace: Workspace, rows: list[dict[str, str]]) -> list[str]:
    """The rows as lines of customers.csv, as that file has its cells: their order, what divides
    them."""
    return _lines(_text(_register(workspace)), rows)


def write_register_rows(workspace: Workspace, rows: list[dict[str, str]]) -> Path:
    """Write them into customers.csv; where that has rows already, into a copy of it beside.

    Returns the file that was written. Raises VipSlaError where such a copy lies there already.
    """
    register = _register(workspace)
    text = _text(register)
    target = register
    if read_csv(register, CustomerRow.columns(), CustomerRow.OPTIONAL).rows:
        target = register.with_name("customers.new.csv")
        if target.exists():
            raise VipSlaError(
                f"{target}: is there from an earlier call; take over what you need from it, and "
                "remove it"
            )
    line_end = next((end for end in _LINE_ENDS if end in text), "\n")
    lines = [text.rstrip(), *_lines(text, rows)]
    publish_bytes("".join(f"{line}{line_end}" for line in lines).encode(), target)
    return target


def _register(workspace: Workspace) -> Path:
    return workspace.register / "customers.csv"


def _text(register: Path) -> str:
    """All of it, byte order mark and line ends too: spreadsheets go by them."""
    return register.read_bytes().decode()


def _lines(text: str, rows: list[dict[str, str]]) -> list[str]:
    # The header is what `read_csv` takes for it: the first row in which a cell is filled.
    text = text.removeprefix(_MARK)
    delimiter = delimiter_of(text)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next(cells for cells in read if any(cell.strip() for cell in cells))
    columns = [name.strip().lower() for name in header]
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writerows(rows)
    return written.getvalue().removesuffix("\n").split("\n")
