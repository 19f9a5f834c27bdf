"""What a command does not need is not loaded with it."""

import subprocess
import sys

LOADED = """
import sys
from pipeline.cli.main import application
for command in ("run", "status"):
    application(command)
    print(*{"httpx", "pipeline.reports.gather", "typer"} & {*sys.modules})
"""


def test_a_command_loads_nothing_that_it_does_not_need() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    run, status = said.stdout.splitlines()
    assert run == "typer"
    assert "httpx" not in status.split()
