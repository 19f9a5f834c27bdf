"""Reads a report's content off the marts of one snapshot, and computes nothing of its own."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from pipeline import marts
from pipeline.errors import ReportError
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.readings import side_by_side
from pipeline.reports.content import (
    Coverage,
    CustomerReport,
    DedicatedAgent,
    Period,
    PolicyVersion,
    PortfolioLine,
    PortfolioReport,
    Provenance,
)
from pipeline.reports.contest import Alarm, Contested, SourceMonth, SourceShares
from pipeline.reports.figures import (
    Contest,
    Counts,
    MonthCounts,
    PromiseLine,
    ReadingLine,
    Severity,
)
from pipeline.reports.gather_cases import cases_of
from pipeline.reports.gather_service import service_of
from pipeline.reports.months import next_month, window
from pipeline.reports.rows import plain_rows, value_of, values_of

FIRST_YEAR, LAST_YEAR = 1900, 2999


def gather(
    snapshot: Path, customer_id: str, month: date, revision: int = 1, scope: Scope = EVERYBODY
) -> CustomerReport:
    """A customer's month. Raises ReportError where the customer is unknown or the month to come."""
    check_month(month)
    customer = _customer(snapshot, customer_id, scope)
    run = _run(snapshot, scope)
    period = _period(run, month)
    promise = plain_rows(marts.promise(scope, snapshot, customer_id, month))
    readings = plain_rows(marts.readings(scope, snapshot, month, customer_id))
    owed = marts.owed_at(scope, snapshot, period.ended_at, customer_id)
    opened = marts.opened_in(scope, snapshot, customer_id, month)
    counts = [_with_counts(line) for line in promise]
    return CustomerReport(
        revision=revision,
        customer_id=customer_id,
        customer_name=customer["customer_name"],
        language=customer["language"] or run["language"],
        period=period,
        coverage=values_of(marts.coverage(scope, snapshot, customer_id), Coverage),
        dedicated_agents=values_of(
            marts.roster(scope, snapshot, customer_id, month), DedicatedAgent
        ),
        severities=values_of(marts.severities(scope, snapshot), Severity),
        alarms=values_of(marts.alarms(scope, snapshot, customer_id), Alarm),
        counts=Counts.total([line["counts"] for line in counts]),
        contest=Contest.total([line["contest"] for line in counts]),
        contested=values_of(marts.contested_in(scope, snapshot, month, customer_id), Contested),
        promise=tuple(value_of(line, PromiseLine) for line in counts),
        readings=tuple(
            side_by_side(value_of(_with_counts(line), ReadingLine) for line in readings)
        ),
        trend=_trend(
            plain_rows(marts.monthly_counts(scope, snapshot, customer_id)), run, period.month
        ),
        cases=cases_of(scope, snapshot, opened["response_id"].tolist()),
        owed_at_end=cases_of(scope, snapshot, owed["response_id"].tolist()),
        service=service_of(scope, snapshot, customer_id, month),
        odd_share=run["odd_share"],
        completeness=values_of(
            marts.completeness_behind(scope, snapshot, customer_id, month), SourceShares
        ),
        provenance=_provenance(
            run, marts.versions_that_judged(scope, snapshot, month, customer_id)
        ),
    )


