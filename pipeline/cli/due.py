"""`vip-sla report due`, and `vip-sla report --revise`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from pipeline import marts
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
from pipeline.cli.progress import counting
from pipeline.cli.sending import (
    ArrivedOption,
    DryRunOption,
    ResendOption,
    WaitOption,
    delivery_record,
    now,
    print_deliveries,
    sending,
)
from pipeline.marts.provenance import run_of
from pipeline.printable import how_many
from pipeline.reports.due import Change, DueResult, Handled, Office, Wanted, revise, send_due
from pipeline.reports.render import rendered
from pipeline.settings.config import load_config
from pipeline.settings.register import load_register
from pipeline.workspace import Workspace

COMMAND = "vip-sla report due"


def due(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    dry_run: DryRunOption = False,
    wait: WaitOption = False,
    resend: ResendOption = None,
    arrived: ArrivedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make and send every report that is due and not yet done, once; what a scheduler calls.

    Example: vip-sla report due --workspace acme --dry-run
    """
    place = workspace_at(workspace)
    with (
        _office(place, dry_run=dry_run, wait=wait, resend=resend, arrived=arrived) as office,
        counting("reports due") as on_report,
    ):
        result = send_due(replace(office, on_report=on_report))
    if as_json:
        print_json({"dry_run": dry_run, **_record(result)})
    else:
        _print(result, office.snapshot, dry_run=dry_run)
    if result.needs_somebody:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def revise_report(
    workspace: Workspace, customer_id: str, month: date, *, dry_run: bool, as_json: bool
) -> None:
    """Make and send the next revision of a report."""
    with _office(workspace, dry_run=dry_run, wait=False) as office:
        handled = revise(office, customer_id, month)
    if as_json:
        print_json({"dry_run": dry_run, **_handled_record(handled)})
    else:
        _print_handled(handled, dry_run=dry_run)
    if not handled.is_all_sent:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


@contextmanager
def _office(place: Workspace, *, dry_run: bool, wait: bool, **decided: Any) -> Iterator[Office]:
    config = load_config(place.config_file)
    register = load_register(place.register, [source.name for source in config.sources])
    snapshot = marts.newest_snapshot(place)
    with (
        TemporaryDirectory() as rehearsal,
        sending(place, config, "reports", dry_run=dry_run, wait=wait, **decided) as (ledger, post),
    ):
        yield Office(
            workspace=place,
            snapshot=snapshot,
            config=config,
            register=register,
            ledger=ledger,
            post=post,
            render=rendered,
            made=Path(rehearsal) if dry_run else place.reports,
            clock=now,
        )


def _record(result: DueResult) -> dict[str, Any]:
    return {
        "as_of": result.as_of,
        "reports": [_handled_record(handled) for handled in result.handled],
        "changed": [
            {
                **_wanted_record(change.edition.wanted),
                "revision": change.edition.revision,
                "changes": [vars(each) for each in change.differences],
            }
            for change in result.changes
        ],
        "failed": failed_record(result.failed),
    }


def _handled_record(handled: Handled) -> dict[str, Any]:
    edition = handled.edition
    return {
        **_wanted_record(edition.wanted),
        "revision": edition.revision,
        "is_made_now": handled.is_made_now,
        "is_waiting": handled.is_waiting,
        "files": [str(edition.folder / name) for name in edition.files],
        "letters": [delivery_record(delivery) for delivery in handled.deliveries],
        "failed": failed_record(handled.failed),
    }


def _wanted_record(wanted: Wanted) -> dict[str, Any]:
    return {"month": f"{wanted.month:%Y-%m}", "customer_id": wanted.customer_id}


def _print(result: DueResult, snapshot: Path, *, dry_run: bool) -> None:
    zone = run_of(snapshot).default_time_zone
    output.print(f"as of {local(result.as_of, zone)}")
    told = [
        each
        for each in result.handled
        if each.is_waiting or not (each.has_nobody and each.edition.is_told)
    ]
    if not told and not result.failed:
        output.print("nothing is due that is not done")
    for handled in told:
        _print_handled(handled, dry_run=dry_run)
    for change in result.changes:
        _print_change(change)
    print_failed("failed", result.failed)


def _print_handled(handled: Handled, *, dry_run: bool) -> None:
    edition = handled.edition
    revision = f", revision {edition.revision}" if edition.revision > 1 else ""
    made = "would be made" if dry_run else "made"
    made = made if handled.is_made_now else "made before"
    output.print(f"{edition.wanted.name}{revision}: {made}")
    print_deliveries(handled.deliveries, COMMAND, dry_run=dry_run)
    print_failed("not sent", handled.failed)
    if handled.is_waiting:
        wanted = edition.wanted
        output.print(
            f"  a draft: it is sent once somebody approves it, on the customer's page or by "
            f"vip-sla report approve --month {wanted.month:%Y-%m} --customer {wanted.customer_id}"
        )
        if handled.has_nobody:
            output.print(
                "  nobody was told, as no address of the dedicated agent is known; write it into "
                "alerts.agents of vip-sla.yml, or managers into alerts.to"
            )
    elif handled.has_nobody:
        output.print(
            f"  sent to nobody, as no address stands in report_to of register/customers.csv; "
            f"its files are in {edition.folder}. This is told once."
        )


def _print_change(change: Change) -> None:
    wanted = change.edition.wanted
    figures = how_many(len(change.differences), "figure is", "figures are")
    output.print(
        f"{wanted.name}: {figures} others than in revision "
        f"{change.edition.revision}, which was sent. Nothing is sent again by itself; to send a "
        f"revision: vip-sla report --month {wanted.month:%Y-%m} --customer "
        f"{wanted.customer_id} --revise"
    )
    for each in change.differences:
        line = "" if each.severity is None else f"severity {each.severity}, {each.metric}, "
        ticket = f"{each.ticket}, " if each.ticket else ""
        output.print(f"  {line}{ticket}{each.name}: {each.old} → {each.new}")
