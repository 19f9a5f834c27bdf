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
    _copy(_TEMPLATE, folder)
    (folder / "exports" / "helpdesk").mkdir(parents=True)
    return Workspace(folder)


def _copy(template: Path, folder: Path) -> None:
    """The contents alone: who may read them is for whoever makes the workspace to say."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in template.iterdir():
        if entry.is_dir():
            _copy(entry, folder / entry.name)
        else:
            shutil.copyfile(entry, folder / entry.name)
