"""`vip-sla report`."""

from typing import Annotated

import typer

from pipeline import marts
from pipeline.cli.approve import approve
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    known_customer,
    known_language,
    known_month,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.due import due, revise_report
from pipeline.cli.failure import print_failed
from pipeline.cli.progress import bar
from pipeline.cli.sending import DryRunOption
from pipeline.printable import how_many
from pipeline.reports.months import last_full_month
from pipeline.reports.render import FORMS, Form
from pipeline.reports.write import Order, write_reports
from pipeline.wording.catalogues import LANGUAGES, Language

LAST = "last"

report_app = typer.Typer(add_completion=False, rich_markup_mode=None)
report_app.command()(due)
report_app.command()(approve)


@report_app.callback(invoke_without_command=True)
def report(
    context: typer.Context,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM|last", help="The month; last is the last full one.")
    ] = LAST,
    customer: Annotated[
        str | None,
        typer.Option(metavar="ID", help="One customer; else all covered, and the portfolio."),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="Any of pdf, html, xlsx, json, with commas.")
    ] = ",".join(FORMS),
    lang: Annotated[
        Language | None,
        typer.Option(
            parser=known_language,
            metavar="|".join(LANGUAGES),
            help="Else each customer's own language.",
        ),
    ] = None,
    revise: Annotated[
        bool,
        typer.Option(
            "--revise", help="Send a numbered revision of a report that was sent, with --customer."
        ),
    ] = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write a month's report files into reports/ of the workspace.

    Example: vip-sla report --month 2026-09 --customer K-1001 --format pdf,json
    """
    if context.invoked_subcommand:
        return
    place = workspace_at(workspace)
    snapshot = marts.newest_snapshot(place)
    chosen = last_full_month(snapshot) if month == LAST else known_month(month)
    if customer is not None:
        known_customer(snapshot, customer, is_dedicated=True)
    if revise:
        if customer is None:
            raise typer.BadParameter(
                "needs --customer: one report is revised", param_hint="--revise"
            )
        revise_report(place, customer, chosen, dry_run=dry_run, as_json=as_json)
        return
    if dry_run:
        raise typer.BadParameter("goes with --revise: files are no letters", param_hint="--dry-run")
    forms = _forms(formats)
    customer_ids: list[str | None] = [customer]
    if customer is None:
        covered = marts.covered_customers(marts.EVERYBODY, snapshot, chosen)
        customer_ids = [*covered["customer_id"], None]
    orders = [Order(snapshot, chosen, each, forms, lang) for each in customer_ids]
    with bar() as progress:
        task = progress.add_task("writing reports", total=len(orders))
        written = write_reports(place, orders, lambda _: progress.advance(task))
    made = len(orders) - len(written.failed)
    if not made and written.failed:
        raise written.failed[0].error
    if as_json:
        print_json([str(file) for file in written.files])
    else:
        folder = place.reports / f"{chosen:%Y-%m}"
        reports, files = how_many(made, "report"), how_many(len(written.files), "file")
        output.print(f"{reports} on {chosen:%B %Y}, {files} in {folder}")
    if written.failed:
        print_failed("not made", written.failed)
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _forms(text: str) -> tuple[Form, ...]:
    wanted = [part.strip() for part in text.split(",")]
    unknown = [part for part in wanted if part not in FORMS]
    if unknown:
        raise typer.BadParameter(
            f"{unknown[0]!r} is no format; choose from {', '.join(FORMS)}", param_hint="--format"
        )
    return tuple(form for form in FORMS if form in wanted)
