"""What the commands share: where they print, and the options that mean the same everywhere.

Nothing that exports or files hold reaches a terminal but through here: `output` and `errors` print
every argument as a line of its own, tables are made by `table` and `grid`, JSON by `print_json`.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import pandas as pd
import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline import marts
from pipeline.errors import ReportError
from pipeline.printable import one_line, printable
from pipeline.reports.months import check_month
from pipeline.wording.languages import LANGUAGES, Language
from pipeline.workspace import Workspace

SOMETHING_TO_LOOK_AT = 3
"""Exit status of a command that did its work but has rejected rows or findings to show."""

JSON_VERSION = 1
"""Of what commands print as JSON: counted up where a key goes, or means another thing."""

_UNPRINTED_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Lines(Console):
    """Prints every argument as one line, whatever it holds: who wrote a subject writes no line.

    Subjects, file names and SQL hold brackets and colons of their own: nothing is markup or emoji.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, soft_wrap=True, markup=False, emoji=False, **options)

    def print(self, *lines: Any, **options: Any) -> None:
        """A line an argument; tables as they are."""
        shown = [printable(line) if isinstance(line, str) else line for line in lines]
        super().print(*shown, sep="\n", **options)


output = Lines()
errors = Lines(stderr=True)

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
_COMFORTABLE = 12  # letters for which there must be room before a further column is shown


def workspace_at(root: Path) -> Workspace:
    """The workspace in a folder; a folder that is none is a usage error."""
    workspace = Workspace(root)
    if not workspace.config_file.exists():
        raise typer.BadParameter(
            f"{root} is no workspace (it has no vip-sla.yml); make one with `vip-sla init {root}`",
            param_hint="--workspace",
        )
    return workspace


def known_language(text: str) -> Language:
    """A language that is spoken; any other is a usage error."""
    if text in LANGUAGES:
        return Language(text)
    raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, LANGUAGES))}.")


def known_month(text: str) -> date:
    """A month that reports may be about; any other text is a usage error."""
    try:
        month = date.fromisoformat(f"{text}-01")
        check_month(month)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is not a month; write e.g. 2026-09", param_hint="--month"
        ) from error
    except ReportError as error:
        raise typer.BadParameter(str(error), param_hint="--month") from error
    return month


def known_customer(snapshot: Path, customer_id: str, *, is_dedicated: bool = False) -> str:
    """A customer's id that the data know, of the dedicated ones if so; else it is a usage error."""
    query = "select customer_id from dim_customers" + (" where is_dedicated" * is_dedicated)
    if customer_id not in set(marts.ask(snapshot, query)["customer_id"]):
        what = " with dedicated support" if is_dedicated else ""
        raise typer.BadParameter(
            f"no customer {customer_id!r}{what}; `vip-sla sql {query!r}` names them",
            param_hint="--customer",
        )
    return customer_id


def print_json(value: Any) -> None:
    """A value as JSON on standard output, as the command's file in `schema` says.

    An object tells the version of that.
    """
    if isinstance(value, dict):
        value = {"schema_version": JSON_VERSION, **value}
    typer.echo(json_text(value), nl=False)


def json_text(value: Any) -> str:
    """A value as JSON, and a line's end; instants as ISO 8601.

    What commands a terminal is written as JSON can write it, so that programs read the same value.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False, default=_as_text)
    return _UNPRINTED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows for JSON: missing values are null, instants ISO 8601 in UTC, days days."""
    days = frame.select_dtypes("datetime")  # what has no zone
    frame = frame.assign(**{str(name): day.dt.strftime("%Y-%m-%d") for name, day in days.items()})
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso"))
    return rows


def table(frame: pd.DataFrame, title: str | None = None) -> Table:
    """A frame as a table: numbers to the right, missing values empty."""
    numbers = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    rows = (
        ["" if _is_missing(cell) else str(cell) for cell in row]
        for row in frame.itertuples(index=False)
    )
    return grid(list(map(str, frame.columns)), rows, numbers, title)


def grid(
    names: Sequence[str],
    rows: Iterable[Sequence[str]],
    is_number: Sequence[bool],
    title: str | None = None,
    last: Sequence[str] | None = None,
) -> Table:
    """A table of cells, each of which stays in its own place; `last` adds the others up."""
    shown = Table(
        title=Text(one_line(title)) if title else None,
        title_justify="left",
        header_style="bold",
        box=None,
        pad_edge=False,
    )
    for name, to_the_right in zip(names, is_number, strict=True):
        justify: Literal["right", "left"] = "right" if to_the_right else "left"
        shown.add_column(Text(one_line(name)), justify=justify, overflow="fold")
    for row in rows:
        shown.add_row(*map(_cell, row))
    if last:
        shown.add_section()
        shown.add_row(*map(_cell, last), style="bold")
    return shown


def fitted(frame: pd.DataFrame, width: int = 100) -> list[str]:
    """A frame as lines of at most this width: a header, then a row each, long cells cut.

    Columns without any value are left out; the widest ones give way first, but times do not.
    """
    return _lines(frame.loc[:, frame.notna().any()], width)


def chosen_to_fit(frame: pd.DataFrame, width: int) -> tuple[list[str], list[str]]:
    """The same with the first columns for which there is room, and the names of all others.

    A column needs room for its own width, or for a dozen letters if it is wider.
    """
    chosen, room = 0, width
    for name, column in frame.items():
        natural = max(map(cell_len, [one_line(str(name)), *map(_shown, column)]))
        is_time = pd.api.types.is_datetime64_any_dtype(column.dtype)
        room -= (natural if is_time else min(natural, _COMFORTABLE)) + 2 * bool(chosen)
        if room < 0 and chosen:
            break
        chosen += 1
    return _lines(frame.iloc[:, :chosen], width), list(map(str, frame.columns[chosen:]))


def _lines(frame: pd.DataFrame, width: int) -> list[str]:
    columns = [[one_line(str(name)), *map(_shown, column)] for name, column in frame.items()]
    widths = [max(map(cell_len, column)) for column in columns]
    may_give = [
        number
        for number, kind in enumerate(frame.dtypes)
        if not pd.api.types.is_datetime64_any_dtype(kind)
    ]
    while may_give and sum(widths) + 2 * (len(widths) - 1) > width:
        widest = max(may_give, key=lambda number: widths[number])
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    to_the_right = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    return [
        "  ".join(map(cut, row, widths, to_the_right)).rstrip()
        for row in zip(*columns, strict=True)
    ]


def cut(text: str, width: int, to_the_right: bool = False) -> str:
    """A text in so many places of a line, neither more nor fewer."""
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    blank = " " * (width - cell_len(text))
    return blank + text if to_the_right else text + blank


def _shown(cell: Any) -> str:
    if _is_missing(cell):
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return one_line(str(cell))


def _cell(text: str) -> Text:
    return Text(printable(text))


def _is_missing(cell: Any) -> bool:
    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def local(instant: datetime, time_zone: str) -> str:
    """An instant in a zone, which is said with it."""
    return f"{instant.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M:%S} {time_zone}"
