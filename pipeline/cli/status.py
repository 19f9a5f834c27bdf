"""`vip-sla status`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline import marts
from pipeline.cli.compliance import doubts, print_compliance
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    local,
    output,
    print_json,
    records,
    table,
    workspace_at,
)
from pipeline.landing.seals import all_broken
from pipeline.marts.provenance import run_of
from pipeline.printable import how_many
from pipeline.wording.formatting import Formatting
from pipeline.wording.languages import LOCALES, WRITTEN

_SHOWN_ROWS = 20
ENGLISH = WRITTEN[-1]


def status(
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    deep: Annotated[
        bool, typer.Option("--deep", help="Check every landed file against what was landed.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """The newest snapshot: how fresh it is, what was loaded, and what to look at.

    Example: vip-sla status --workspace acme --json
    """
    place = workspace_at(workspace)
    snapshot = marts.newest_snapshot(place)
    damage = all_broken(place) if deep else []
    everybody = marts.EVERYBODY
    run = run_of(snapshot)
    loaded = marts.load_counts(everybody, snapshot)
    rejected = marts.rejected_rows(everybody, snapshot)
    findings = marts.data_findings(everybody, snapshot)
    owed = marts.open_responses(everybody, snapshot)
    overdue_count = int(owed["is_overdue"].sum())
    if as_json:
        print_json(
            {
                "snapshot": str(snapshot),
                "run": records(marts.run_info(everybody, snapshot))[0],
                "loaded": records(loaded),
                "rejected_rows": records(rejected),
                "findings": records(findings),
                "doubts": doubts(snapshot),
                "contested": records(marts.contested_responses(everybody, snapshot)),
                "completeness": records(marts.completeness(everybody, snapshot)),
                "owed_now_count": len(owed),
                "overdue_now_count": overdue_count,
            }
            | ({"damage": damage} if deep else {})
        )
    else:
        show = Formatting(LOCALES[ENGLISH], run.default_time_zone)
        age = show.elapsed(int((datetime.now(UTC) - run.as_of).total_seconds()), "wall")
        output.print(
            f"snapshot {snapshot}",
            f"as of {local(run.as_of, run.default_time_zone)} ({age} ago), reading {run.reading}",
            "",
        )
        print_compliance(snapshot)
        responses = how_many(len(owed), "response")
        output.print("", f"{responses} owed now, {overdue_count} of them overdue", "")
        output.print(table(loaded, "Loaded"))
        for name, frame in (("rejected rows", rejected), ("findings", findings)):
            if len(frame):
                output.print("")
                output.print(table(frame.head(_SHOWN_ROWS), f"{len(frame)} {name}"))
                if len(frame) > _SHOWN_ROWS:
                    query = "from " + name.replace("findings", "data_findings").replace(" ", "_")
                    output.print(f"… all of them: vip-sla sql '{query}'")
        if deep:
            files = how_many(len(damage), "file is", "files are")
            output.print("", f"landing: {files} not what was landed")
            for sentence in damage:
                output.print(sentence)
    if len(rejected) or len(findings) or damage:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)
