"""`vip-sla dashboard`."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import DEMO_WORKSPACE, WorkspaceOption, output, workspace_at

_APP = Path(__file__).parent.parent.parent / "dashboards" / "app.py"


def dashboard(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
) -> None:
    """Serve the dashboard on the newest snapshot, to this machine alone.

    Example: vip-sla dashboard --workspace acme --port 8600
    """
    place = workspace_at(workspace)
    output.print(f"dashboard: http://localhost:{port}  (this machine alone; stop with Ctrl+C)")
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(_APP)),
        *("--server.address", "localhost", "--server.port", str(port)),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ]
    environment = os.environ | {"VIP_SLA_WORKSPACE": str(place.root.resolve())}
    try:
        exit_status = subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        exit_status = 0
    raise typer.Exit(exit_status)
