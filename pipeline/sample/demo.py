"""The demo workspace's exports and register: a sample of fixed size and seed, kept in the tree."""

from pathlib import Path

from pipeline.sample.liveagent import ENTITIES
from pipeline.sample.register import BOOKS
from pipeline.sample.sample import SampleSummary, present, write_sample
from pipeline.workspace import Workspace

DEMO_TICKETS = 2_600
DEMO_SEED = 20
DEMO_SOURCE = "liveagent"


def write_demo(workspace_root: Path) -> SampleSummary:
    """Write the demo's exports, register and vip-sla.yml into a workspace, in place of its own.

    The exports are compressed: the names of their keys are most of what they hold.
    """
    workspace = Workspace(workspace_root)
    exports = workspace.export_folder(f"exports/{DEMO_SOURCE}")
    for old in [*present(exports, ENTITIES), *present(workspace.register, BOOKS)]:
        old.unlink()
    workspace.config_file.unlink(missing_ok=True)
    return write_sample(
        exports,
        DEMO_TICKETS,
        DEMO_SEED,
        kind="liveagent",
        file_format="ndjson.gz",
        source=DEMO_SOURCE,
        register_folder=workspace.register,
        settings_file=workspace.config_file,
    )
