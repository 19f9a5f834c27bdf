"""Who is dedicated, and since when."""

from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.marts.records import Record
from pipeline.marts.scope import Scope
from pipeline.marts.snapshot import ask


class Customer(Record):
    """A dedicated customer."""

    customer_id: str
    customer_name: str
    language: str | None
    """The customer's own; null for the workspace's."""


class Coverage(Record):
    """A period in which the customer has the add-on, both days included."""

    plan: str | None
    valid_from: date
    valid_until: date | None
    monthly_fee_eur: float | None
    """In the currency beside it."""
    currency: str = "EUR"


def customers(scope: Scope, snapshot: Path) -> pd.DataFrame:
    """One row per dedicated customer, by name: customer_id, customer_name, is_covered_now …"""
    return ask(
        snapshot,
        f"""
        select *
        from dim_customers
        where is_dedicated and {scope.condition()}
        order by customer_name, customer_id
        """,
        scope.parameters(),
    )


def coverage(scope: Scope, snapshot: Path, customer_id: str) -> pd.DataFrame:
    """One row per period that a customer's register rows cover with the add-on, oldest first.

    Columns: customer_id, plan, valid_from and valid_until, both days included (the latter null
    while it has no end), monthly_fee_eur and its currency.
    """
    return ask(
        snapshot,
        f"""
        select
            customer_id,
            plan,
            valid_from,
            valid_until,
            monthly_fee_eur,
            currency
        from dim_coverage_periods
        where
            is_dedicated
            and customer_id = $customer_id
            and {scope.condition()}
        order by valid_from, valid_until nulls last
        """,
        {"customer_id": customer_id, **scope.parameters()},
    )