def gather_portfolio(snapshot: Path, month: date, revision: int = 1) -> PortfolioReport:
    """A month of all customers covered in it, or with responses then.

    Raises ReportError where the month is to come.
    """
    check_month(month)
    run = _run(snapshot, EVERYBODY)
    period = _period(run, month)
    months = plain_rows(marts.monthly_counts(EVERYBODY, snapshot))
    owed = marts.owed_at(EVERYBODY, snapshot, period.ended_at)["customer_id"].value_counts()
    covered = set(marts.covered_customers(EVERYBODY, snapshot, month)["customer_id"])
    lines = [
        PortfolioLine(
            customer_id=customer["customer_id"],
            customer_name=customer["customer_name"],
            counts=trend[-1].counts,
            contest=trend[-1].contest,
            trend=trend,
            owed_at_end_count=int(owed.get(customer["customer_id"], 0)),
            service=service_of(EVERYBODY, snapshot, customer["customer_id"], month),
        )
        for customer in plain_rows(marts.customers(EVERYBODY, snapshot))
        for mine in [[row for row in months if row["customer_id"] == customer["customer_id"]]]
        for trend in [_trend(mine, run, period.month)]
        if customer["customer_id"] in covered or trend[-1].counts.owed_count
    ]
    reached = plain_rows(marts.readings(EVERYBODY, snapshot, month))
    return PortfolioReport(
        revision=revision,
        language=run["language"],
        period=period,
        goal=run["goal"],
        severities=values_of(marts.severities(EVERYBODY, snapshot), Severity),
        alarms=values_of(marts.alarms(EVERYBODY, snapshot), Alarm),
        counts=Counts.total([row.counts for row in lines]),
        contest=Contest.total([row.contest for row in lines]),
        promise=tuple(
            value_of(_with_counts(line), ReadingLine)
            for line in reached
            if line["reading"] == run["reading"]
        ),
        trend=_trend(months, run, period.month),
        customers=tuple(sorted(lines, key=_worst_first)),
        odd_share=run["odd_share"],
        completeness=values_of(marts.completeness(EVERYBODY, snapshot, month), SourceMonth),
        provenance=_provenance(run, marts.versions_that_judged(EVERYBODY, snapshot, month)),
    )


def check_month(month: date) -> None:
    """Raises ReportError for a month so far off that there is no year around it to report on."""
    if not FIRST_YEAR <= month.year <= LAST_YEAR or month.day != 1:
        raise ReportError(
            f"{month.isoformat()[:7]}: no report is about such a month; choose one from "
            f"{FIRST_YEAR}-01 to {LAST_YEAR}-12"
        )


def _with_counts(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"counts": value_of(row, Counts), "contest": value_of(row, Contest)}


def _customer(snapshot: Path, customer_id: str, scope: Scope) -> dict[str, Any]:
    for row in plain_rows(marts.customers(scope, snapshot)):
        if row["customer_id"] == customer_id:
            return row
    raise ReportError(
        f"no customer {customer_id!r} with dedicated support; the register names them, as does "
        '`vip-sla sql "select customer_id, customer_name from dim_customers where is_dedicated"`'
    )


def _run(snapshot: Path, scope: Scope) -> dict[str, Any]:
    return plain_rows(marts.run_info(scope, snapshot))[0]


def _period(run: dict[str, Any], month: date) -> Period:
    zone = ZoneInfo(run["default_time_zone"])
    started_at, ended_at = (
        datetime.combine(day, time(), zone).astimezone(run["as_of"].tzinfo)
        for day in (month, next_month(month))
    )
    if started_at > run["as_of"]:
        raise ReportError(
            f"{month:%Y-%m}: the data end before it, at {run['as_of']:%Y-%m-%d %H:%M} UTC; "
            "run again with newer exports, or choose an earlier month"
        )
    return Period(
        month=month,
        last_day=next_month(month) - timedelta(days=1),
        started_at=started_at,
        ended_at=ended_at,
        is_complete=ended_at <= run["as_of"],
        time_zone=run["default_time_zone"],
    )


def _trend(rows: list[dict[str, Any]], run: dict[str, Any], last: date) -> tuple[MonthCounts, ...]:
    """Twelve months, those without responses too; what several rows tell of one is added up."""
    running = run["as_of"].astimezone(ZoneInfo(run["default_time_zone"])).date()
    return tuple(
        MonthCounts(
            month=month,
            is_complete=next_month(month) <= running,
            counts=Counts.total([value_of(row, Counts) for row in found]),
            contest=Contest.total([value_of(row, Contest) for row in found]),
        )
        for month in window(last)
        for found in [[row for row in rows if row["opened_month"].date() == month]]
    )


def _provenance(run: dict[str, Any], versions: pd.DataFrame) -> Provenance:
    # named by the run, so that the same content comes from marts made again elsewhere
    return Provenance(
        as_of=run["as_of"],
        run_id=run["run_id"],
        snapshot=f"{run['run_id']}.duckdb",
        manifest=f"{run['run_id']}.json",
        landing_hash=run["landing_hash"],
        policy_hash=run["policy_hash"],
        policy_versions=values_of(versions, PolicyVersion),
        reading=run["reading"],
        code_version=run["code_version"],
    )


def _worst_first(line: PortfolioLine) -> tuple[bool, float, str]:
    share = line.counts.net
    return (not share.is_telling, share.value if share.is_telling else 0, line.customer_name)
