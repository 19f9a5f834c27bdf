"""What became of the newest run, for whoever watches over runs: published, or why not."""

from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipeline.atomic import publish_json, remembered_json
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class LastRun:
    """The newest run: when it ended, how, and the run's id or why nothing was published.

    One that settings kept from beginning counts, too; one that somebody mistyped does not.
    """

    ended_at: datetime
    outcome: Literal["published", "failed"]
    told: str


def remember(workspace: Workspace, outcome: Literal["published", "failed"], told: str) -> None:
    """Write it down; where that fails, the run itself has said what keeps us from writing."""
    last = asdict(LastRun(datetime.now(UTC), outcome, told))
    with suppress(OSError):
        publish_json(last | {"ended_at": last["ended_at"].isoformat()}, _file(workspace))


def last_run(workspace: Workspace) -> LastRun | None:
    """The newest run that is known of; None where none is, or nobody may read of it."""
    told = remembered_json(_file(workspace))
    try:
        ended_at = datetime.fromisoformat(told["ended_at"])
        return LastRun(ended_at, told["outcome"], str(told["told"]))
    except (ValueError, KeyError, TypeError):
        return None


def _file(workspace: Workspace) -> Path:
    return workspace.build / "last_run.json"
