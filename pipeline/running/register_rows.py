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


def write_register_rows(workspace: Workspace, rows: list[dict[str, str]]) -> Path:
    """Write them into customers.csv; where that has rows already, into a copy of it beside.

    Returns the file that was written. Raises VipSlaError where such a copy lies there already.
    """
    register = workspace.register / "customers.csv"
    text = register.read_text(encoding="utf-8-sig")
    target = register
    if read_csv(register, CustomerRow.columns(), CustomerRow.OPTIONAL).rows:
        target = register.with_name("customers.new.csv")
        if target.exists():
            raise VipSlaError(
                f"{target}: is there from an earlier call; take over what you need from it, and "
                "remove it"
            )
    delimiter = delimiter_of(text)
    header = next(csv.reader(io.StringIO(text), delimiter=delimiter))
    columns = [name.strip().lower() for name in header]
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writerows(rows)
    publish_bytes(f"{text.rstrip()}\n{written.getvalue()}".encode(), target)
    return target
