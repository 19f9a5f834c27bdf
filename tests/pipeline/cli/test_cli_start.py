"""What a command does not need is not loaded with it."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [("run", "httpx"), ("run", "pipeline.reports.gather"), ("status", "httpx")],
)
def test_a_command_loads_nothing_that_it_does_not_need(command: str, unneeded: str) -> None:
    loaded = (
        "import sys; from pipeline.cli.main import application; "
        f"application({command!r}); print({unneeded!r} in sys.modules, 'typer' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["False", "True"]
