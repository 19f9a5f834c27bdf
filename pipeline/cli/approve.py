"""`vip-sla report approve`."""

import getpass
from typing import Annotated

import typer

from pipeline import marts
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    JsonOption,
    WorkspaceOption,
    known_customer,
    known_month,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.sending import WaitOption, now
from pipeline.mail.ledger import Ledger
from pipeline.reports.due import Desk, Wanted
from pipeline.settings.config import load_config


def approve(
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month.")],
    customer: Annotated[str, typer.Option(metavar="ID", help="Whose report.")],
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who approves; else who is logged in here.")
    ] = None,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    wait: WaitOption = False,
    as_json: JsonOption = False,
) -> None:
    """Approve the draft of a report as it is; the next `vip-sla report due` sends it.

    Example: vip-sla report approve --month 2026-09 --customer K-1001
    """
    place = workspace_at(workspace)
    wanted = Wanted(known_month(month), customer)
    settings, ledger = load_config(place.config_file).reports, Ledger.of(place)
    snapshot = marts.newest_snapshot(place)
    known_customer(snapshot, customer, is_dedicated=True)
    desk = Desk(place, snapshot, settings, ledger, made=place.reports)
    with ledger.held("reports", wait=wait):
        edition = desk.approve(wanted, by or getpass.getuser(), now())
    approval = edition.approval
    assert approval is not None
    if as_json:
        print_json(
            {
                "month": f"{wanted.month:%Y-%m}",
                "customer_id": customer,
                "revision": edition.revision,
                "approved_by": approval.by,
                "approved_at": approval.at,
                "files": {str(edition.folder / name): each for name, each in edition.files.items()},
            }
        )
        return
    output.print(
        f"{wanted.name}: revision {edition.revision} approved by {approval.by}; "
        "the next `vip-sla report due` sends it",
        *(f"  {edition.folder / name} (sha256 {each})" for name, each in edition.files.items()),
    )
