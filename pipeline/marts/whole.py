"""A published table as it is, for whoever takes all of it away."""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.errors import VipSlaError
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask, tables


def whole_table(
    scope: Scope,
    snapshot: Path,
    name: str,
    customer_id: str | None = None,
    month: date | None = None,
) -> pd.DataFrame:
    """The rows of a published table, of a customer and a month where it tells either.

    A month is that of its column `month`, else `opened_month`. Raises VipSlaError for a name that
    is no published table's, and for what the table does not tell.
    """
    if name not in set(tables(snapshot)["table"]):
        raise VipSlaError(f"{name!r} is no published table; `vip-sla sql` lists them")
    columns = set(ask(snapshot, f'select * from "{name}" limit 0').columns)
    by_month = next((each for each in ("month", "opened_month") if each in columns), None)
    if customer_id is not None and "customer_id" not in columns:
        raise VipSlaError(f"{name} tells no customer; leave the customer out")
    if month is not None and by_month is None:
        raise VipSlaError(f"{name} tells no month; leave the month out")
    if not scope.is_everybody and "customer_id" not in columns:
        raise VipSlaError(f"{name} tells no customer, so it is for those who may see everybody")
    conditions = [
        scope.condition() if "customer_id" in columns else "true",
        *(["customer_id = $customer_id"] if customer_id is not None else []),
        *([f"{by_month} = $month"] if month is not None else []),
    ]
    given = {"customer_id": customer_id, "month": month}
    return ask(
        snapshot,
        f'select * from "{name}" where {" and ".join(conditions)}',
        {
            **{key: value for key, value in given.items() if value is not None},
            **(scope.parameters() if "customer_id" in columns else {}),
        },
    )
