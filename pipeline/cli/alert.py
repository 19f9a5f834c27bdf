"""`vip-sla alert`."""

from typing import Any

import typer

from pipeline import marts
from pipeline.alerts.notice import Notice
from pipeline.alerts.sending import AlertOffice, AlertResult, Told, send_alerts
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.failure import failed_record, print_failed
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
from pipeline.printable import how_many
from pipeline.settings.config import load_config


def alert(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    dry_run: DryRunOption = False,
    wait: WaitOption = False,
    resend: ResendOption = None,
    arrived: ArrivedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell agents and managers which responses are due soon or late, each once; after a run.

    Example: vip-sla alert --workspace acme --dry-run
    """
    place = workspace_at(workspace)
    config = load_config(place.config_file)
    snapshot = marts.newest_snapshot(place)
    with sending(
        place, config, "alerts", dry_run=dry_run, wait=wait, resend=resend, arrived=arrived
    ) as (ledger, post):
        result = send_alerts(AlertOffice(snapshot, config, ledger, post, now))
    if as_json:
        print_json({"dry_run": dry_run, **_record(result)})
    else:
        _print(result, dry_run=dry_run)
    if result.needs_somebody:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _record(result: AlertResult) -> dict[str, Any]:
    return {
        "as_of": result.as_of,
        "quiet_until": result.quiet_until,
        "held_count": result.held_count,
        "letters": [
            {
                **delivery_record(told.delivery),
                "about": [_notice_record(each) for each in told.notices],
            }
            for told in result.told
        ],
        "agents_without_address": list(result.unknown_agents),
        "unknown_customers": list(result.unknown_customers),
        "failed": failed_record(result.failed),
        "untold": [_notice_record(each) for each in result.untold],
    }


def _notice_record(notice: Notice) -> dict[str, str]:
    return {"response_id": notice.response_id, "code": notice.number, "kind": notice.kind}


def _print(result: AlertResult, *, dry_run: bool) -> None:
    if result.quiet_until:
        output.print(
            f"quiet until {result.quiet_until:%Y-%m-%d %H:%M}: {result.held_count} held back"
        )
    elif not result.told and not result.failed:
        output.print("nothing new to tell")
    for told in result.told:
        output.print(_about(told))
        print_deliveries([told.delivery], "vip-sla alert", dry_run=dry_run)
    print_failed("not told", result.failed)
    for agent in result.unknown_agents:
        output.print(
            f"note: no address of the dedicated agent {agent}; "
            "write it under alerts.agents in vip-sla.yml"
        )
    for customer_id in result.unknown_customers:
        output.print(
            f"note: {customer_id} is no dedicated customer, and a chat is to be told about them; "
            "check its spelling under alerts.webhooks in vip-sla.yml"
        )
    if result.untold:
        output.print(
            f"{how_many(len(result.untold), 'response')} due soon or late, and nobody can be told; "
            "write addresses under alerts.to in vip-sla.yml"
        )


def _about(told: Told) -> str:
    if not told.notices:
        return "summary of the week"
    if len(told.notices) > 1:
        return f"{len(told.notices)} responses in one message"
    (notice,) = told.notices
    state = "late" if notice.kind == "breached" else "due soon"
    return f"{notice.number} ({notice.response_id}): {state}"
