"""docs/analysts.md: every query of it runs on the demo, and gives what counting by hand gives."""

import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median_low
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.workspace import Workspace
from tests.pipeline.command_line import REPOSITORY

TEXT = (REPOSITORY / "docs" / "analysts.md").read_text(encoding="utf-8")
QUESTIONS = dict(
    re.findall(r"^([A-Z][^\n]*\?)\n\n```sql\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE)
)
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@pytest.fixture(scope="module")
def desk(snapshot: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def responses(snapshot: Path) -> pd.DataFrame:
    return marts.whole_table(EVERYBODY, snapshot, "fct_responses").astype(object)


def answer(desk: duckdb.DuckDBPyConnection, beginning: str) -> Rows:
    [query] = [sql for question, sql in QUESTIONS.items() if question.startswith(beginning)]
    return desk.execute(query).fetchall()


def test_there_are_ten_and_each_answers(desk: duckdb.DuckDBPyConnection) -> None:
    assert len(QUESTIONS) == 10
    assert all(desk.execute(sql).fetchall() for sql in QUESTIONS.values())


def test_customers_below_the_goal(
    desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame, snapshot: Path
) -> None:
    names = marts.customers(EVERYBODY, snapshot)
    dedicated = names[names["is_dedicated"]].set_index("customer_id")["customer_name"]
    of_month = responses[responses["opened_on"].map(lambda day: (day.year, day.month) == (2026, 9))]
    expected = {}
    for customer_id, name in dedicated.items():
        own = of_month[
            (of_month["customer_id"] == customer_id) & of_month["is_counted"].astype(bool)
        ]
        met = int((own["outcome"] == "met").sum())
        if len(own) and met / len(own) < 0.95:
            expected[name] = (met / len(own), len(own))
    assert {
        row[0]: (pytest.approx(row[1]), row[2]) for row in answer(desk, "Which dedicated")
    } == expected
    assert expected


def test_late_responses(desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame) -> None:
    late = [
        row.elapsed_seconds - row.target_seconds
        for row in responses.itertuples()
        if row.outcome == "breached"
        and pd.isna(row.exclusion_reason)
        and (row.opened_on.year, row.opened_on.month) == (2026, 9)
    ]
    assert [row[-1] for row in answer(desk, "Which responses were late")] == sorted(
        late, reverse=True
    )


def test_what_is_owed(desk: duckdb.DuckDBPyConnection, snapshot: Path) -> None:
    owed = marts.open_responses(EVERYBODY, snapshot)
    due = owed[owed["exclusion_reason"].isna() & owed["due_at"].notna()]["due_at"]
    assert [row[3] for row in answer(desk, "What is owed")] == sorted(due)


def test_the_worst_hours(desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame) -> None:
    by_hour: dict[tuple[int, int], list[bool]] = {}
    for row in responses[responses["is_counted"].astype(bool)].itertuples():
        local = row.opened_at.tz_convert("Europe/Berlin")
        hour = by_hour.setdefault((local.isoweekday(), local.hour), [])
        hour.append(row.outcome == "breached")
    worst = sorted(
        by_hour, key=lambda at: (-sum(by_hour[at]) / len(by_hour[at]), -len(by_hour[at]), at)
    )
    found = answer(desk, "Which hours")
    assert [row[:2] for row in found] == worst[:10]
    assert [row[2:] for row in found] == [(sum(by_hour[at]), len(by_hour[at])) for at in worst[:10]]


def test_a_target_joins_without_doubling(
    desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame
) -> None:
    found = answer(desk, "What was promised")
    promised = responses[responses["target_seconds"].notna()].set_index("response_id")
    assert len({row[0] for row in found}) == len(found)
    told = {row[0]: row[-1] for row in found}
    assert {name: told[name] for name in promised.index} == promised["target_seconds"].to_dict()


def test_waiting_by_both_clocks(desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame) -> None:
    closed = responses[responses["is_counted"].astype(bool) & responses["closed_at"].notna()]
    expected = [
        (
            severity,
            median_low(rows["business_seconds"]),
            median_low(rows["wall_seconds"]),
            len(rows),
        )
        for severity, rows in closed.groupby("severity")
    ]
    assert answer(desk, "How long") == expected


def test_all_contested_against_us(desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame) -> None:
    counted = responses[responses["is_counted"].astype(bool)]
    met = counted.assign(met=counted["outcome"] == "met").groupby("customer_id")["met"]
    assert {row[0]: row[1] for row in answer(desk, "What would the share")} == pytest.approx(
        met.mean().to_dict()
    )
    assert all(row[2] is None or row[2] <= row[1] for row in answer(desk, "What would the share"))


def test_everything_read_is_landed_or_rejected(desk: duckdb.DuckDBPyConnection) -> None:
    assert all(row[2] == row[3] + row[4] for row in answer(desk, "Is everything"))


def test_python_finds_one_customer(snapshot: Path) -> None:
    [code] = [
        text for text in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL) if "Scope" in text
    ]
    names: dict[str, Any] = {}
    exec(code.replace("data/warehouse/vip_sla.duckdb", str(snapshot)), names)
    assert set(names["answer"]["customer_id"]) == {"K-1003"}


def test_each_severity_by_quarter(
    desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame, snapshot: Path
) -> None:
    names = marts.customers(EVERYBODY, snapshot)
    dedicated = set(names[names["is_dedicated"]]["customer_id"])
    groups: dict[tuple[object, int], list[bool]] = {}
    for row in responses[responses["customer_id"].isin(dedicated)].itertuples():
        quarter = row.opened_on.replace(month=(row.opened_on.month - 1) // 3 * 3 + 1, day=1)
        group = groups.setdefault((quarter, row.severity), [])
        if row.is_counted:
            group.append(row.outcome == "met")
    found = answer(desk, "How did each severity")
    assert [(row[0], row[1], row[3]) for row in found] == [
        (_day(quarter), severity, len(groups[quarter, severity]))
        for quarter, severity in sorted(groups)
    ]
    for _, share, group in ((*row[1:3], groups[pd.Timestamp(row[0]), row[1]]) for row in found):
        assert share == (pytest.approx(sum(group) / len(group)) if group else None)


def test_replies_by_the_dedicated_agent(
    desk: duckdb.DuckDBPyConnection, responses: pd.DataFrame
) -> None:
    replied = responses[
        (responses["closed_by"] == "reply") & responses["dedicated_agent_id"].notna()
    ]
    expected = [
        (customer_id, int((rows["responder_id"] == rows["dedicated_agent_id"]).sum()), len(rows))
        for customer_id, rows in replied.groupby("customer_id")
    ]
    assert answer(desk, "How often did") == expected


def _day(moment: Any) -> object:
    return moment.date() if isinstance(moment, pd.Timestamp) else moment
