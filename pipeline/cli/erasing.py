"""`vip-sla prune` and `vip-sla forget`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    WorkspaceOption,
    output,
    workspace_at,
)
from pipeline.cli.progress import RunProgress
from pipeline.erasing.forget import forget as forget_person
from pipeline.erasing.forget import forget_snapshots
from pipeline.erasing.prune import old_ticket_count
from pipeline.erasing.prune import prune as prune_tickets
from pipeline.erasing.rewrite import Rewritten
from pipeline.erasing.shrink import KEPT_FOR, shrink, unneeded
from pipeline.printable import how_many
from pipeline.reports.verify import runs_of_reports
from pipeline.running.run import Listeners
from pipeline.running.run import run as run_pipeline
from pipeline.settings.config import load_config
from pipeline.workspace import Workspace


def prune(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
) -> None:
    """Let go of what nobody needs any more: call it with --dry-run first.

    Tickets older than `retention` in vip-sla.yml, if it says so: then a run is made. And whatever
    lies in landing for runs that are older than a month and named by no snapshot and no report.

    Example: vip-sla prune --dry-run --workspace acme
    """
    place = workspace_at(workspace)
    config = load_config(place.config_file)
    sources, now = list(config.sources), datetime.now(UTC)
    if config.retention is not None:
        before = config.retention.before(now)
        if dry_run:
            count = old_ticket_count(place, sources, before)
            output.print(f"{how_many(count, 'ticket')} of before {before:%Y-%m-%d} would go")
        else:
            pruned = prune_tickets(place, sources, before)
            output.print(
                f"gone: {how_many(pruned.ticket_count, 'ticket')} of before {before:%Y-%m-%d}, "
                f"with {how_many(pruned.rewritten.row_count, 'row')}; "
                f"{how_many(pruned.manifests, 'run')} can no longer be made again"
            )
    found = (unneeded if dry_run else shrink)(place, sources, runs_of_reports(place), now)
    output.print(
        f"{how_many(len(found.manifests), 'run')} of more than {KEPT_FOR.days} days ago, named by "
        f"no snapshot and no report, and {how_many(len(found.files), 'file')} that no other run "
        f"needs {'would go' if dry_run else 'are gone'}: {found.byte_count / 1_000_000:,.1f} MB; "
        f"{how_many(found.kept_count, 'run')} can be made again"
    )
    if config.retention is not None and not dry_run:
        _finish(place, pruned.rewritten, [])


def forget(
    contact: Annotated[str, typer.Argument(help="The person's id at the help desk, or address.")],
    workspace: WorkspaceOption = DEMO_WORKSPACE,
) -> None:
    """Erase one person from exports that were fetched, landing and snapshots, then run.

    Their tickets stay, and what is measured by them, under a name that means nobody. Erase them at
    the help desk first, or they come again.

    Example: vip-sla forget kim@acme.example --workspace acme
    """
    place = workspace_at(workspace)
    config = load_config(place.config_file)
    forgotten = forget_person(place, list(config.sources), contact)
    output.print(
        f"{how_many(forgotten.rewritten.row_count, 'row')} without {contact}, who is "
        f"{forgotten.nobody} from now on; {how_many(forgotten.manifests, 'run')} can no longer be "
        "made again"
    )
    _finish(place, forgotten.rewritten, forgotten.reports)


def _finish(place: Workspace, rewritten: Rewritten, reports: list[str]) -> None:
    with RunProgress("reading settings") as progress:
        result = run_pipeline(
            place, wait=True, listeners=Listeners(progress.on_file, progress.on_model)
        )
    count = forget_snapshots(place)
    output.print(
        f"published: {result.snapshot}; {count} older snapshots and results of scenarios are gone"
    )
    for name in rewritten.left:
        output.print(f"look at: {name} is an export of yours and holds it still; mend or delete it")
    for name in reports:
        output.print(f"look at: reports/{name} names the person; decide about it and its like")
    if rewritten.left or reports:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)
