"""`vip-sla explain`: a table that adds up by hand, the same as JSON, and clear mistakes."""

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.workspace import Workspace
from tests.pipeline.command_line import Said, one_message, vip_sla
from tests.pipeline.small_desk import rows, small_workspace


def response(workspace: Workspace, condition: str) -> dict[str, Any]:
    """The first response that a condition holds for."""
    query = f"from fct_responses where {condition} order by response_id limit 1"
    return rows(workspace.published.resolve(), query)[0]


def explained(workspace: Workspace, key: str, *options: str) -> Said:
    said = vip_sla("explain", key, *options, "--workspace", workspace.root)
    assert said.status == 0
    return said


@pytest.mark.parametrize("condition", ["outcome = 'breached'", "closed_by = 'dismissal'"])
def test_the_last_column_adds_up_to_the_elapsed_seconds(
    demo_workspace: Workspace, condition: str
) -> None:
    row = response(demo_workspace, f"{condition} and elapsed_seconds > 28800")
    lines = explained(demo_workspace, row["response_id"], "--lang", "en").out.splitlines()
    start = lines.index("How the clock ran") + 2
    end = next(place for place in range(start, len(lines)) if lines[place].startswith("Together"))
    counted = [int(line.split()[-1].replace(",", "")) for line in lines[start:end]]
    assert len(counted) > 2
    assert sum(counted) == row["elapsed_seconds"]
    assert lines[end].split()[-1] == f"{row['elapsed_seconds']:,}"
    assert lines[end + 1].startswith(f"{row['elapsed_seconds']:,} counted seconds in all, that is ")
    assert "All times are in the time zone Europe/Berlin." in lines


def test_all_that_there_is_to_know(demo_workspace: Workspace) -> None:
    row = response(demo_workspace, "outcome = 'breached' and closed_by = 'reply'")
    said = explained(demo_workspace, row["response_id"], "--lang", "de").out.replace("\u00a0", " ")
    first, second, *_ = said.splitlines()
    assert "Schweregrad" in first
    assert re.fullmatch(r"Verspätet: nach .* beantwortet, .* nach Ablauf der Zielzeit\.", second)
    for heading in ("So lief die Uhr", "Was geschah", "Zielzeiten nach Schweregrad"):
        assert f"\n{heading}\n" in said
    assert row["response_id"] in said
    assert "Eröffnet: Der Kunde wartet auf Antwort." in said
    assert "Schließt: Das ist die Antwort." in said


def test_what_was_ignored_and_why(demo_workspace: Workspace) -> None:
    query = (
        "select ticket_id from fct_ticket_events where reason = "
        "'first_response_marked_as_answered' order by ticket_id limit 1"
    )
    [found] = rows(demo_workspace.published.resolve(), query)
    said = explained(demo_workspace, found["ticket_id"], "--lang", "en").out
    assert "though nobody has written to the customer yet" in said


def test_lines_are_never_folded_for_who_is_no_terminal(demo_workspace: Workspace) -> None:
    row = response(demo_workspace, "outcome = 'met'")
    lines = explained(demo_workspace, row["response_id"], "--lang", "de").out.splitlines()
    assert max(map(len, lines)) > 100
    assert all(len(line) < 400 for line in lines)


def test_the_language_is_the_workspaces_by_default(demo_workspace: Workspace) -> None:
    key = response(demo_workspace, "outcome = 'met'")["response_id"]
    by_default = explained(demo_workspace, key).out
    assert by_default == explained(demo_workspace, key, "--lang", "de").out
    assert by_default != explained(demo_workspace, key, "--lang", "en").out


def test_a_ticket_is_all_its_responses(demo_workspace: Workspace) -> None:
    second = response(demo_workspace, "cycle_number = 2")
    said = explained(demo_workspace, second["ticket_id"], "--json").json
    assert [each["response"]["cycle_number"] for each in said][:2] == [1, 2]
    by_source = f"{second['source']}:{second['ticket_id']}"
    assert explained(demo_workspace, by_source, "--json").json == said
    words = explained(demo_workspace, second["ticket_id"]).out
    assert all(each["verdict"] in words for each in said)


def test_json(demo_workspace: Workspace) -> None:
    row = response(demo_workspace, "outcome = 'breached' and closed_by = 'reply'")
    [said] = explained(demo_workspace, row["response_id"], "--lang", "en", "--json").json
    assert set(said) == {
        *("title", "verdict", "response", "segments", "legs", "pauses", "events", "waiver")
    }
    assert said["verdict"].startswith("Late: ")
    assert said["response"]["opened_at"] == row["opened_at"].isoformat()
    running = [segment["running_seconds"] for segment in said["segments"]]
    assert sum(running) == said["response"]["elapsed_seconds"] == row["elapsed_seconds"]
    assert said["events"][0]["effect"] == "opens"
    assert said["events"][-1]["effect"] == "closes"


@pytest.mark.parametrize("key", ["T-4711", "helpdesk:T-1:99"])
def test_what_is_not_there(demo_workspace: Workspace, key: str) -> None:
    message = one_message(vip_sla("explain", key, "--workspace", demo_workspace.root))
    assert (
        f"no response '{key}': name a response (<source>:<ticket>:<number>) or a ticket" in message
    )
    assert "select code, ticket_id from fct_tickets" in message


def test_before_the_first_run(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "acme")
    said = vip_sla("explain", "T-1", "--workspace", workspace.root)
    assert "nothing has been published yet; start with `vip-sla run`" in one_message(said)


@pytest.mark.parametrize("arguments", [[], ["T-1", "--lang", "fr"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert vip_sla("explain", *arguments).status == 2
