"""`vip-sla explain`."""

from collections.abc import Sequence
from typing import Annotated, Any, cast

import typer
from rich.table import Table as Printed

from pipeline import marts
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    JsonOption,
    Lines,
    WorkspaceOption,
    errors,
    grid,
    known_language,
    output,
    print_json,
    workspace_at,
)
from pipeline.explanation import Explanation, Table, Told, explain_ticket, told
from pipeline.marts.provenance import run_of
from pipeline.marts.records import Record
from pipeline.printable import one_line
from pipeline.wording.catalogues import LANGUAGES, Language

UNFOLDED = 1_000  # characters; no row is as long


def explain(
    key: Annotated[
        str,
        typer.Argument(
            metavar="RESPONSE_ID|TICKET",
            help="A response (<source>:<ticket>:<number>), or a ticket: its number or its id, "
            "with or without its source.",
        ),
    ],
    lang: Annotated[
        Language | None,
        typer.Option(
            parser=known_language,
            metavar="|".join(LANGUAGES),
            help="Language; by default the workspace's.",
        ),
    ] = None,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    """Why a verdict is what it is: the clock piece by piece, adding up to the elapsed time.

    Example: vip-sla explain liveagent:04i49875:1 --lang en
    """
    snapshot = marts.newest_snapshot(workspace_at(workspace))
    language = lang or cast("Language", run_of(snapshot).language)
    explanations = explain_ticket(marts.EVERYBODY, snapshot, key)
    _tell_several(key, explanations)
    all_told = [told(explanation, language) for explanation in explanations]
    if as_json:
        print_json(
            [
                _values(explanation, said)
                for explanation, said in zip(explanations, all_told, strict=True)
            ]
        )
        return
    for number, said in enumerate(all_told):
        if number:
            output.print("")
        _print(said)


def _tell_several(key: str, explanations: Sequence[Explanation]) -> None:
    """Say so where a number or id means several tickets."""
    responses = {
        f"{each.response.source}:{each.response.ticket_id}": each.response for each in explanations
    }
    if len(responses) > 1:
        errors.print(
            f"note: {key.strip()!r} means {len(responses)} tickets, all of them told here; for "
            "one alone name it by source and id:",
            style="yellow",
        )
        for name, response in responses.items():
            about = ", ".join(filter(None, (response.number, response.customer_name)))
            errors.print(f"  {name} ({about})")


def _values(explanation: Explanation, said: Told) -> dict[str, Any]:
    parts = {name: _plain(part) for name, part in vars(explanation).items()}
    return {"title": said.title, "verdict": said.verdict, **parts}


def _plain(part: Record | tuple[Record, ...] | None) -> Any:
    if isinstance(part, tuple):
        return [dict(each) for each in part]
    return None if part is None else dict(part)


def _print(said: Told) -> None:
    output.print(one_line(said.title), style="bold")
    output.print(said.verdict, "")
    # what is piped elsewhere is never folded
    tables = output if output.is_terminal else Lines(width=UNFOLDED)
    width = max(len(fact.label) for fact in said.facts)
    for fact in said.facts:
        output.print(f"{fact.label:<{width}}  {one_line(fact.value)}")
    for each in (said.segments, said.events, said.legs):
        if each.rows:
            output.print("", each.title, style="bold")
            tables.print(_table(each))
        if each is said.segments:
            output.print(said.total)
    output.print("", said.zone)


def _table(shown: Table) -> Printed:
    first_amount = len(shown.columns) - shown.amount_columns
    is_amount = [place >= first_amount for place in range(len(shown.columns))]
    return grid(shown.columns, shown.rows, is_amount, last=shown.total)
