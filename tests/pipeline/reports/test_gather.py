"""A report's content against the marts, counted again in SQL and from its own cases."""

from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from made_up import MONTH

from pipeline import marts
from pipeline.errors import ReportError
from pipeline.marts import Scope
from pipeline.marts.compliance import Contest, Counts, added_up
from pipeline.reports.content import Case, CustomerReport
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.workspace import Workspace

CUSTOMERS = [f"K-10{number:02}" for number in range(1, 14)]


gathered = cache(gather)
"""A report, which the tests of a snapshot only look at."""


@pytest.fixture(scope="session")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def outcome_of(case: Case) -> str:
    """Where a response goes in the reckoning, said again by the rules of the contract."""
    if case.exclusion_reason in {"deleted", "not_covered"}:
        return case.exclusion_reason
    if case.exclusion_reason == "waived" and case.outcome in {"met", "breached"}:
        return f"waived_{case.outcome}"
    return case.outcome


def recounted(report: CustomerReport) -> Counts:
    found = [f"{outcome_of(case)}_count" for case in report.cases]
    return Counts(
        owed_count=len(found),
        **{name: found.count(name) for name in Counts.model_fields if name != "owed_count"},
    )


@pytest.mark.parametrize(
    ("customer_id", "month"),
    [
        *product(CUSTOMERS, (date(2026, 3, 1), MONTH, date(2026, 10, 1))),
        ("K-1009", date(2026, 8, 1)),  # who joined within it
    ],
)
def test_the_single_cases_add_up_to_the_counts(
    snapshot: Path, customer_id: str, month: date
) -> None:
    report = gathered(snapshot, customer_id, month)
    assert recounted(report) == report.counts
    assert report.trend[-1].counts == report.counts
    assert report.trend[-1].month == month
    assert len(report.trend) == 12
    total = report.counts.model_dump()
    assert total.pop("owed_count") == sum(total.values())


@pytest.mark.parametrize("customer_id", CUSTOMERS)
def test_what_may_be_contested_is_listed_as_often_as_it_is_counted(
    snapshot: Path, customer_id: str
) -> None:
    report = gathered(snapshot, customer_id, MONTH)
    against = [each for each in report.contested if each.is_counted_against]
    assert len({each.response_id for each in against}) == report.contest.contested_count
    assert {each.response_id for each in against} <= {case.response_id for case in report.cases}
    assert report.contest == added_up(Contest, [line.contest for line in report.promise])
    assert report.trend[-1].contest == report.contest
    assert [each.source for each in report.completeness] == ["liveagent"]
    assert report.alarms == ()


def test_counts_are_those_of_the_marts(snapshot: Path) -> None:
    for customer_id in CUSTOMERS:
        report = gathered(snapshot, customer_id, MONTH)
        [row] = marts.ask(
            snapshot,
            """
            select
                count(*) as owed,
                count(*) filter (where outcome = 'met' and exclusion_reason is null) as met,
                count(*) filter (where outcome = 'breached' and exclusion_reason is null) as late
            from fct_responses
            where customer_id = $customer_id and opened_month = $month
            """,
            {"customer_id": customer_id, "month": MONTH},
        ).to_dict("records")
        counts = report.counts
        assert (counts.owed_count, counts.met_count, counts.breached_count) == (
            row["owed"],
            row["met"],
            row["late"],
        )


def test_late_ones_come_with_a_clock_that_adds_up(snapshot: Path) -> None:
    late = [case for customer in CUSTOMERS for case in gathered(snapshot, customer, MONTH).breaches]
    assert late
    for case in late:
        assert sum(segment.running_seconds for segment in case.segments) == case.elapsed_seconds
        assert case.over_seconds > 0
        assert sum(leg.is_reported for leg in case.legs) == 1


def test_waived_ones_come_with_reason_and_approver(snapshot: Path) -> None:
    waived = [
        case
        for customer in CUSTOMERS
        for case in gathered(snapshot, customer, date(2026, 3, 1)).waived
    ]
    assert len(waived) == 3
    for case in waived:
        assert case.waiver is not None
        assert case.waiver.reason
        assert case.waiver.approved_by


