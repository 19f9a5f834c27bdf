"""`vip-sla verify`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    errors,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.progress import RunProgress
from pipeline.reports.verify import Verification
from pipeline.reports.verify import verify as verify_report

NOT_EQUAL = 1


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report's JSON or PDF.")],
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    """Derive every figure of a report again from landing: equal, or what differs (exit status 1).

    Example: vip-sla verify data/reports/2026-09/K-1001/vip-sla-2026-09-K-1001.json
    """
    with RunProgress("reading the manifest") as progress:
        result = verify_report(workspace_at(workspace), file, progress.on_model)
    if as_json:
        print_json(_summary(result))
    else:
        _print(file, result)
    if not result.is_equal:
        raise typer.Exit(NOT_EQUAL)
    if not result.is_same_file:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _summary(result: Verification) -> dict[str, object]:
    return {
        "is_equal": result.is_equal,
        "is_same_file": result.is_same_file,
        "run_id": result.report.provenance.run_id,
        "made_by": result.report.provenance.code_version,
        "verified_by": result.code_version,
        "approved_by": result.approval.by if result.approval else None,
        "approved_at": result.approval.at if result.approval else None,
        "value_count": result.value_count,
        "differences": [asdict(each) for each in result.differences],
    }


def _print(file: Path, result: Verification) -> None:
    made = result.report.provenance
    if result.is_equal:
        output.print(
            f"equal: all {result.value_count:,} values of {file.name} come out of landing again, "
            f"by manifest {made.manifest}, as of {made.as_of:%Y-%m-%d %H:%M:%S} UTC"
        )
    else:
        output.print(f"{len(result.differences)} of {result.value_count:,} values differ:")
        for each in result.differences:
            output.print(
                f"  {each.place}: {_text(each.reported)} reported, {_text(each.derived)} derived"
            )
    if result.approval:
        approved = result.approval
        output.print(f"approved, just as it is, by {approved.by}, {approved.at:%Y-%m-%d %H:%M} UTC")
    if not result.is_same_file:
        errors.print(
            "note: the file is not byte for byte what this software writes; "
            + (
                "it was made by another version, or changed afterwards"
                if made.code_version == result.code_version
                else f"it was made by version {made.code_version}, this is {result.code_version}"
            ),
            style="yellow",
        )


def _text(value: object) -> str:
    return "nothing" if value is None else str(value)
