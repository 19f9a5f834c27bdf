"""The landing views are what the declarations say, with files and without."""

import duckdb
import pyarrow as pa
import pytest

from pipeline.landing.sources import KINDS
from pipeline.landing.tables import land_table
from pipeline.landing.views import LOAD_FILES, REJECTED_ROWS, create_landing_views
from tests.pipeline.landing.help_desk import EVENT_COLUMNS, STARTED_AT, HelpDesk, event, events_csv

DECLARED = {view: entity.landed_types() for kind in KINDS.values() for view, entity in kind.views()}
ALL = DECLARED | {"load_files": LOAD_FILES, "rejected_rows": REJECTED_ROWS}


@pytest.mark.parametrize("is_full", [False, True])
def test_columns_and_types(desk: HelpDesk, is_full: bool) -> None:
    desk.folder.mkdir(parents=True)
    if is_full:
        desk.write("tickets.csv", "ticket_id,customer_id\nt1,a\n")
        desk.write("events.csv", events_csv(event(1), event(2, kind="sms")))
        desk.write("agents.csv", "agent_id\na1\n")
        desk.write("customers.csv", "customer_id\na\n")
    with duckdb.connect() as connection:
        create_landing_views(connection, desk.workspace, desk.land().files)
        for view, types in ALL.items():
            described = connection.execute(f"describe landing.{view}").fetchall()
            assert {name: kind for name, kind, *_ in described} == types
            rows = connection.execute(f"select count(*) from landing.{view}").fetchone()
            is_filled = is_full and not view.startswith(("liveagent_", "zendesk_"))
            assert bool(rows and rows[0]) is is_filled


def test_the_views_of_kind_generic() -> None:
    own = ["file_hash", "file_modified_at", "file_row"]
    assert list(DECLARED["generic_events"]) == ["source", *EVENT_COLUMNS, *own]
    assert list(DECLARED["generic_customers"]) == ["source", "account_id", "name", *own]
    assert DECLARED["generic_agents"]["tier"] == "INTEGER"
    assert DECLARED["generic_agents"]["is_bot"] == "BOOLEAN"
    assert "account_id" in DECLARED["generic_tickets"]


def test_load_files(desk: HelpDesk) -> None:
    desk.write("events.csv", events_csv(event(1), event(2, kind="sms")))
    (row,) = desk.read("load_files")
    assert row["file_hash"] and row["file_modified_at"]
    assert {name: row[name] for name in row if name not in ("file_hash", "file_modified_at")} == {
        "source": "desk",
        "entity": "events",
        "file": "events.csv",
        "landed_at": STARTED_AT,
        "rows_read": 2,
        "rows_landed": 1,
        "rows_rejected": 1,
        "error": None,
        "warning": None,
    }


def test_tables_have_views_too_and_views_can_be_made_anew(desk: HelpDesk) -> None:
    for number in (1, 2):
        table = land_table(desk.workspace, "policy", "goals", pa.table({"goal": [number]}))
        with duckdb.connect(str(desk.root / "build.duckdb")) as connection:
            create_landing_views(connection, desk.workspace, (), [table])
            found = connection.execute("from landing.policy_goals").fetchall()
        assert found == [(number,)]


def test_a_path_with_a_quote(desk: HelpDesk) -> None:
    desk.root = desk.root / "it's here"
    desk.write("customers.csv", "customer_id\na\n")
    assert len(desk.read("generic_customers")) == 1
