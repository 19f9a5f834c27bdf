"""`vip-sla sample`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import JsonOption, output, print_json
from pipeline.sample.sample import Format, Kind, write_sample


def sample(
    tickets: Annotated[int, typer.Option(min=1, help="How many tickets.")],
    out: Annotated[Path, typer.Option(help="The folder to write into.", file_okay=False)],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 1,
    kind: Annotated[Kind, typer.Option(help="Whose exports they look like.")] = "generic",
    file_format: Annotated[Format, typer.Option("--format", help="Sort of files.")] = "csv",
    as_json: JsonOption = False,
) -> None:
    """Make up a help desk's exports, of any size, and the register that goes with them.

    With --kind liveagent the vip-sla.yml that reads them is written beside them.

    Example: vip-sla sample --tickets 100000 --seed 7 --out acme/exports/helpdesk
    """
    summary = write_sample(out, tickets, seed, kind=kind, file_format=file_format)
    if as_json:
        print_json(asdict(summary))
        return
    output.print(
        f"{summary.tickets:,} tickets, {summary.events:,} events and {summary.accounts:,} "
        f"customers in {out}; the register that covers them in {out / 'register'}"
    )
