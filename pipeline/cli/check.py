"""`vip-sla check`."""

import csv
import sys

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
from pipeline.printable import one_line
from pipeline.running.check import CheckResult
from pipeline.running.check import check as check_workspace
from pipeline.wording.languages import LANGUAGES


def check(workspace: WorkspaceOption = DEMO_WORKSPACE, as_json: JsonOption = False) -> None:
    """Validate settings and register against the exports; changes nothing.

    Example: vip-sla check --workspace acme
    """
    result = check_workspace(workspace_at(workspace))
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
            }
        )
    else:
        _print(result)
    if result.has_something_to_look_at:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _print(result: CheckResult) -> None:
    settings = result.settings
    output.print(
        f"vip-sla.yml: {len(settings.config.sources)} sources; "
        f"policy.yml: {len(settings.policy.policies)} versions, "
        f"{len(settings.policy.customers)} customers with overrides; "
        f"register: {len(settings.register.customers)} coverage periods. All valid."
    )
    if result.access:
        output.print(
            f"access.yml: {len(result.access.managers)} managers, "
            f"people of {len(result.access.customers)} customers. Valid."
        )
    if result.exposure:
        output.print(f"note: {result.exposure}")
    for file in result.landing.files:
        rejected = f", {file.rows_rejected:,} of them rejected" if file.rows_rejected else ""
        output.print(file.error or f"{file.source}/{file.file}: {file.rows_read:,} rows{rejected}")
        if file.warning:
            output.print(f"look at: {file.warning}")
    for name in result.landing.ignored:
        output.print(f"ignored: {name}, whose name is not that of an export")
    for notice in result.landing.notices:
        output.print(f"note: {notice}")
    for mapped in result.mapped:
        shown = min(len(mapped.rows), mapped.row_count)
        title = f"{mapped.source} {mapped.entity}: {shown} of {mapped.row_count:,} rows as read"
        output.print("", f"{title} (times in UTC)", *fitted(mapped.rows))
    if result.not_mapped:
        output.print()
    for missed in result.not_mapped:
        rows = f"{missed.row_count:,} row{'s' * (missed.row_count != 1)}"
        output.print(f"{missed.source} {missed.entity}: {rows} {missed.what}")
    if len(result.unregistered):
        output.print(
            "",
            f"{len(result.unregistered)} accounts have tickets but no row in the register. "
            "Lines to paste into register/customers.csv (add_on is vip for dedicated customers):",
        )
        paste = csv.writer(sys.stdout, lineterminator="\n")
        # Several accounts may be one customer's, which then needs one row.
        for account in result.unregistered.drop_duplicates("customer_id").itertuples():
            name = account.account_name if isinstance(account.account_name, str) else ""
            row = [account.customer_id, name, "", "", "2000-01-01", "", "", LANGUAGES[0], ""]
            paste.writerow([one_line(str(cell)) for cell in row])
