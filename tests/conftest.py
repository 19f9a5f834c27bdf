"""What tests of all three parts share: workspaces that are built once for everybody."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.planned import by_dbt, carried_out_here

REPOSITORY = Path(__file__).parent.parent
LONGEST = {"test_reference.py", "test_browser_access.py", "test_stories.py", "test_wheel.py"}


def copy_settings(source: Path, target: Path) -> None:
    """Copy what people keep in a workspace, and nothing that runs write."""
    for name in ("vip-sla.yml", "policy.yml"):
        shutil.copy(source / name, target / name)
    for name in ("register", "exports"):
        shutil.copytree(source / name, target / name, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workspace:
    """The demo workspace with a published snapshot; only to be read. Built once for all workers."""
    shared = _shared(tmp_path_factory, worker_id)
    workspace = Workspace(shared / "demo")
    with filelock.FileLock(shared / "demo.lock"):
        if not workspace.published.exists():
            workspace.root.mkdir(exist_ok=True)
            copy_settings(REPOSITORY / "data", workspace.root)
            with by_dbt():
                run(workspace)
    return workspace


@pytest.fixture(scope="session", autouse=True)
def _planned(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    with carried_out_here(_shared(tmp_path_factory, worker_id)):
        yield


def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder for what all workers share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)
