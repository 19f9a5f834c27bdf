"""A new workspace, from the template."""

import shutil
from pathlib import Path

from pipeline.errors import VipSlaError
from pipeline.workspace import Workspace

_TEMPLATE = Path(__file__).parent / "template"


def create_workspace(folder: Path) -> Workspace:
    """Make `folder` a workspace with commented settings; refuses a folder that holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VipSlaError(f"{folder}: is not empty; choose a new folder")
    shutil.copytree(_TEMPLATE, folder, dirs_exist_ok=True)
    workspace = Workspace(folder)
    (folder / "exports" / "helpdesk").mkdir(parents=True)
    return workspace
