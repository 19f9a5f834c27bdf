"""What `run` and `status` print of how much was kept: what puts it in doubt, then the table."""

import sys
from pathlib import Path

import pandas as pd
from rich.cells import cell_len
from rich.table import Table

from pipeline import marts
from pipeline.cli.console import cut, output, table
from pipeline.marts.periods import containing
from pipeline.printable import one_line
from pipeline.statistics.shares import Share

MOST_CUSTOMERS = 20
"""So many are shown: with more of them, those that need somebody most."""


SHORTEST_NAME = 12
"""So much of a name stands there however narrow the terminal."""

GAP = 2


def doubts(snapshot: Path) -> list[str]:
    """Findings by which no figure of a source can be relied on, in words."""
    findings = marts.data_findings(marts.EVERYBODY, snapshot)
    return list(findings.loc[findings["is_about_all_figures"], "message"])


def print_compliance(snapshot: Path) -> None:
    """The table, and above every figure why none can be relied on, where that is so."""
    for message in doubts(snapshot):
        output.print(f"THESE FIGURES CANNOT BE RELIED ON: {message}", "", style="bold")
    output.print(compliance_table(snapshot))


def compliance_table(snapshot: Path) -> Table | str:
    """The newest month of every dedicated customer: share with its n, and what is owed now.

    A sentence where there is no such month yet.
    """
    months = marts.months(marts.EVERYBODY, snapshot)
    if months.empty:
        return (
            "No responses of dedicated customers yet: fill in register/customers.csv "
            "(add_on = vip) and exports/."
        )
    month = months["opened_month"].iloc[0].date()
    everybody = marts.compliance_by_customer(marts.EVERYBODY, snapshot, containing(month, "month"))
    frame = _most_in_need(everybody)
    judged = frame["met_count"] + frame["breached_count"]
    shown = pd.DataFrame(
        {
            "customer": frame["customer_name"],
            "compliance": [
                f"{Share(met, n).cut:.1%} of {n}" if n else "no case"
                for met, n in zip(frame["met_count"], judged, strict=True)
            ],
            "breached": frame["breached_count"],
            "contested": frame["contested_count"],
            "pending now": frame["pending_now_count"],
            "overdue now": frame["overdue_now_count"],
        }
    )
    title = f"Compliance of responses opened in {month:%B %Y}"
    if rest := len(everybody) - len(frame):
        title += f": the {len(frame)} customers with most to do, and {rest:,} more in the dashboard"
    shown["customer"] = _as_wide_as_fits(shown)
    return table(shown, title)


def _as_wide_as_fits(frame: pd.DataFrame) -> list[str]:
    """The names in the first column, cut where a row would need a second line of the terminal.

    What goes into a file or a letter has them whole.
    """
    names, *others = (frame[column].astype(str).tolist() for column in frame.columns)
    taken = sum(
        GAP + max(map(cell_len, [label, *cells]))
        for label, cells in zip(frame.columns[1:], others, strict=True)
    )
    room = max(output.width - taken, SHORTEST_NAME) if output.is_terminal else sys.maxsize
    return [cut(one_line(name), min(room, cell_len(name))) for name in names]


def _most_in_need(frame: pd.DataFrame) -> pd.DataFrame:
    """As many customers as are shown, in the order they came: most overdue, then lowest share."""
    if len(frame) <= MOST_CUSTOMERS:
        return frame
    judged = frame["met_count"] + frame["breached_count"]
    share = (frame["met_count"] / judged.where(judged > 0)).fillna(1.0)
    urgency = frame.assign(share=share).sort_values(
        ["overdue_now_count", "share", "breached_count"], ascending=[False, True, False]
    )
    return frame.loc[sorted(urgency.index[:MOST_CUSTOMERS])]
