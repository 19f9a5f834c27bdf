"""Answers to the questions that several pages ask."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from dashboards import month_choice
from dashboards.attention import Standing, standings
from dashboards.view import View
from pipeline import marts
from pipeline.marts.compliance import (
    Counts,
    CustomerCounts,
    CustomerMonth,
    MonthWithResponses,
    OpenedCounts,
)
from pipeline.marts.customers import Customer
from pipeline.marts.owed import Owed
from pipeline.marts.records import records


def months_on_offer(view: View) -> list[date]:
    """Every month to choose from, newest first."""
    found = view.ask(MonthWithResponses, marts.months)
    return month_choice.on_offer((each.opened_month for each in found), view.running_month)


def has_customers(view: View) -> bool:
    """Whether there is any dedicated customer that the viewer may see."""
    return bool(view.ask(Customer, marts.customers))


def customer_names(view: View) -> Mapping[str, str]:
    """What every dedicated customer that the viewer may see is called, by id and by name."""
    return {each.customer_id: each.customer_name for each in view.ask(Customer, marts.customers)}


def standings_in(view: View, month: date) -> list[Standing]:
    """Every dedicated customer that the viewer may see, whoever needs somebody first on top."""
    customers = view.ask(CustomerCounts, marts.compliance_by_customer, month)
    return standings(customers, view.ask(Owed, marts.open_responses))


def trends(view: View, window: Sequence[date]) -> Mapping[str, Mapping[date, Counts]]:
    """Counts by customer and month, of the months in the window."""
    frame = view.frame(marts.monthly_counts)
    shown = frame[frame["opened_month"].isin(pd.to_datetime(list(window)))]  # of years, perhaps
    found: dict[str, dict[date, Counts]] = {}
    for row in records(shown, CustomerMonth):
        found.setdefault(row.customer_id, {})[row.opened_month] = row.counts
    return found


def by_month(rows: Iterable[OpenedCounts]) -> dict[date, Counts]:
    """Counts by their month; of each month there is one row."""
    return {row.opened_month: row.counts for row in rows}
