"""`vip-sla sql`."""

from typing import Annotated

import duckdb
import typer

from pipeline import marts
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    JsonOption,
    WorkspaceOption,
    output,
    print_json,
    records,
    table,
    workspace_at,
)
from pipeline.errors import VipSlaError


def sql(
    query: Annotated[str | None, typer.Argument(help="A query on the marts.")] = None,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    may_use_files: Annotated[
        bool, typer.Option("--files", help="Let the query read and write other files too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the newest snapshot, read-only; without a query, say where to point DuckDB.

    The query sees the snapshot and no other file, unless --files says so.

    Into a file or a pipe the answer goes as CSV.

    Example: vip-sla sql "select outcome, count(*) from fct_responses group by outcome"
    """
    place = workspace_at(workspace)
    snapshot = marts.newest_snapshot(place)
    if query is None or not query.strip():
        output.print(
            f"{place.published} is a link to the newest snapshot, {snapshot}.",
            f"Open it read-only, e.g.: duckdb -readonly {place.published}",
            "Tables, with their descriptions:",
        )
        output.print(table(marts.tables(snapshot)))
        return
    try:
        if not may_use_files:
            marts.seal(snapshot)
        frame = marts.ask(snapshot, query)
    except duckdb.PermissionException as error:
        raise VipSlaError(
            "the query asks for more than the snapshot; call with --files if it may read and "
            f"write other files ({str(error).splitlines()[0]})"
        ) from error
    except duckdb.Error as error:
        raise VipSlaError(f"the query failed: {error}") from error
    if as_json:
        print_json(records(frame))
    elif output.is_terminal:
        output.print(table(frame))
    else:
        typer.echo(frame.to_csv(index=False), nl=False)
