"""`vip-sla check`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    fitted,
    output,
    print_json,
    records,
    workspace_at,
)
from pipeline.printable import how_many
from pipeline.running.check import CheckResult
from pipeline.running.check import check as check_workspace
from pipeline.running.register_rows import register_lines, register_rows, write_register_rows
from pipeline.workspace import Workspace


def check(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Write register rows of the accounts that have tickets and none."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Validate settings and register against the exports, and tell what a run would come to.

    Nothing is changed; but with --write accounts without a row get one in register/customers.csv,
    or in a copy of it beside, register/customers.new.csv, where it has rows already.

    Example: vip-sla check --workspace acme
    """
    place = workspace_at(workspace)
    result = check_workspace(place)
    written = (
        write_register_rows(place, register_rows(result.unregistered))
        if write and len(result.unregistered)
        else None
    )
    if as_json:
        print_json(
            {
                "files": [
                    {
                        "source": file.source,
                        "file": file.file,
                        "rows_read": file.rows_read,
                        "rows_rejected": file.rows_rejected,
                        "error": file.error,
                        "warning": file.warning,
                    }
                    for file in result.landing.files
                ],
                "ignored": list(result.landing.ignored),
                "notices": list(result.landing.notices),
                "mapped_rows": [
                    {**vars(each), "rows": records(each.rows)} for each in result.mapped
                ],
                "not_mapped": [vars(each) for each in result.not_mapped],
                "unregistered_accounts": records(result.unregistered),
                "forecast": list(result.forecast),
                "written": str(written) if written else None,
            }
        )
    else:
        _print(result, place, written)
    if result.has_something_to_look_at:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _print(result: CheckResult, place: Workspace, written: Path | None) -> None:
    settings = result.settings
    output.print(
        f"vip-sla.yml: {how_many(len(settings.config.sources), 'source')}; "
        f"policy.yml: {how_many(len(settings.policy.policies), 'version')}, "
        f"{how_many(len(settings.policy.customers), 'customer')} with overrides; "
        f"register: {how_many(len(settings.register.customers), 'coverage period')}. All valid."
    )
    if result.access:
        output.print(
            f"access.yml: {how_many(len(result.access.managers), 'manager')}, "
            f"people of {how_many(len(result.access.customers), 'customer')}. Valid."
        )
    if result.exposure:
        output.print(f"note: {result.exposure}")
    for file in result.landing.files:
        rejected = f", {file.rows_rejected:,} of them rejected" if file.rows_rejected else ""
        rows = how_many(file.rows_read, "row")
        output.print(file.error or f"{file.source}/{file.file}: {rows}{rejected}")
        if file.warning:
            output.print(f"look at: {file.warning}")
    for name in result.landing.ignored:
        output.print(f"ignored: {name}, whose name is not that of an export")
    for notice in result.landing.notices:
        output.print(f"note: {notice}")
    for mapped in result.mapped:
        shown = min(len(mapped.rows), mapped.row_count)
        rows = how_many(mapped.row_count, "row")
        title = f"{mapped.source} {mapped.entity}: {shown} of {rows} as read"
        output.print("", f"{title} (times in UTC)", *fitted(mapped.rows))
    if result.not_mapped:
        output.print()
    for missed in result.not_mapped:
        rows = how_many(missed.row_count, "row")
        output.print(f"{missed.source} {missed.entity}: {rows} {missed.what}")
    for sentence in result.forecast:
        output.print("", f"before you run: {sentence}")
    if written:
        output.print(
            "",
            f"written: {written}, with a row for each of "
            f"{how_many(len(result.unregistered), 'account')}. "
            "Write vip into add_on of dedicated customers, and what else you know; which values "
            f"there are says {written.parent / 'README.md'}",
        )
    elif len(result.unregistered):
        accounts = how_many(len(result.unregistered), "account has", "accounts have")
        output.print(
            "",
            f"{accounts} tickets but no row in the register. "
            "Write them with `vip-sla check --write`, or paste these lines into "
            "register/customers.csv (add_on is vip for dedicated customers):",
        )
        lines = register_lines(place, register_rows(result.unregistered))
        sys.stdout.writelines(f"{line}\n" for line in lines)