def test_owed_at_the_end_is_what_was_open_at_midnight(snapshot: Path) -> None:
    owed = [
        case for customer in CUSTOMERS for case in gathered(snapshot, customer, MONTH).owed_at_end
    ]
    [expected] = marts.ask(
        snapshot,
        """
        select count(*) as n
        from fct_responses
        inner join dim_customers using (customer_id)
        where
            is_dedicated
            and opened_at < timestamptz '2026-10-01 00:00:00+02'
            and (closed_at is null or closed_at >= timestamptz '2026-10-01 00:00:00+02')
            and (exclusion_reason is null or exclusion_reason = 'waived')
        """,
    )["n"]
    assert len(owed) == expected > 0


def test_a_running_month_is_provisional(snapshot: Path) -> None:
    running, over = (gathered(snapshot, "K-1013", date(2026, month, 1)) for month in (10, 9))
    assert not running.period.is_complete
    assert not running.trend[-1].is_complete
    assert all(case.closed_at is None for case in running.owed_at_end)
    assert over.period.is_complete
    assert over.period.ended_at.isoformat() == "2026-09-30T22:00:00+00:00"


def test_a_customer_who_joined_within_the_month(snapshot: Path) -> None:
    report = gathered(snapshot, "K-1009", date(2026, 8, 1))
    assert report.service is not None
    assert report.service.figures.covered_day_count == 15
    assert report.counts.not_covered_count == sum(
        case.exclusion_reason == "not_covered" for case in report.cases
    )


def test_a_month_before_any_cover(snapshot: Path) -> None:
    report = gathered(snapshot, "K-1009", date(2026, 1, 1))
    assert report.service is None
    assert report.counts.net.whole == 0


def test_a_month_before_the_first_export_is_none_without_responses(snapshot: Path) -> None:
    [first] = marts.first_event(marts.EVERYBODY, snapshot)["first_event_at"]
    assert (first.year, first.month) == (2025, 10)
    told = {
        month: gathered(snapshot, "K-1003", month).period.is_told
        for month in (date(2025, 4, 1), date(2025, 9, 1), date(2025, 10, 1), MONTH)
    }
    assert list(told.values()) == [False, False, True, True]
    early, late = (gathered(snapshot, "K-1003", month) for month in (date(2025, 11, 1), MONTH))
    assert [month.is_told for month in early.trend] == [False] * 10 + [True] * 2
    assert all(month.is_told for month in late.trend)
    assert late.year_before is not None
    assert not late.year_before.is_told
    assert not gather_portfolio(snapshot, date(2025, 9, 1)).period.is_told


def test_readings_stand_side_by_side_for_the_urgent_severities(snapshot: Path) -> None:
    report = gathered(snapshot, "K-1003", MONTH)
    assert {line.reading for line in report.readings} == {"default", "literal"}
    assert {line.severity for line in report.readings} == {1, 2}
    clocks = {line.reading: line.clock for line in report.readings}
    assert clocks == {"default": "business", "literal": "wall_from_opening"}


def test_the_portfolio_adds_up_over_customers(snapshot: Path) -> None:
    report = gather_portfolio(snapshot, MONTH)
    assert added_up(Counts, [line.counts for line in report.customers]) == report.counts
    assert added_up(Contest, [line.contest for line in report.customers]) == report.contest
    assert report.contest.contested_count > 0
    assert [each.ticket_count > 0 for each in report.completeness] == [True]
    assert added_up(Counts, [line.counts for line in report.promise]) == report.counts
    assert report.trend[-1].counts == report.counts
    for line in report.customers:
        assert gathered(snapshot, line.customer_id, MONTH).counts == line.counts
    shares = [line.counts.net.value for line in report.customers if line.counts.net.is_telling]
    assert shares == sorted(shares)


def test_provenance_names_the_run_and_not_the_machine(snapshot: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "rebuilt.duckdb"
    elsewhere.write_bytes(snapshot.read_bytes())
    here, there = gathered(snapshot, "K-1001", MONTH), gathered(elsewhere, "K-1001", MONTH)
    assert here == there
    assert here.provenance.snapshot == snapshot.name
    assert here.provenance.policy_versions[0].policy_version == date(2020, 1, 1)


def test_unknown_customers_and_months_to_come_are_told(snapshot: Path) -> None:
    with pytest.raises(ReportError, match="no customer 'K-9999'"):
        gathered(snapshot, "K-9999", MONTH)
    with pytest.raises(ReportError, match="2026-11: the data end before it"):
        gathered(snapshot, "K-1001", date(2026, 11, 1))
    with pytest.raises(ReportError, match="K-1002"):
        gathered(snapshot, "K-1002", MONTH, scope=Scope(frozenset({"K-1001"})))
