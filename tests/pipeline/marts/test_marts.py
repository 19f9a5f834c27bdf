"""Every question to the marts: whose rows it shows, which columns, and that its sums are right."""

from collections.abc import Callable
from datetime import date
from math import ceil
from pathlib import Path

import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import CONTEST_COUNTS, COUNTS, EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.workspace import Workspace
from tests.pipeline.small_desk import rows

Question = Callable[..., pd.DataFrame]

ONE = "K-1003"
OTHER = "K-1005"
NOBODY = Scope(frozenset())
SCOPES = {"everybody": EVERYBODY, "one": Scope(frozenset({ONE})), "nobody": NOBODY}
MONTH = date(2026, 9, 1)

OF_CUSTOMERS: dict[str, tuple[Question, tuple[object, ...]]] = {
    "customers": (marts.customers, ()),
    "monthly_counts": (marts.monthly_counts, ()),
    "monthly_counts of one": (marts.monthly_counts, (ONE,)),
    "monthly_counts of another": (marts.monthly_counts, (OTHER,)),
    "compliance_by_customer": (marts.compliance_by_customer, (containing(MONTH, "month"),)),
    "open_responses": (marts.open_responses, ()),
    "open_responses of one": (marts.open_responses, (ONE,)),
    "open_responses of another": (marts.open_responses, (OTHER,)),
    "coverage": (marts.coverage, (ONE,)),
    "coverage of another": (marts.coverage, (OTHER,)),
}
"""Questions whose rows name their customer."""

ABOUT_THE_RUN: dict[str, Question] = {
    "run_info": marts.run_info,
    "severities": marts.severities,
}
"""Questions whose rows are nobody's."""

ABOUT_ANYBODY: dict[str, Question] = {
    "load_counts": marts.load_counts,
    "rejected_rows": marts.rejected_rows,
    "data_findings": marts.data_findings,
}
"""Questions whose rows may quote anybody's, or count them."""

COLUMNS = {
    "customers": ["customer_id", "customer_name", "is_registered", "is_dedicated"],
    "monthly_counts": ["customer_id", "opened_month", *COUNTS, *CONTEST_COUNTS],
    "compliance_by_customer": [
        *("customer_id", "customer_name", *COUNTS, *CONTEST_COUNTS),
        *("pending_now_count", "overdue_now_count", "next_due_at"),
    ],
    "open_responses": ["response_id", "customer_id", "left_seconds", "due_at", "is_overdue"],
    "coverage": [
        *("customer_id", "plan", "valid_from", "valid_until", "monthly_fee_eur", "currency"),
    ],
    "run_info": ["run_id", "as_of", "reading", "goal", "odd_share", "started_at", "finished_at"],
    "load_counts": [
        *("source", "entity", "files", "rows_read", "rows_landed", "rows_rejected"),
        "newest_file_at",
    ],
    "severities": ["severity", "name_de", "name_en", "definition_de", "definition_en"],
    "rejected_rows": ["source", "file", "line", "reason", "row_text"],
    "data_findings": ["kind", "source", "key", "message", "is_about_all_figures"],
    "months": ["opened_month"],
    "tables": ["table", "rows", "description"],
    "promise": [
        *("severity", "metric", "name_de", "name_en", "definition_de", "definition_en"),
        *("clock", "amount_count", "amount_unit", "working_day_seconds", "target_seconds"),
        *(*COUNTS, *CONTEST_COUNTS, "closed_count"),
        *("median_seconds", "p90_seconds", "max_seconds", "max_owed_seconds", "max_owed_since"),
        *("still_owed_count", "median_of_all_seconds", "p90_of_all_seconds"),
    ],
}
"""What the docstrings promise; there may be more behind them."""


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@pytest.fixture(scope="module")
def responses(snapshot: Path) -> pd.DataFrame:
    """fct_responses of dedicated customers, by direct SQL."""
    return marts.ask(
        snapshot,
        "select fct_responses.*, customer_name from fct_responses "
        "inner join dim_customers using (customer_id) where is_dedicated",
    )


