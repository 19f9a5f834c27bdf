"""The SQL that goes with a frame gives the same frame again."""

from datetime import UTC, date
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import marts
from pipeline.marts.paste import literal, pasteable
from pipeline.marts.periods import containing
from pipeline.workspace import Workspace
from tests.pipeline.command_line import vip_sla

TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    ["O'Neill", "'", "''", "$scope", "'; drop table x; --", "/*", "--", "\\", '"', "a\nb", "{}"]
)
SCALARS = (
    st.none()
    | TEXTS
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.decimals(-9999, 9999, places=2)
    | st.dates(date(1, 1, 1), date(9999, 12, 31))
    | st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1900 < moment.year < 2200)
)
VALUES = SCALARS | st.lists(TEXTS, max_size=4)


@given(st.lists(VALUES, min_size=1, max_size=4))
@settings(deadline=None)
def test_a_value_written_out_is_the_value(values: list[object]) -> None:
    parameters = {f"p{number}": value for number, value in enumerate(values)}
    query = "select " + ", ".join(f"${name} as {name}" for name in parameters)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        bound = connection.execute(query, parameters).fetchall()
        written = connection.execute(pasteable(query, parameters)).fetchall()
    assert written == bound


def test_only_parameters_are_replaced() -> None:
    query = """
        -- $name here, and 'one quote
        select '$name', "$name", $name, $names /* $name */, $other
    """
    assert pasteable(query, {"name": 1, "names": [2, None]}, "use marts") == (
        "use marts;\n"
        "-- $name here, and 'one quote\n"
        "select '$name', \"$name\", 1, [2, null] /* $name */, $other;"
    )


def test_signs_do_not_run_together() -> None:
    with duckdb.connect() as connection:
        query = pasteable("select 5 -$a, 1-$b", {"a": -3, "b": Decimal("-1.5")})
        assert connection.execute(query).fetchall() == [(8, Decimal("2.5"))]


def test_what_cannot_be_written_is_said() -> None:
    with pytest.raises(TypeError, match="cannot be written as SQL"):
        literal(object())


@pytest.fixture(scope="module")
def asked(demo_workspace: Workspace) -> pd.DataFrame:
    return marts.compliance_by_customer(
        marts.Scope(frozenset({"K-1001", "K-1004", "it's none"})),
        marts.newest_snapshot(demo_workspace),
        containing(date(2026, 9, 1), "month"),
    )


def test_pasted_into_another_session(demo_workspace: Workspace, asked: pd.DataFrame) -> None:
    with duckdb.connect(str(demo_workspace.published.resolve()), read_only=True) as session:
        session.execute("set TimeZone = 'Asia/Tokyo'")
        again = session.execute(asked.attrs["sql"]).df()
    pd.testing.assert_frame_equal(again, asked)
    assert set(again["customer_id"]) == {"K-1001", "K-1004"}


def test_pasted_into_vip_sla_sql(demo_workspace: Workspace, asked: pd.DataFrame) -> None:
    result = vip_sla("sql", asked.attrs["sql"], "--workspace", str(demo_workspace.root))
    assert result.out.splitlines()[0].startswith("customer_id,customer_name")
    assert len(result.out.splitlines()) == len(asked) + 1


@given(wanted=TEXTS)
@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_customer_that_is_asked_for(demo_workspace: Workspace, wanted: str) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    frame = marts.open_responses(marts.Scope(frozenset({wanted})), snapshot, wanted)
    assert marts.ask(snapshot, frame.attrs["sql"]).empty
    pd.testing.assert_frame_equal(marts.ask(snapshot, frame.attrs["sql"]), frame)
