"""`vip-sla run`."""

from dataclasses import asdict
from importlib import import_module
from typing import Annotated

import typer

from pipeline.cli.compliance import doubts, print_compliance
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    local,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.failure import failed_record, print_failed
from pipeline.cli.progress import RunProgress
from pipeline.errors import SettingsError
from pipeline.marts.provenance import run_of
from pipeline.printable import how_many
from pipeline.running.last_run import remember
from pipeline.running.run import Engine, Listeners, RunResult
from pipeline.running.run import run as run_pipeline

FETCH_MINUTES = 10
"""How long a fetch before a run may take: alerts wait for it, and the next one goes on."""


def run(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    as_of: Annotated[
        str | None, typer.Option(help="now, latest or a timestamp with its offset.")
    ] = None,
    reading: Annotated[
        str, typer.Option(help="The reading of the contract for fct_responses.")
    ] = "default",
    strict: Annotated[
        bool, typer.Option("--strict", help="Publish nothing if rows are rejected or found odd.")
    ] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Compare files that look unchanged by their bytes, too.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Make every ticket anew, not only those that changed.")
    ] = False,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Make them both ways, compare, and publish the full one."),
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for a run that is at work.")] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch first; where that fails, run with what is there.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="What the models run on; what is published is the same.")
    ] = Engine.DUCKDB,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing unless there is something to look at.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Exports in, verdicts out: land, build, check, and publish a snapshot.

    Example: vip-sla run --workspace acme --as-of 2026-03-31T18:00+02:00
    """
    place = workspace_at(workspace)
    # What speaks to help desks takes a tenth of a command's start: only where it is to.
    fetching = import_module("pipeline.cli.fetch") if fetch else None
    try:
        fetched, failed = (
            fetching.fetch_all(place, fetching.sources_of(place), max_minutes=FETCH_MINUTES)
            if fetching
            else ([], [])
        )
    except SettingsError as error:  # the run itself, which would remember it, does not begin
        remember(place, "failed", str(error))
        raise
    with RunProgress("reading settings") as progress:
        result = run_pipeline(
            place,
            as_of=as_of,
            reading=reading,
            strict=strict,
            deep=deep,
            wait=wait,
            full=full,
            compare=compare,
            engine=engine,
            listeners=Listeners(progress.on_file, progress.on_model),
        )
    is_all_fetched = not failed and all(each.is_whole for each in fetched)
    is_odd = result.has_something_to_look_at or not is_all_fetched
    if as_json:
        told = {"fetched": [asdict(each) for each in fetched], "not_fetched": failed_record(failed)}
        print_json(_summary(result) | (told if fetch else {}))
    elif is_odd or not quiet:
        if fetching:
            fetching.print_fetched(fetched)
        _print(result)
        if compare:
            _print_compared(result)
        print_failed("not fetched", failed)
    if is_odd:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _summary(result: RunResult) -> dict[str, object]:
    return {
        "run_id": result.run_id,
        "as_of": result.as_of.isoformat(),
        "snapshot": str(result.snapshot),
        "new_files": [asdict(file) for file in result.landing.new],
        "notices": list(result.landing.notices),
        "unreadable_files": [file.error for file in result.landing.files if file.error],
        "doubtful_files": [file.warning for file in result.landing.files if file.warning],
        "is_on_top": result.is_on_top,
        "compared": result.compared,
        "rejected_row_count": result.rejected_row_count,
        "finding_count": result.finding_count,
        "doubts": doubts(result.snapshot),
    }


def _print(result: RunResult) -> None:
    run = run_of(result.snapshot)
    new_rows = sum(file.rows_landed for file in result.landing.new)
    print_compliance(result.snapshot)
    output.print(
        "",
        f"as of {local(result.as_of, run.default_time_zone)}, reading {run.reading}; "
        f"{how_many(len(result.landing.new), 'new file')} with {how_many(new_rows, 'row')}, "
        f"{how_many(len(result.landing.files), 'file')} in all",
        f"published: {result.snapshot}",
    )
    for notice in result.landing.notices:
        output.print(f"note: {notice}")
    for file in result.landing.files:
        if problem := file.error or file.warning:
            output.print(f"look at: {problem}")
    if result.has_something_to_look_at:
        output.print(
            f"to look at: {how_many(result.rejected_row_count, 'rejected row')}, "
            f"{how_many(result.finding_count, 'finding')}; see `vip-sla status`"
        )


def _print_compared(result: RunResult) -> None:
    if result.compared is None:
        output.print("compared: nothing, as everything had to be made anew (warehouse/build/logs)")
    elif not result.compared:
        output.print("compared: what changed since the newest run gives the same marts")
    else:
        tables = ", ".join(
            f"{how_many(count, 'row')} of {mart}" for mart, count in result.compared.items()
        )
        output.print(
            f"look at: made only from what changed since the newest run, {tables} would be others; "
            "the full ones are published. Run with --full until a newer version compares equal"
        )
