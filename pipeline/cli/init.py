"""`vip-sla init`."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import output
from pipeline.workspace import create_workspace


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
) -> None:
    """Make a new workspace: commented settings, the default policy, an empty register.

    Example: vip-sla init acme
    """
    create_workspace(folder)
    output.print(
        f"{folder} is ready. Put exports into {folder}/exports/helpdesk, fill in "
        f"{folder}/register/customers.csv, then:",
        f"  vip-sla check --workspace {folder}",
        f"  vip-sla run --workspace {folder}",
    )
