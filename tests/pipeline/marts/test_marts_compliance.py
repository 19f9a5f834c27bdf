"""The view `compliance`: every way to group, and shares as `pipeline.statistics` has them."""

from itertools import product
from pathlib import Path

import duckdb
import pytest

from pipeline import marts
from pipeline.statistics.shares import FEWEST, Share
from pipeline.workspace import Workspace
from tests.pipeline.small_desk import rows
from tests.rendered import rendered

SMALL = [
    (part, whole)
    for whole in (0, 1, 2, 9, 10, 11, 97, 10_000)
    for part in range(min(whole, 12) + 1)
]
LARGE = [(whole - part, whole) for part, whole in SMALL]
COLUMNS = {"month": "opened_month", "quarter": "opened_quarter", "customer": "customer_id"}
MONTHS = """(
    select *, cast(date_trunc('quarter', opened_month) as date) as opened_quarter
    from compliance_monthly
    inner join dim_customers using (customer_id)
    where is_dedicated
)"""


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


def test_share_and_interval_are_those_of_the_statistics() -> None:
    """To the last bit, at both edges and without a case, too."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.dim_customers "
            "(customer_id text, customer_name text, is_dedicated boolean)"
        )
        columns = "customer_id text, opened_month date, severity integer, metric text"
        counts = [*marts.COUNTS, *marts.CONTEST_COUNTS]
        connection.execute(
            f"create table marts.compliance_monthly ({columns}, "
            + ", ".join(f"{name} bigint default 0" for name in counts)
            + ")"
        )
        for number, (part, whole) in enumerate({*SMALL, *LARGE}):
            key = f"K-{number}"
            connection.execute("insert into marts.dim_customers values (?, ?, true)", [key, key])
            connection.execute(
                "insert into marts.compliance_monthly "
                "(customer_id, opened_month, severity, metric, met_count, breached_count) "
                "values (?, '2026-05-01', 3, 'follow_up', ?, ?)",
                [key, part, whole - part],
            )
        found = connection.execute(
            "select met_count, case_count, compliance_share, share_low, share_high, is_few "
            f"from ({rendered('compliance')}) where grouped_by = 'customer'"
        ).fetchall()

    assert {(part, whole) for part, whole, *_ in found} == {*SMALL, *LARGE}
    for part, whole, value, low, high, is_few in found:
        share = Share(part, whole)
        assert (value, low, high) == ((share.value, *share.interval) if whole else (None,) * 3)
        assert is_few == (whole < FEWEST)


@pytest.mark.parametrize(
    "named",
    [
        ", ".join(filter(None, way))
        for way in product(
            ("", "quarter", "month"), ("", "customer"), ("", "severity"), ("", "metric")
        )
    ],
)
def test_every_way_to_group_adds_up_what_it_names(snapshot: Path, named: str) -> None:
    key = ", ".join(COLUMNS.get(name, name) for name in named.split(", ")) or "1"
    counts = ("owed_count", "met_count", "worst_breached_count")
    sums = ", ".join(f"cast(sum({count}) as bigint) as {count}" for count in counts)
    added_up = rows(snapshot, f"select {key}, {sums} from {MONTHS} group by all order by all")
    found = rows(
        snapshot,
        f"select {key}, {', '.join(counts)} from compliance "
        f"where grouped_by = '{named or 'all'}' order by all",
    )
    assert found == added_up
    assert found


def test_what_is_not_named_is_null(snapshot: Path) -> None:
    [everything] = rows(snapshot, "from compliance where grouped_by = 'all'")
    keys = ("opened_quarter", "opened_month", "customer_id", "customer_name", "severity", "metric")
    assert [everything[key] for key in keys] == [None] * len(keys)
    [least] = rows(
        snapshot,
        "select count(*) as n from compliance where grouped_by = 'month, customer' "
        "and (opened_quarter is null or customer_name is null or severity is not null)",
    )
    assert least == {"n": 0}