def counts(responses: pd.DataFrame) -> dict[str, int]:
    """The counts of some responses, as section 6 of the contract's rules tells them."""
    standing = responses["exclusion_reason"].fillna("counted")
    judged = responses["outcome"]
    is_counted, is_waived = standing == "counted", standing == "waived"
    found = {
        "owed_count": len(responses),
        "met_count": (is_counted & (judged == "met")).sum(),
        "breached_count": (is_counted & (judged == "breached")).sum(),
        "pending_count": ((is_counted | is_waived) & (judged == "pending")).sum(),
        "unanswered_count": ((is_counted | is_waived) & (judged == "unanswered")).sum(),
        "no_target_count": ((is_counted | is_waived) & (judged == "no_target")).sum(),
        "not_covered_count": (standing == "not_covered").sum(),
        "deleted_count": (standing == "deleted").sum(),
        "waived_met_count": (is_waived & (judged == "met")).sum(),
        "waived_breached_count": (is_waived & (judged == "breached")).sum(),
    }
    return {name: int(count) for name, count in found.items()}


def within(share: float, values: list[int], fewest: int = 1) -> int | None:
    """The least of sorted values within which a share of them lies; None of too few."""
    return values[ceil(share * len(values)) - 1] if len(values) >= fewest else None


def of_month(responses: pd.DataFrame, month: object) -> pd.DataFrame:
    return responses[responses["opened_month"] == pd.Timestamp(str(month))]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", OF_CUSTOMERS)
def test_only_rows_of_the_scope(snapshot: Path, name: str, scope: str) -> None:
    question, arguments = OF_CUSTOMERS[name]
    everything = question(EVERYBODY, snapshot, *arguments)
    asked = question(SCOPES[scope], snapshot, *arguments)
    assert list(asked.columns) == list(everything.columns)
    seen = SCOPES[scope].customer_ids
    if seen is None:
        assert len(asked) > 0
        return
    expected = everything[everything["customer_id"].isin(seen)].reset_index(drop=True)
    assert asked.astype(str).equals(expected.astype(str))


def test_the_scope_may_be_several(snapshot: Path) -> None:
    both = Scope(frozenset({ONE, OTHER, "nobody's"}))
    assert set(marts.customers(both, snapshot)["customer_id"]) == {ONE, OTHER}
    assert set(marts.monthly_counts(both, snapshot)["customer_id"]) == {ONE, OTHER}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", ABOUT_THE_RUN)
def test_what_is_nobodys_is_for_everybody(snapshot: Path, name: str, scope: str) -> None:
    question = ABOUT_THE_RUN[name]
    asked = question(SCOPES[scope], snapshot)
    assert asked.equals(question(EVERYBODY, snapshot))
    assert len(asked) > 0


@pytest.mark.parametrize("scope", ["one", "nobody"])
@pytest.mark.parametrize("name", ABOUT_ANYBODY)
def test_what_may_quote_anybody_is_for_who_sees_everybody(
    snapshot: Path, name: str, scope: str
) -> None:
    question = ABOUT_ANYBODY[name]
    asked = question(SCOPES[scope], snapshot)
    assert len(asked) == 0
    assert list(asked.columns) == list(question(EVERYBODY, snapshot).columns)


def test_findings_are_all_there(snapshot: Path) -> None:
    assert len(marts.data_findings(EVERYBODY, snapshot)) == marts.trouble_counts(snapshot)[1] > 0


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(snapshot: Path, name: str) -> None:
    arguments = {
        "compliance_by_customer": (containing(MONTH, "month"),),
        "coverage": (ONE,),
        "promise": (ONE, MONTH),
    }.get(name, ())
    if name == "tables":
        frame = marts.tables(snapshot)
    else:
        frame = getattr(marts, name)(EVERYBODY, snapshot, *arguments)
    columns = list(frame.columns)
    promised = COLUMNS[name]
    assert [column for column in columns if column in promised] == promised
    assert len(set(columns)) == len(columns)
    if name in ("promise", "monthly_counts", "tables", "months", "load_counts", "coverage"):
        assert columns == promised


def test_counts_of_no_row_are_a_frame_all_the_same(snapshot: Path) -> None:
    frame = marts.compliance_by_customer(NOBODY, snapshot, containing(MONTH, "month"))
    assert len(frame) == 0
    assert set(COUNTS) < set(frame.columns)


