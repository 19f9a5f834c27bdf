"""Reads a report's content off the marts of one snapshot, and computes nothing of its own."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from pipeline import marts
from pipeline.errors import ReportError
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.causes import Dimension, GroupChange
from pipeline.marts.completeness import Alarm, SourceMonth, SourceShares
from pipeline.marts.compliance import Contest, Counts, CustomerMonth, added_up
from pipeline.marts.contest import Contested
from pipeline.marts.contract import PromiseLine, Severity
from pipeline.marts.customers import Coverage, Customer
from pipeline.marts.left_open import DayExcepted, SeverityChanges
from pipeline.marts.periods import Period as Days
from pipeline.marts.periods import containing
from pipeline.marts.provenance import Run, run_of
from pipeline.marts.readings import ReadingLine, side_by_side
from pipeline.marts.records import R, records
from pipeline.marts.reports import DedicatedAgent, FirstEvent, PolicyVersion, ReviewCall
from pipeline.reports.content import (
    CustomerReport,
    MonthCounts,
    Period,
    PortfolioLine,
    PortfolioReport,
    Provenance,
)
from pipeline.reports.gather_parts import cases_of, service_of
from pipeline.reports.months import check_month, next_month, plus, window

Question = Callable[..., pd.DataFrame]


def gather(
    snapshot: Path, customer_id: str, month: date, revision: int = 1, scope: Scope = EVERYBODY
) -> CustomerReport:
    """A customer's month. Raises ReportError where the customer is unknown or the month to come."""
    check_month(month)

    def asked(question: Question, kind: type[R], *about: object) -> tuple[R, ...]:
        return tuple(records(question(scope, snapshot, *about), kind))

    customer = _customer(snapshot, customer_id, scope)
    run, since = run_of(snapshot), _first_day(snapshot)
    period = _period(run, month, since)
    promise = asked(marts.promise, PromiseLine, customer_id, month)
    readings = asked(marts.readings, ReadingLine, month, customer_id)
    owed = marts.owed_at(scope, snapshot, period.ended_at, customer_id)
    opened = marts.opened_in(scope, snapshot, customer_id, month)
    months = asked(marts.monthly_counts, CustomerMonth, customer_id)
    return CustomerReport(
        revision=revision,
        customer_id=customer_id,
        customer_name=customer.customer_name,
        language=customer.language or run.language,
        period=period,
        coverage=asked(marts.coverage, Coverage, customer_id),
        dedicated_agents=asked(marts.roster, DedicatedAgent, customer_id, month),
        severities=asked(marts.severities, Severity),
        alarms=asked(marts.alarms, Alarm, customer_id),
        counts=added_up(Counts, (line.counts for line in promise)),
        contest=added_up(Contest, (line.contest for line in promise)),
        contested=asked(marts.contested_in, Contested, containing(month, "month"), customer_id),
        promise=promise,
        readings=tuple(side_by_side(readings)),
        trend=_trend(months, run, month, since),
        cases=cases_of(scope, snapshot, opened["response_id"].tolist()),
        owed_at_end=cases_of(scope, snapshot, owed["response_id"].tolist()),
        service=service_of(scope, snapshot, customer_id, month),
        days_excepted=asked(marts.days_excepted, DayExcepted, customer_id, month),
        severity_changes=asked(marts.severity_changes, SeverityChanges, customer_id),
        odd_share=run.odd_share,
        completeness=asked(marts.completeness_behind, SourceShares, customer_id, month),
        year_before=_month(months, run, plus(month, -12), since),
        change_by_severity=asked(marts.change_by, GroupChange, *_compared(month), customer_id),
        next_review=next(iter(asked(marts.next_review, ReviewCall, customer_id)), None),
        provenance=_provenance(
            run, asked(marts.versions_that_judged, PolicyVersion, month, customer_id)
        ),
    )


