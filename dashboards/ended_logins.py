"""Which logins were ended: an empty file each in the workspace, named by the login.

So an end holds for every server of the workspace at once and after each start, and two that end
at the same time cannot lose each other's.
"""

import logging
import time
from datetime import timedelta
from pathlib import Path

from dashboards import snapshot
from pipeline.atomic import flush

_LOG = logging.getLogger(__name__)

_unwritten: set[str] = set()
"""Ended in this process, whatever became of their files."""


def holds(login_id: str) -> bool:
    """Whether this login was ended; also where that cannot be looked up."""
    if login_id in _unwritten:
        return True
    try:
        (_folder() / login_id).lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        _LOG.error("%s: cannot be read, so no login counts: %s", _folder(), error.strerror)
    return True


def add(login_id: str, remembered: timedelta) -> None:
    """Remember that this login was ended; forget those whose cookies are past use anyway."""
    _unwritten.add(login_id)
    folder = _folder()
    try:
        folder.mkdir(exist_ok=True)
        (folder / login_id).touch()
        flush(folder)
    except OSError as error:
        _LOG.error(
            "%s: a logout cannot be written (%s), and ends with this server; make room there, or "
            "let the dashboard write into it",
            folder,
            error.strerror,
        )
        return
    _unwritten.discard(login_id)
    _forget(folder, time.time() - remembered.total_seconds())


def _folder() -> Path:
    return snapshot.workspace().ended_logins


def _forget(folder: Path, before: float) -> None:
    for file in folder.iterdir():
        try:
            if file.stat().st_mtime < before:
                file.unlink()
        except OSError:
            continue  # another server was here
