"""What a run says of having made the marts both ways."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli.run import _print_compared
from pipeline.landing.loader import Landing
from pipeline.running.run import RunResult

NOTHING_NEW = Landing((), (), (), (), ())


def _result(compared: Mapping[str, int] | None) -> RunResult:
    as_of = datetime(2026, 4, 3, tzinfo=UTC)
    return RunResult("run", as_of, Path("snapshot"), NOTHING_NEW, 0, 0, compared=compared)


def _said(compared: Mapping[str, int] | None, capsys: pytest.CaptureFixture[str]) -> str:
    _print_compared(_result(compared))
    return " ".join(capsys.readouterr().out.split())


def test_equal_ways_are_said_to_be_equal(capsys: pytest.CaptureFixture[str]) -> None:
    assert _said({}, capsys) == ("compared: what changed since the newest run gives the same marts")
    assert not _result({}).has_something_to_look_at


def test_what_differs_is_named_with_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said({"fct_responses": 1200, "run_info": 2}, capsys)
    assert said.startswith("look at: ")
    assert "1,200 rows of fct_responses, 2 rows of run_info would be others" in said
    assert "--full" in said
    assert _result({"fct_responses": 1}).has_something_to_look_at


def test_where_nothing_was_compared_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert _said(None, capsys).startswith("compared: nothing, as everything had to be made anew")
