"""Whose report of which month is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import marts
from pipeline.mail.ledger import Ledger
from pipeline.marts.provenance import run_of
from pipeline.reports.months import plus
from pipeline.settings.mail import Reports

SCHEDULE = "schedule"
"""The ledger's subject that knows with which month reports began."""


@dataclass(frozen=True, order=True)
class Wanted:
    """A month of a customer, or of all customers where `customer_id` is None."""

    month: date
    customer_id: str | None

    @property
    def name(self) -> str:
        """As people call it."""
        return f"{self.customer_id or 'portfolio'}, {self.month:%Y-%m}"

    @property
    def key(self) -> str:
        """Its subject in the ledger."""
        about = "portfolio" if self.customer_id is None else f"report/{self.customer_id}"
        return f"{about}/{self.month:%Y-%m}"


def wanted_reports(
    snapshot: Path, reports: Reports, ledger: Ledger, now: datetime
) -> Iterator[Wanted]:
    """Everything due as of the snapshot, the oldest month first; the portfolio ends a month.

    Without `reports.since` the months begin with the newest one due at the first call, which the
    ledger remembers: a workspace with years of history does not send them all.
    """
    as_of = run_of(snapshot).as_of
    first = reports.since or _begun(snapshot, reports, ledger, as_of, now)
    month = first
    while month is not None and _is_due(snapshot, month, reports.grace_working_days, as_of):
        for customer_id in marts.covered_customers(marts.EVERYBODY, snapshot, month)["customer_id"]:
            yield Wanted(month, str(customer_id))
        if reports.portfolio_to:
            yield Wanted(month, None)
        month = plus(month, 1)


def _begun(
    snapshot: Path, reports: Reports, ledger: Ledger, as_of: datetime, now: datetime
) -> date | None:
    for fact in ledger.facts(SCHEDULE):
        return date.fromisoformat(fact.details["month"])
    zone = ZoneInfo(run_of(snapshot).default_time_zone)
    running = as_of.astimezone(zone).date().replace(day=1)
    for back in (1, 2):  # within its days of grace the month before is not due yet
        month = plus(running, -back)
        if _is_due(snapshot, month, reports.grace_working_days, as_of):
            ledger.note(SCHEDULE, "begun", now, month=month.isoformat())
            return month
    return None


def _is_due(snapshot: Path, month: date, working_days: int, as_of: datetime) -> bool:
    found = marts.month_due(marts.EVERYBODY, snapshot, month, working_days)
    return not found.empty and bool(found["due_at"].iloc[0] <= as_of)