def test_months(snapshot: Path, responses: pd.DataFrame) -> None:
    months = marts.months(EVERYBODY, snapshot)["opened_month"].tolist()
    assert months == sorted(responses["opened_month"].unique(), reverse=True)
    of_one = responses[responses["customer_id"] == ONE]["opened_month"].unique()
    assert set(marts.months(SCOPES["one"], snapshot)["opened_month"]) == set(of_one)
    assert len(marts.months(NOBODY, snapshot)) == 0


def test_customers_are_the_dedicated_ones_by_name(snapshot: Path) -> None:
    found = marts.customers(EVERYBODY, snapshot)
    register = rows(
        snapshot, "select distinct customer_id from dim_coverage_periods where is_dedicated"
    )
    assert set(found["customer_id"]) == {row["customer_id"] for row in register}
    assert found["customer_name"].tolist() == sorted(found["customer_name"])


def test_monthly_counts_add_up_to_the_responses(snapshot: Path, responses: pd.DataFrame) -> None:
    found = marts.monthly_counts(EVERYBODY, snapshot).to_dict("records")
    by_month = responses.groupby(["customer_id", "opened_month"])
    assert len(found) == by_month.ngroups
    for row in found:
        group = by_month.get_group((row["customer_id"], row["opened_month"]))
        assert {name: row[name] for name in COUNTS} == counts(group)
    # The demo has something of everything, or this would prove little.
    assert all(sum(row[name] for row in found) for name in COUNTS if name != "waived_met_count")


def test_the_counts_but_for_the_first_add_up_to_the_first(snapshot: Path) -> None:
    frame = marts.monthly_counts(EVERYBODY, snapshot)
    assert (frame[list(COUNTS[1:])].sum(axis=1) == frame["owed_count"]).all()


@pytest.mark.parametrize("month", [MONTH, date(2026, 10, 1), date(2019, 1, 1)])
def test_compliance_by_customer(snapshot: Path, responses: pd.DataFrame, month: date) -> None:
    found = marts.compliance_by_customer(EVERYBODY, snapshot, containing(month, "month"))
    assert (
        found["customer_id"].tolist()
        == marts.customers(EVERYBODY, snapshot)["customer_id"].tolist()
    )
    (info,) = rows(snapshot, "from run_info")
    for row in found.to_dict("records"):
        own = responses[responses["customer_id"] == row["customer_id"]]
        assert {name: row[name] for name in COUNTS} == counts(of_month(own, month))
        owed = own[own["closed_at"].isna() & own["exclusion_reason"].isna()]
        pending = owed[owed["outcome"] == "pending"]
        assert row["pending_now_count"] == len(pending)
        assert row["overdue_now_count"] == (owed["outcome"] == "breached").sum()
        assert (owed[owed["outcome"] == "breached"]["due_at"] < info["as_of"]).all()
        assert str(row["next_due_at"]) == str(pending["due_at"].min())


def test_open_responses_are_what_is_owed_the_most_urgent_first(
    snapshot: Path, responses: pd.DataFrame
) -> None:
    owed = responses[responses["closed_at"].isna() & responses["exclusion_reason"].isna()]
    found = marts.open_responses(EVERYBODY, snapshot)
    dedicated = found[found["customer_id"].isin(responses["customer_id"])]
    assert set(dedicated["response_id"]) == set(owed["response_id"])
    due = found["due_at"].dropna()
    assert due.is_monotonic_increasing
    assert found["due_at"].isna().tolist() == sorted(found["due_at"].isna())
    left = found["target_seconds"] - found["elapsed_seconds"]
    assert left.dropna().tolist() == found["left_seconds"].dropna().tolist()
    assert found[found["left_seconds"] < 0]["is_overdue"].all()


