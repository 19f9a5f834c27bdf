"""What tests of all three parts share: workspaces that are built once for everybody."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import filelock
import pytest
from xdist.scheduler import LoadFileScheduling

from pipeline.running.run import run
from pipeline.workspace import Workspace
from tests.planned import by_dbt, carried_out_here, go_on_from_what_is_parsed

REPOSITORY = Path(__file__).parent.parent
SHOWN_THE_DEMO = ("test_browser.py", "test_browser_charts.py", "test_browser_live.py")
"""One worker has them all, and so they have one dashboard."""
# The first one needs no demo, which the next one has to build.
LONGEST = [
    *("test_wheel.py", *SHOWN_THE_DEMO, "test_spark.py", "test_reference.py"),
    *("test_browser_access.py", "test_increment.py", "test_stories.py"),
]


def copy_settings(source: Path, target: Path) -> None:
    """Copy what people keep in a workspace, and nothing that runs write."""
    for name in ("vip-sla.yml", "policy.yml"):
        shutil.copy(source / name, target / name)
    for name in ("register", "exports"):
        shutil.copytree(source / name, target / name, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workspace:
    """The demo workspace with a published snapshot; only to be read."""
    return _demo(_shared(tmp_path_factory, worker_id))


@pytest.fixture(scope="session", autouse=True)
def _planned(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    shared = _shared(tmp_path_factory, worker_id)
    with carried_out_here(shared / "caches", lambda: _demo(shared)):
        yield


@pytest.fixture(scope="session", autouse=True)
def _unflushed() -> Iterator[None]:
    """Nothing waits until it is on the disk: no test pulls the plug."""
    with patch.object(os, "fsync", lambda descriptor: None):
        yield


def _demo(shared: Path) -> Workspace:
    """The demo, built by dbt once for all workers."""
    workspace = Workspace(shared / "demo")
    with filelock.FileLock(shared / "demo.lock"):
        if not workspace.published.exists():
            workspace.root.mkdir(exist_ok=True)
            copy_settings(REPOSITORY / "data", workspace.root)
            with by_dbt():
                run(workspace)
    go_on_from_what_is_parsed(shared / "caches")
    return workspace


def _shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder for what all workers share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: tests wait for browsers, servers and disks."""
    return (os.cpu_count() or 1) * 3 // 2


class _ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "the demo's dashboard" if file.endswith(SHOWN_THE_DEMO) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Files stay whole."""
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left alone with it at the end.

    Garbage is looked for less often than usual, as most of what is here by now stays.
    """
    gc.set_threshold(20_000, 20, 20)
    items.sort(key=lambda item: [*LONGEST, item.path.name].index(item.path.name))
