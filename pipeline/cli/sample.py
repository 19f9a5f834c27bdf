"""`vip-sla sample`."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import JsonOption, output, print_json
from pipeline.printable import how_many
from pipeline.sample.sample import Format, Kind, write_demo, write_sample
from pipeline.sample.timeline import last_working_hour


def sample(
    out: Annotated[Path, typer.Option(help="The folder to write into.", file_okay=False)],
    tickets: Annotated[int | None, typer.Option(min=1, help="How many tickets.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 1,
    kind: Annotated[Kind, typer.Option(help="Whose exports they look like.")] = "generic",
    file_format: Annotated[Format, typer.Option("--format", help="Sort of files.")] = "csv",
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Instead of tickets: a workspace with the demo's story."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make up a help desk's exports, of any size, and the register that goes with them.

    With --kind liveagent the vip-sla.yml that reads them is written beside them. With --demo it is
    the demo's story, up to the last full hour of work: it ends today, and something is due soon.

    Example: vip-sla sample --tickets 100000 --seed 7 --out acme/exports/helpdesk
    """
    if demo == (tickets is not None):
        raise typer.BadParameter("say how many, or --demo: one of the two", param_hint="--tickets")
    if tickets is None:
        summary = write_demo(out, last_working_hour(datetime.now(UTC)))
    else:
        summary = write_sample(out, tickets, seed, kind=kind, file_format=file_format)
    if as_json:
        print_json(asdict(summary))
        return
    output.print(
        f"{how_many(summary.tickets, 'ticket')}, {how_many(summary.events, 'event')} and "
        f"{how_many(summary.accounts, 'customer')} in {out}, up to "
        f"{summary.ends_at:%Y-%m-%d %H:%M} UTC; the register that covers them in "
        f"{out / 'register'}"
    )