@pytest.mark.parametrize("customer_id", [ONE, OTHER])
def test_the_promise_beside_what_was_reached(
    snapshot: Path, responses: pd.DataFrame, customer_id: str
) -> None:
    found = marts.promise(EVERYBODY, snapshot, customer_id, MONTH).to_dict("records")
    assert [(row["severity"], row["metric"]) for row in found] == [
        (severity, metric)
        for severity in (1, 2, 3, 4, 5, 0)
        for metric in ("first_response", "follow_up")
    ]
    own = of_month(responses[responses["customer_id"] == customer_id], MONTH)
    for row in found:
        is_here = (own["severity"] == row["severity"]) & (own["metric"] == row["metric"])
        group = own[is_here]
        assert {name: row[name] for name in COUNTS} == counts(group)
        is_closed = group["closed_at"].notna() & group["exclusion_reason"].isna()
        seconds = sorted(group[is_closed]["elapsed_seconds"])
        times = [row["median_seconds"], row["p90_seconds"], row["max_seconds"]]
        reached = [None if pd.isna(value) else value for value in times]
        assert row["closed_count"] == len(seconds)
        assert reached == [within(0.5, seconds), within(0.9, seconds, 10), within(1, seconds)]
        is_owed = group["closed_at"].isna() & group["exclusion_reason"].isna()
        owed = within(1, sorted(group[is_owed]["elapsed_seconds"]))
        assert (None if pd.isna(row["max_owed_seconds"]) else row["max_owed_seconds"]) == owed
    promised = {(row["severity"], row["metric"]): row for row in found}
    for key, count, unit, seconds in [
        ((1, "first_response"), 1, "hour", 3600),
        ((3, "follow_up"), 2, "working_day", 2 * 8 * 3600),
    ]:
        row = promised[key]
        assert (row["amount_count"], row["amount_unit"]) == (count, unit)
        assert (row["target_seconds"], row["working_day_seconds"]) == (seconds, 8 * 3600)
    for key in ((4, "follow_up"), (0, "first_response")):
        of_a_target = ("clock", "amount_count", "amount_unit", "target_seconds")
        assert all(pd.isna(promised[key][name]) for name in of_a_target)


@pytest.mark.parametrize("scope", [NOBODY, Scope(frozenset({OTHER}))])
def test_the_promise_to_somebody_else(snapshot: Path, scope: Scope) -> None:
    assert len(marts.promise(scope, snapshot, ONE, MONTH)) == 0
    whole = marts.promise(SCOPES["one"], snapshot, ONE, MONTH)
    assert whole.equals(marts.promise(EVERYBODY, snapshot, ONE, MONTH))


def test_coverage_is_the_registers(snapshot: Path) -> None:
    found = marts.coverage(EVERYBODY, snapshot, "K-1011").to_dict("records")
    assert [(str(row["valid_from"].date()), str(row["valid_until"])[:10]) for row in found] == [
        ("2024-10-01", "2026-01-31"),
        ("2026-04-01", "NaT"),
    ]
    assert {row["monthly_fee_eur"] for row in found} == {1000}
    assert len(marts.coverage(EVERYBODY, snapshot, "K-1014")) == 0  # without the add-on


def test_load_counts_add_up(snapshot: Path) -> None:
    found = marts.load_counts(EVERYBODY, snapshot).to_dict("records")
    files = rows(snapshot, "select distinct source, entity from load_files order by all")
    assert [(row["source"], row["entity"]) for row in found] == [
        (row["source"], row["entity"]) for row in files
    ]
    for row in found:
        assert row["rows_read"] == row["rows_landed"] + row["rows_rejected"]
    (total,) = rows(snapshot, "select cast(sum(rows_read) as bigint) as n from load_files")
    assert sum(row["rows_read"] for row in found) == total["n"]


def test_every_table_is_described_and_counted(snapshot: Path) -> None:
    for table in marts.tables(snapshot).to_dict("records"):
        assert table["description"].startswith("One row per ")
        (found,) = rows(snapshot, f"select count(*) as n from {table['table']}")
        if not pd.isna(table["rows"]):  # a view's are not counted before it is asked
            assert table["rows"] == found["n"], table["table"]


def test_instants_are_aware_and_in_utc(snapshot: Path) -> None:
    frame = marts.ask(snapshot, "select opened_at, opened_month from fct_responses limit 1")
    assert str(frame["opened_at"].dt.tz) == "UTC"
    assert frame["opened_month"].iloc[0] == frame["opened_month"].iloc[0].normalize()


def test_the_file_is_of_a_version_that_every_duckdb_1_can_read(snapshot: Path) -> None:
    with snapshot.open("rb") as file:
        header = file.read(20)
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64


def test_nothing_but_the_marts_is_in_the_file(snapshot: Path) -> None:
    """The views before them hold paths of landing."""
    found = rows(
        snapshot,
        "select distinct schema_name from duckdb_tables() "
        "union select distinct schema_name from duckdb_views() where not internal",
    )
    assert found == [{"schema_name": "marts"}]
