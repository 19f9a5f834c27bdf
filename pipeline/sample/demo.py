"""The demo workspace's exports and register: a sample of fixed size and seed, kept in the tree."""

from pathlib import Path

from pipeline.sample.generic import ENTITIES
from pipeline.sample.register import BOOKS
from pipeline.sample.sample import SampleSummary, present, write_sample
from pipeline.workspace import Workspace

DEMO_TICKETS = 2_600
DEMO_SEED = 20
DEMO_SOURCE = "helpdesk"


def write_demo(workspace_root: Path) -> SampleSummary:
    """Write the demo's exports and register into a workspace, in place of those that it has."""
    workspace = Workspace(workspace_root)
    exports = workspace.export_folder(f"exports/{DEMO_SOURCE}")
    for old in [*present(exports, ENTITIES), *present(workspace.register, BOOKS)]:
        old.unlink()
    return write_sample(
        exports,
        DEMO_TICKETS,
        DEMO_SEED,
        source=DEMO_SOURCE,
        register_folder=workspace.register,
    )
