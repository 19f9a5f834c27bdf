"""What the commands share: where they print, and the options that mean the same everywhere."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pandas as pd
import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table

from pipeline.workspace import Workspace

SOMETHING_TO_LOOK_AT = 3
"""Exit status of a command that did its work but has rejected rows or findings to show."""

# Subjects, file names and SQL hold brackets and colons of their own: nothing is markup or emoji.
output = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        envvar="VIP_SLA_WORKSPACE",
        help="The workspace folder.",
        file_okay=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]

DEMO_WORKSPACE = Path("data")

_NARROWEST = 6  # letters of a column, which then may as well be wider than the room


def workspace_at(root: Path) -> Workspace:
    """The workspace in a folder; a folder that is none is a usage error."""
    workspace = Workspace(root)
    if not workspace.config_file.exists():
        raise typer.BadParameter(
            f"{root} is no workspace (it has no vip-sla.yml); make one with `vip-sla init {root}`",
            param_hint="--workspace",
        )
    return workspace


def print_json(value: Any) -> None:
    """A value as JSON on standard output; instants as ISO 8601."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_as_text))


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows for JSON: missing values are null, instants ISO 8601 in UTC."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso"))
    return rows


def table(frame: pd.DataFrame, title: str | None = None) -> Table:
    """A frame as a table: numbers to the right, missing values empty."""
    shown = Table(title=title, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for name in frame.columns:
        is_number = pd.api.types.is_numeric_dtype(frame[name])
        shown.add_column(str(name), justify="right" if is_number else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        shown.add_row(*("" if _is_missing(cell) else str(cell) for cell in row))
    return shown


def fitted(frame: pd.DataFrame, width: int = 100) -> str:
    """A frame as lines of at most this width: a header, then a row each, long cells cut.

    Columns without any value are left out; the widest ones give way first, but times do not.
    """
    filled = frame.loc[:, frame.notna().any()]
    columns = [[str(name), *map(_one_line, column)] for name, column in filled.items()]
    widths = [max(map(cell_len, column)) for column in columns]
    may_give = [
        number
        for number, kind in enumerate(filled.dtypes)
        if not pd.api.types.is_datetime64_any_dtype(kind)
    ]
    while may_give and sum(widths) + 2 * (len(widths) - 1) > width:
        widest = max(may_give, key=lambda number: widths[number])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return "\n".join(
        "  ".join(_cut(text, wide) for text, wide in zip(row, widths, strict=True)).rstrip()
        for row in zip(*columns, strict=True)
    )


def _cut(text: str, width: int) -> str:
    return (
        text + " " * (width - cell_len(text))
        if cell_len(text) <= width
        else (set_cell_size(text, width - 1) + "…")
    )


def _one_line(cell: Any) -> str:
    if _is_missing(cell):
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return " ".join(str(cell).split())


def _is_missing(cell: Any) -> bool:
    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def local(instant: datetime, time_zone: str) -> str:
    """An instant in a zone, which is said with it."""
    return f"{instant.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M:%S} {time_zone}"
