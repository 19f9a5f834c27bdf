"""The compliance table that `run` and `status` print."""

from pathlib import Path

import pandas as pd
from rich.table import Table

from pipeline import marts
from pipeline.cli.console import table


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
    frame = marts.compliance_by_customer(marts.EVERYBODY, snapshot, month)
    judged = frame["met_count"] + frame["breached_count"]
    shown = pd.DataFrame(
        {
            "customer": frame["customer_name"],
            "compliance": [
                # cut, not rounded: what is below a goal never reads like it
                f"{met * 1000 // n / 10:.1f}% of {n}" if n else "no case"
                for met, n in zip(frame["met_count"], judged, strict=True)
            ],
            "breached": frame["breached_count"],
            "pending now": frame["pending_now_count"],
            "overdue now": frame["overdue_now_count"],
        }
    )
    return table(shown, f"Compliance of responses opened in {month:%B %Y}")
