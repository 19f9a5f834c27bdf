"""One line a command for whoever gathers logs, where the environment asks for it."""

import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.command_line import said_by, vip_sla, vip_sla_elsewhere

Says = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Says:
    """Runs a command, and says its exit status and what was written to standard error."""

    def ran(*arguments: str, form: str | None, **variables: str) -> tuple[int, list[str]]:
        for name in ("VIP_SLA_LOG", "VIP_SLA_WORKSPACE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in (variables | ({"VIP_SLA_LOG": form} if form else {})).items():
            monkeypatch.setenv(name, value)
        command = vip_sla(*arguments)
        return command.status, command.err.splitlines()

    return ran


@pytest.mark.parametrize(
    ("arguments", "status", "level", "command"),
    [
        (("init", "DESK"), 0, "info", "init"),
        (("status", "--workspace", "EMPTY"), 1, "error", "status"),
        (("report", "due", "--workspace", "nowhere"), 2, "error", "report due"),
        (("nothing-such",), 2, "error", "-"),
    ],
)
def test_each_form_tells_the_same(
    said: Says,
    tmp_path: Path,
    arguments: tuple[str, ...],
    status: int,
    level: str,
    command: str,
) -> None:
    for form in ("json", "logfmt"):
        folder = tmp_path / form
        given = [each.replace("DESK", str(folder)) for each in arguments]
        if "EMPTY" in arguments:
            said("init", str(folder), form=None)
            given = [each.replace("EMPTY", str(folder)) for each in given]
        ended, lines = said(*given, form=form)
        told = (
            json.loads(lines[-1])
            if form == "json"
            else dict(part.split("=", 1) for part in shlex.split(lines[-1]))
        )
        assert ended == status
        assert (str(told["status"]), told["level"], told["command"]) == (
            str(status),
            level,
            command,
        )
        assert float(told["seconds"]) > 0
        assert ("error" in told) == (status == 1)


@pytest.mark.parametrize(
    ("arguments", "workspace"),
    [
        (("status", "--workspace", "told"), "told"),
        (("status", "--workspace=told", "--json"), "told"),
        (("status",), "of-the-environment"),
        (("status", "--workspace"), "of-the-environment"),
    ],
)
def test_the_workspace_is_named_however_it_was_told(
    said: Says, arguments: tuple[str, ...], workspace: str
) -> None:
    _, lines = said(*arguments, form="json", VIP_SLA_WORKSPACE="of-the-environment")
    assert json.loads(lines[-1])["workspace"] == workspace


def test_no_workspace_is_named_where_none_was_told(said: Says) -> None:
    assert "workspace" not in json.loads(said("nothing-such", form="json")[1][-1])


@pytest.mark.parametrize(("form", "commands"), [("", []), ("json", ["init"])])
def test_a_whole_process_writes_nothing_else_and_nothing_unasked(
    tmp_path: Path, form: str, commands: list[str]
) -> None:
    asked = {**os.environ, "VIP_SLA_LOG": form}
    command = said_by(vip_sla_elsewhere("init", tmp_path / "desk", env=asked))
    assert command.status == 0
    assert [json.loads(line)["command"] for line in command.err.splitlines()] == commands


def test_an_unknown_form_is_wrong_usage(said: Says) -> None:
    status, lines = said("--version", form="xml")
    assert status == 2
    assert lines == ["vip-sla: VIP_SLA_LOG is 'xml'; write logfmt or json, or leave it out"]
