"""What commands print as JSON is what its schema says; `vip_sla` holds every test's JSON to it."""

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
import typer

from pipeline.cli.console import JSON_VERSION
from pipeline.cli.main import application
from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.workspace import Workspace
from tests.pipeline.command_line import SCHEMAS, json_schema, vip_sla
from tests.pipeline.small_desk import rows

FILES = sorted(SCHEMAS.glob("*.schema.json"))


def with_json() -> set[str]:
    """Every command that prints JSON, as its schema is called."""
    group: Any = typer.main.get_command(application())
    found = set()
    for name, command in group.commands.items():
        below = getattr(command, "commands", {})
        for path, each in [(name, command), *((f"{name}-{sub}", it) for sub, it in below.items())]:
            if any("--json" in parameter.opts for parameter in each.params):
                found.add(path)
    return found


def test_every_command_that_prints_json_has_its_schema() -> None:
    names = {file.name.removesuffix(".schema.json") for file in FILES}
    assert names == with_json() | {"report-revise"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_schema_is_one(file: Any) -> None:
    schema = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    if schema["type"] == "object":
        assert schema["properties"]["schema_version"] == {"const": JSON_VERSION}
        assert "schema_version" in schema["required"]


def test_what_is_printed_tells_its_version(demo_workspace: Workspace) -> None:
    told = vip_sla("status", "--workspace", demo_workspace.root, "--json").json
    assert told["schema_version"] == JSON_VERSION
    assert told["run"]["schema_version"] == SCHEMA_VERSION


def test_a_day_has_no_time(demo_workspace: Workspace) -> None:
    told = vip_sla("status", "--workspace", demo_workspace.root, "--json").json["completeness"]
    months = rows(demo_workspace.published, "select distinct created_month from completeness")
    assert {date.fromisoformat(row["created_month"]) for row in told} == {
        month["created_month"] for month in months
    }


def test_a_key_more_or_less_is_noticed(demo_workspace: Workspace) -> None:
    told = vip_sla("status", "--workspace", demo_workspace.root, "--json").json
    schema = json_schema("status", "--json")
    for wrong in ({**told, "more": 1}, {k: v for k, v in told.items() if k != "doubts"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)