def gather_portfolio(snapshot: Path, month: date, revision: int = 1) -> PortfolioReport:
    """A month of all customers covered in it, or with responses then.

    Raises ReportError where the month is to come.
    """
    check_month(month)
    run, since = run_of(snapshot), _first_day(snapshot)
    period = _period(run, month, since)
    months = records(marts.monthly_counts(EVERYBODY, snapshot), CustomerMonth)
    owed = marts.owed_at(EVERYBODY, snapshot, period.ended_at)["customer_id"].value_counts()
    covered = set(marts.covered_customers(EVERYBODY, snapshot, month)["customer_id"])
    lines = [
        PortfolioLine(
            customer_id=customer.customer_id,
            customer_name=customer.customer_name,
            counts=trend[-1].counts,
            contest=trend[-1].contest,
            trend=trend,
            owed_at_end_count=int(owed.get(customer.customer_id, 0)),
            service=service_of(EVERYBODY, snapshot, customer.customer_id, month),
        )
        for customer in records(marts.customers(EVERYBODY, snapshot), Customer)
        for mine in [[row for row in months if row.customer_id == customer.customer_id]]
        for trend in [_trend(mine, run, period.month, since)]
        if customer.customer_id in covered or trend[-1].counts.owed_count
    ]
    reached = records(marts.readings(EVERYBODY, snapshot, month), ReadingLine)
    versions = marts.versions_that_judged(EVERYBODY, snapshot, month)
    return PortfolioReport(
        revision=revision,
        language=run.language,
        period=period,
        goal=run.goal,
        severities=tuple(records(marts.severities(EVERYBODY, snapshot), Severity)),
        alarms=tuple(records(marts.alarms(EVERYBODY, snapshot), Alarm)),
        counts=added_up(Counts, (row.counts for row in lines)),
        contest=added_up(Contest, (row.contest for row in lines)),
        promise=tuple(line for line in reached if line.reading == run.reading),
        trend=_trend(months, run, period.month, since),
        year_before=_month(months, run, plus(period.month, -12), since),
        change_by_severity=tuple(
            records(marts.change_by(EVERYBODY, snapshot, *_compared(month)), GroupChange)
        ),
        customers=tuple(sorted(lines, key=_worst_first)),
        odd_share=run.odd_share,
        completeness=tuple(records(marts.completeness(EVERYBODY, snapshot, month), SourceMonth)),
        provenance=_provenance(run, records(versions, PolicyVersion)),
    )


def _customer(snapshot: Path, customer_id: str, scope: Scope) -> Customer:
    for each in records(marts.customers(scope, snapshot), Customer):
        if each.customer_id == customer_id:
            return each
    raise ReportError(
        f"no customer {customer_id!r} with dedicated support; the register names them, as does "
        '`vip-sla sql "select customer_id, customer_name from dim_customers where is_dedicated"`'
    )


def _first_day(snapshot: Path) -> date | None:
    """The day of the first event of any export, in the run's time zone; None without any."""
    (first,) = records(marts.first_event(EVERYBODY, snapshot), FirstEvent)
    zone = ZoneInfo(run_of(snapshot).default_time_zone)
    return first.first_event_at.astimezone(zone).date() if first.first_event_at else None


def _is_told(month: date, since: date | None) -> bool:
    """Whether exports reach back to a month; they begin on the day `since`."""
    return since is None or since < next_month(month)


def _period(run: Run, month: date, since: date | None) -> Period:
    zone = ZoneInfo(run.default_time_zone)
    started_at, ended_at = (
        datetime.combine(day, time(), zone).astimezone(run.as_of.tzinfo)
        for day in (month, next_month(month))
    )
    if started_at > run.as_of:
        raise ReportError(
            f"{month:%Y-%m}: the data end before it, at {run.as_of:%Y-%m-%d %H:%M} UTC; "
            "run again with newer exports, or choose an earlier month"
        )
    return Period(
        month=month,
        last_day=next_month(month) - timedelta(days=1),
        started_at=started_at,
        ended_at=ended_at,
        is_complete=ended_at <= run.as_of,
        time_zone=run.default_time_zone,
        is_told=_is_told(month, since),
        usual_working_day_seconds=run.working_day_seconds,
    )


def _trend(
    rows: Iterable[CustomerMonth], run: Run, last: date, since: date | None
) -> tuple[MonthCounts, ...]:
    """Twelve months, those without responses too."""
    return tuple(_month(rows, run, month, since) for month in window(last))


def _month(rows: Iterable[CustomerMonth], run: Run, month: date, since: date | None) -> MonthCounts:
    """A month's counts; what several rows tell of it is added up."""
    running = run.as_of.astimezone(ZoneInfo(run.default_time_zone)).date()
    found = [row for row in rows if row.opened_month == month]
    return MonthCounts(
        month=month,
        is_complete=next_month(month) <= running,
        is_told=_is_told(month, since),
        counts=added_up(Counts, (row.counts for row in found)),
        contest=added_up(Contest, (row.contest for row in found)),
    )


def _compared(month: date) -> tuple[Dimension, Days, Days]:
    """By severity: the month before, and the month."""
    period = containing(month, "month")
    return "severity", period.before(), period


def _provenance(run: Run, versions: Iterable[PolicyVersion]) -> Provenance:
    # named by the run, so that the same content comes from marts made again elsewhere
    return Provenance(
        as_of=run.as_of,
        run_id=run.run_id,
        snapshot=f"{run.run_id}.duckdb",
        manifest=f"{run.run_id}.json",
        landing_hash=run.landing_hash,
        policy_hash=run.policy_hash,
        policy_versions=tuple(versions),
        reading=run.reading,
        code_version=run.code_version,
    )


def _worst_first(line: PortfolioLine) -> tuple[bool, float, str]:
    share = line.counts.net
    return (not share.is_telling, share.value if share.is_telling else 0, line.customer_name)
