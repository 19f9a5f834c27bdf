"""`vip-sla what-if`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from pipeline.cli.console import (
    DEMO_WORKSPACE,
    JsonOption,
    WorkspaceOption,
    output,
    print_json,
    table,
    workspace_at,
)
from pipeline.cli.console import records as json_records
from pipeline.cli.progress import RunProgress
from pipeline.marts import EVERYBODY, scenarios
from pipeline.marts.records import records
from pipeline.marts.scenarios import By, Flip, Judged, Trait
from pipeline.running.what_if import what_if as judge
from pipeline.settings.scenario import load_scenario
from pipeline.statistics.shares import Share

MOST_FLIPS = 10
"""So many responses are printed; --json tells all of them."""

_GROUPS: Sequence[By] = ("customer", "severity", "month")
_WAYS: dict[Flip, str] = {
    "newly_late": "late under the scenario only",
    "no_longer_late": "late without the scenario only",
}


def what_if(
    scenario: Annotated[
        Path, typer.Argument(metavar="SCENARIO.yml", help="Keys of policy.yml, laid over it.")
    ],
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    """Judge the newest run's history by other terms: before and after, and which verdicts flip.

    Nothing is published; the result stays in scenarios/ of the workspace, for the dashboard too.

    Example: vip-sla what-if data/scenarios/holidays.yml
    """
    place = workspace_at(workspace)
    with RunProgress("reading the manifest") as progress:
        terms = load_scenario(scenario, place.policy_file)
        file = judge(place, terms, progress.on_model)
    if as_json:
        print_json(_summary(file))
    else:
        _print(file)


def _summary(file: Path) -> dict[str, Any]:
    return {
        "scenario": scenarios.about(file).model_dump(mode="json"),
        "file": str(file),
        **{by: _rows(file, by) for by in ("all", *_GROUPS)},
        "in_common": {
            flip: json_records(scenarios.in_common(EVERYBODY, file, flip)) for flip in _WAYS
        },
        "flipped": json_records(scenarios.flipped(EVERYBODY, file)),
    }


def _rows(file: Path, by: By) -> list[dict[str, Any]]:
    return json_records(scenarios.judged(EVERYBODY, file, by))


def _print(file: Path) -> None:
    about = scenarios.about(file)
    output.print(
        f"SCENARIO {about.name}: what would have been, not what is published. History of run "
        f"{about.run_id}, reading {about.reading}.",
        "",
    )
    found = records(scenarios.judged(EVERYBODY, file, "all"), Judged)
    for by in _GROUPS:
        rows = records(scenarios.judged(EVERYBODY, file, by), Judged)
        output.print(table(_shown(rows, by)), "")
    flipped = sum(each.flipped_count for each in found)
    output.print(f"{flipped:,} verdicts flip" if flipped else "No verdict flips.")
    for flip, words in _WAYS.items():
        count = sum(getattr(each, f"{flip}_count") for each in found)
        if count:
            output.print(f"  {count:,} {words}{_in_common(file, flip)}")
    if flipped:
        _print_flips(file, flipped)
    output.print("", f"kept: {file}")


def _shown(rows: Sequence[Judged], by: By) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by: [each.group_name or each.group for each in rows],
            "published": [_share(each.before) for each in rows],
            "scenario": [_share(each.after) for each in rows],
            "newly late": [each.newly_late_count for each in rows],
            "no longer late": [each.no_longer_late_count for each in rows],
            "flipped": [each.flipped_count for each in rows],
        }
    )


def _share(share: Share) -> str:
    return f"{share.cut:.1%} of {share.whole}" if share.whole else "no case"


def _in_common(file: Path, flip: Flip) -> str:
    for each in records(scenarios.in_common(EVERYBODY, file, flip), Trait):
        return (
            f"; most in common: {each.flipped_count:,} of them have {each.trait} "
            f"{each.group_name or each.group}, as do {each.response_count:,} of "
            f"{each.all_response_count:,} responses"
        )
    return ""


def _print_flips(file: Path, flipped: int) -> None:
    rows = scenarios.flipped(EVERYBODY, file, MOST_FLIPS)
    shown = pd.DataFrame(
        {
            "response": rows["response_id"],
            "customer": rows["customer_name"],
            "opened (UTC)": rows["opened_at"].dt.strftime("%Y-%m-%d %H:%M"),
            "published": rows["outcome"],
            "scenario": rows["scenario_outcome"],
        }
    )
    title = "Which" if flipped <= MOST_FLIPS else f"The newest {MOST_FLIPS} of them"
    output.print("", table(shown, title))
