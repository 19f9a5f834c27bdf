"""Answers to the questions that several pages ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards import months
from dashboards.attention import Standing, standings
from dashboards.counts import Counts, CustomerMonth, CustomerRow
from dashboards.owed import Owed
from dashboards.view import View
from pipeline import marts


@dataclass(frozen=True)
class Month:
    """A month with responses."""

    opened_month: date


@dataclass(frozen=True)
class Customer:
    """A dedicated customer."""

    customer_id: str
    customer_name: str


def months_on_offer(view: View) -> list[date]:
    """Every month to choose from, newest first."""
    found = view.ask(Month, marts.months)
    return months.on_offer((each.opened_month for each in found), view.running_month)


def has_customers(view: View) -> bool:
    """Whether there is any dedicated customer that the viewer may see."""
    return bool(view.ask(Customer, marts.customers))


def customer_names(view: View) -> Mapping[str, str]:
    """What every dedicated customer that the viewer may see is called, by id and by name."""
    return {each.customer_id: each.customer_name for each in view.ask(Customer, marts.customers)}


def standings_in(view: View, month: date) -> list[Standing]:
    """Every dedicated customer that the viewer may see, whoever needs somebody first on top."""
    customers = view.ask(CustomerRow, marts.compliance_by_customer, month)
    return standings(customers, view.ask(Owed, marts.open_responses))


def trends(view: View, window: Sequence[date]) -> Mapping[str, Mapping[date, Counts]]:
    """Counts by customer and month, of the months in the window."""
    found: dict[str, dict[date, Counts]] = {}
    for row in view.ask(CustomerMonth, marts.monthly_counts):
        if row.opened_month in window:
            found.setdefault(row.customer_id, {})[row.opened_month] = row
    return found
