"""What access.yml and secrets.toml say as they are now, read again when they change."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboards import snapshot
from pipeline.settings.access import Access, load_access
from pipeline.settings.login import Login, load_login
from pipeline.workspace import Workspace

_Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Rules:
    """Who may see what, and where they log in; neither where nobody logs in."""

    access: Access | None
    login: Login | None


def current() -> Rules:
    """The rules of the workspace. Raises SettingsError for a mistake, or half of them."""
    workspace = snapshot.workspace()
    return _read(workspace.root, _stamp(workspace.access_file), _stamp(workspace.secrets_file))


@lru_cache(maxsize=4)
def _read(root: Path, _access_stamp: _Stamp, _secrets_stamp: _Stamp) -> Rules:
    workspace = Workspace(root)
    access = load_access(workspace)
    return Rules(access, load_login(workspace.secrets_file) if access else None)


def _stamp(file: Path) -> _Stamp:
    """What changes when the file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
