"""`vip-sla sql`."""

import io
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import pandas as pd
import typer
from pyarrow.parquet import write_table

from pipeline import marts
from pipeline.atomic import publish_bytes
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    JsonOption,
    WorkspaceOption,
    chosen_to_fit,
    json_text,
    output,
    records,
    table,
    workspace_at,
)
from pipeline.errors import VipSlaError
from pipeline.marts.snapshot import SESSION, exactly

SHOWN_ROWS = 40
"""So many rows are shown where nobody says how many."""


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def sql(
    query: Annotated[str | None, typer.Argument(help="A query on the marts.")] = None,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    limit: Annotated[
        int | None,
        typer.Option(help=f"Rows at most; of a table {SHOWN_ROWS} where left out.", min=0),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Left out: a table on a terminal, else csv."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write; parquet needs one.", dir_okay=False)
    ] = None,
    shell: Annotated[
        bool, typer.Option("--shell", help="Open the DuckDB shell on the snapshot, read-only.")
    ] = False,
    may_use_files: Annotated[
        bool, typer.Option("--files", help="Let the query read and write other files too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the newest snapshot, read-only; without a query, say where to point DuckDB.

    The query sees the snapshot and no other file, unless --files says so.

    Example: vip-sla sql "select outcome, count(*) from fct_responses group by outcome"
    """
    if as_json:
        form = Format.JSON
    if form is Format.PARQUET and to is None:
        raise typer.BadParameter("parquet is for a file; name it with --to", param_hint="--format")
    if shell and query:
        raise typer.BadParameter("asks for itself; leave the query out", param_hint="--shell")
    place = workspace_at(workspace)
    snapshot = marts.newest_snapshot(place)
    if shell:
        raise typer.Exit(_open_shell(snapshot))
    if query is None or not query.strip():
        output.print(
            f"{place.published} is a link to the newest snapshot, {snapshot}.",
            f"Open it read-only, e.g.: duckdb -readonly {place.published}",
            "Tables, with their descriptions:",
        )
        output.print(table(marts.tables(snapshot)))
        return
    frame = _answer(snapshot, query, may_use_files=may_use_files)
    if form is None:
        form = Format.TABLE if output.is_terminal and to is None else Format.CSV
    if form is Format.TABLE and to is None:
        _print_table(frame, SHOWN_ROWS if limit is None else limit)
        return
    rows = frame if limit is None else frame.head(limit)
    written = _written(rows, form, snapshot)
    if to:
        publish_bytes(written, to)
        output.print(f"{to}: {len(rows):,} rows")
    else:
        typer.echo(written.decode(), nl=False)


def _answer(snapshot: Path, query: str, *, may_use_files: bool) -> pd.DataFrame:
    try:
        if not may_use_files:
            marts.seal(snapshot)
        return marts.ask(snapshot, query)
    except duckdb.PermissionException as error:
        raise VipSlaError(
            "the query asks for more than the snapshot; call with --files if it may read and "
            f"write other files ({str(error).splitlines()[0]})"
        ) from error
    except duckdb.Error as error:
        raise VipSlaError(f"the query failed: {error}") from error


def _print_table(frame: pd.DataFrame, limit: int) -> None:
    lines, left_out = chosen_to_fit(frame.head(limit), output.width)
    output.print(*lines)
    if (more := len(frame) - limit) > 0:
        output.print(f"… and {more:,} more of {len(frame):,} rows; --limit shows more")
    if left_out:
        output.print(
            f"… and {len(left_out)} more columns: {', '.join(left_out)}; name those you want"
        )


def _written(frame: pd.DataFrame, form: Format, snapshot: Path) -> bytes:
    match form:
        case Format.TABLE:
            return ("\n".join(chosen_to_fit(frame, output.width)[0]) + "\n").encode()
        case Format.CSV:
            return frame.to_csv(index=False).encode()
        case Format.JSON:
            return json_text(records(frame)).encode()
        case Format.PARQUET:
            content = io.BytesIO()  # with the snapshot's own types
            write_table(exactly(snapshot, frame.attrs["sql"]).slice(0, len(frame)), content)
            return content.getvalue()


def _open_shell(snapshot: Path) -> int:
    """The shell on the snapshot itself, which stays as it is if a run publishes meanwhile."""
    program = shutil.which("duckdb")
    if program is None:
        raise VipSlaError(
            "there is no DuckDB shell here, no `duckdb` on the PATH; install it as "
            'https://duckdb.org/install says, or ask with `vip-sla sql "…"`'
        )
    session = "; ".join(SESSION)
    return subprocess.run(
        [program, "-readonly", "-cmd", session, str(snapshot)], check=False
    ).returncode
