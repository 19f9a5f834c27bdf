"""`vip-sla sql`."""

import io
import shutil
import subprocess
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import pyarrow as pa
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
    table,
    workspace_at,
)
from pipeline.cli.rows import AS_TEXT, as_frame, as_records
from pipeline.cli.to_file import file_at, form_of
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


FILE_FORMS = (Format.CSV, Format.JSON, Format.PARQUET)
"""Those that the ending of a file means."""


def sql(
    query: Annotated[str | None, typer.Argument(help="A query on the marts.")] = None,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    limit: Annotated[
        int | None,
        typer.Option(help=f"Rows at most; of a table {SHOWN_ROWS} where left out.", min=0),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help="Left out: as the file ends, a table on a terminal, else csv."
        ),
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The file to write; parquet needs one.")] = None,
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
        if form not in {None, Format.JSON}:
            raise typer.BadParameter(f"{form} is not what --json says", param_hint="--format")
        form = Format.JSON
    if to:
        written_to = file_at(to)
        form = Format(form_of(to, form, FILE_FORMS))
    if form is Format.PARQUET and to is None:
        raise typer.BadParameter("parquet is for a file; name it with --to", param_hint="--format")
    if shell and query:
        raise typer.BadParameter("asks for itself; leave the query out", param_hint="--shell")
    place = workspace_at(workspace)
    snapshot = marts.newest_snapshot(place)
    if shell:
        raise typer.Exit(_open_shell(snapshot))
    if query is None or not query.strip():
        query = marts.tables(snapshot).attrs["sql"] if form else None
    if query is None:
        output.print(
            f"{place.published} is a link to the newest snapshot, {snapshot}.",
            f"Open it read-only, e.g.: duckdb -readonly {place.published}",
            "Tables, with their descriptions:",
        )
        output.print(table(marts.tables(snapshot)))
        return
    if form is None:
        form = Format.TABLE if output.is_terminal else Format.CSV
    as_text = {} if form is Format.PARQUET else AS_TEXT
    answer = _answer(snapshot, query, as_text, may_use_files=may_use_files)
    if form is Format.TABLE and to is None:
        _print_table(answer, SHOWN_ROWS if limit is None else limit)
        return
    rows = answer if limit is None else answer.slice(0, limit)
    written = _written(rows, form)
    if to:
        publish_bytes(written, written_to)
        output.print(f"{to}: {len(rows):,} rows")
    else:
        typer.echo(written.decode(), nl=False)


def _answer(
    snapshot: Path, query: str, as_text: Mapping[str, str], *, may_use_files: bool
) -> pa.Table:
    try:
        if not may_use_files:
            marts.seal(snapshot)
        return exactly(snapshot, query, as_text)
    except duckdb.PermissionException as error:
        raise VipSlaError(
            "the query asks for more than the snapshot; call with --files if it may read and "
            f"write other files ({str(error).splitlines()[0]})"
        ) from error
    except duckdb.Error as error:
        raise VipSlaError(f"the query failed: {error}") from error


def _print_table(answer: pa.Table, limit: int) -> None:
    lines, left_out = chosen_to_fit(as_frame(answer.slice(0, limit)), output.width)
    output.print(*lines)
    if (more := len(answer) - limit) > 0:
        output.print(f"… and {more:,} more of {len(answer):,} rows; --limit shows more")
    if left_out:
        output.print(
            f"… and {len(left_out)} more columns: {', '.join(left_out)}; name those you want"
        )


def _written(rows: pa.Table, form: Format) -> bytes:
    match form:
        case Format.TABLE:
            return ("\n".join(chosen_to_fit(as_frame(rows), output.width)[0]) + "\n").encode()
        case Format.CSV:
            return as_frame(rows).to_csv(index=False).encode()
        case Format.JSON:
            return json_text(as_records(rows)).encode()
        case Format.PARQUET:
            content = io.BytesIO()
            write_table(rows, content)
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
