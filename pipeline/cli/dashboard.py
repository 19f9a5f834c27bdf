"""`vip-sla dashboard`."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import DEMO_WORKSPACE, WorkspaceOption, output, workspace_at
from pipeline.errors import SettingsError
from pipeline.settings.access import load_access
from pipeline.settings.login import LOOPBACK, exposure
from pipeline.settings.workspace import load_settings


def dashboard(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Where to listen; others than localhost need a login.")
    ] = "localhost",
    metrics_port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Port on this machine for Prometheus, /metrics."),
    ] = None,
) -> None:
    """Serve the dashboard on the newest snapshot.

    To this machine alone, or, where people log in (access.yml), to wherever they are.

    Example: vip-sla dashboard --workspace acme --port 8600
    """
    if metrics_port == port:
        raise typer.BadParameter(
            f"{port} is the dashboard's own (--port); take another one", param_hint="--metrics-port"
        )
    place = workspace_at(workspace)
    register = load_settings(place).register
    access = load_access(place, {row.customer_id for row in register.customers})
    if access is None and address not in LOOPBACK:
        raise SettingsError(
            f"--address {address}: nobody logs in here, so the dashboard serves this machine alone;"
            f" set up {place.access_file} first, or leave --address out"
        )
    _refuse_if_taken("--port", address, port)
    if metrics_port is not None:
        _refuse_if_taken("--metrics-port", "localhost", metrics_port)
    if access:
        _keep_logouts(place.ended_logins)
    who = "login required" if access else "no login: this machine alone"
    output.print(f"dashboard: http://{address}:{port}  ({who}; stop with Ctrl+C)")
    if exposed := exposure(place.secrets_file):
        output.print(f"note: {exposed}")
    command = [
        *(sys.executable, "-P", "-m", "dashboards.serve"),  # -P: not what lies about where we are
        *("--server.address", address, "--server.port", str(port)),
        *("--secrets.files", str(place.secrets_file.resolve())),
        *("--client.showErrorDetails", "none" if access else "full"),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    ]
    environment = os.environ | {"VIP_SLA_WORKSPACE": str(place.root.resolve())}
    if metrics_port is not None:
        environment["VIP_SLA_METRICS_PORT"] = str(metrics_port)
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)  # whoever stops the command stops the server


def _refuse_if_taken(option: str, address: str, port: int) -> None:
    """Say that somebody else listens there before anything of ours is said."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        return  # a name that this machine learns later; the server says what it makes of it
    try:
        with socket.socket(family, kind) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one just left is free
            door.bind(where)
    except OSError as error:
        raise SettingsError(
            f"{option} {port}: nobody can listen at {address} there ({error.strerror}); stop what "
            "does, or take another port"
        ) from error


def _keep_logouts(folder: Path) -> None:
    """Make the folder where the server remembers who has logged out."""
    try:
        folder.mkdir(exist_ok=True)
        folder.joinpath(".writable").touch()
    except OSError as error:
        raise SettingsError(
            f"{folder}: cannot be written ({error.strerror}), so that nobody could log out for "
            "good; let whoever serves the dashboard write into it"
        ) from error
