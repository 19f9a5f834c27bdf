"""Answers to the questions that several pages ask."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from dashboards import selecting
from dashboards.attention import Standing, standings
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import (
    Counts,
    CustomerCounts,
    CustomerMonth,
)
from pipeline.marts.customers import Customer
from pipeline.marts.owed import Owed
from pipeline.marts.records import records
from pipeline.marts.responses import SelectionCounts
from pipeline.statistics.shares import Share


def has_customers(view: View) -> bool:
    """Whether there is any dedicated customer that the viewer may see."""
    return bool(view.ask(Customer, marts.customers))


def customer_names(view: View) -> Mapping[str, str]:
    """What every dedicated customer that the viewer may see is called, by id and by name."""
    return {each.customer_id: each.customer_name for each in view.ask(Customer, marts.customers)}


def standings_in(view: View) -> list[Standing]:
    """Every dedicated customer that the viewer may see, whoever needs somebody first on top."""
    customers = view.ask(CustomerCounts, marts.compliance_by_customer, view.period)
    return standings(customers, view.ask(Owed, marts.open_responses))


def share_before(view: View, customer_id: str | None = None) -> Share:
    """The share of the period that this one is compared with; of nothing without one."""
    if view.compared is None:
        return Share(0, 0)
    compared = selecting.opened_in(view.compared, customer_id)
    [found] = view.ask(SelectionCounts, marts.response_counts, compared)
    return found.counts.net


def trends(view: View, window: Sequence[date]) -> Mapping[str, Mapping[date, Counts]]:
    """Counts by customer and month, of the months in the window."""
    frame = view.frame(marts.monthly_counts)
    shown = frame[frame["opened_month"].isin(pd.to_datetime(list(window)))]  # of years, perhaps
    found: dict[str, dict[date, Counts]] = {}
    for row in records(shown, CustomerMonth):
        found.setdefault(row.customer_id, {})[row.opened_month] = row.counts
    return found


def by_month(rows: Iterable[CustomerMonth]) -> dict[date, Counts]:
    """Counts by their month; of each month there is one row."""
    return {row.opened_month: row.counts for row in rows}
