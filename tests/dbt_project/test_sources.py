"""What dbt knows of landing is what the loader makes."""

from dataclasses import fields
from typing import Any

import pytest
import yaml

from pipeline.landing.sources import KINDS
from pipeline.landing.views import LOAD_FILES, LOAD_SIGHTINGS, REJECTED_ROWS
from pipeline.promise import policy_tables, register_tables
from pipeline.running.dbt import PROJECT
from pipeline.running.warehouse import Run

LANDED: dict[str, list[str]] = {
    **{view: list(shown.landed_types()) for kind in KINDS.values() for view, shown in kind.views()},
    **{f"policy_{name}": schema.names for name, schema in policy_tables.SCHEMAS.items()},
    **{f"register_{name}": schema.names for name, schema in register_tables.SCHEMAS.items()},
    "load_files": list(LOAD_FILES),
    "load_sightings": list(LOAD_SIGHTINGS),
    "rejected_rows": list(REJECTED_ROWS),
    "run": [field.name for field in fields(Run)],
}
[LANDING] = yaml.safe_load((PROJECT / "models" / "sources.yml").read_text("utf-8"))["sources"]
TABLES: dict[str, dict[str, Any]] = {table["name"]: table for table in LANDING["tables"]}


def test_every_table_of_landing_is_a_source() -> None:
    assert sorted(TABLES) == sorted(LANDED)


@pytest.mark.parametrize("name", sorted(LANDED))
def test_it_is_described_with_every_column(name: str) -> None:
    table = TABLES[name]

    assert table["description"].startswith("One row")
    assert [column["name"] for column in table["columns"]] == LANDED[name]
    assert all(column["description"].strip() for column in table["columns"])


@pytest.mark.parametrize("name", sorted(LANDED))
def test_how_fresh_it_is_hangs_on_a_column_that_is_there(name: str) -> None:
    """Every table of exports tells when its files came; settings have no such time."""
    column = TABLES[name].get("config", {}).get("loaded_at_field")

    assert (column is not None) == ("file_modified_at" in LANDED[name])
    assert column is None or column in LANDED[name]
