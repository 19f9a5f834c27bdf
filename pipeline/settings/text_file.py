"""Files that people keep by hand, read with care: never a pipe or a device, never without end."""

import stat
from pathlib import Path

LARGEST_BYTES = 32 << 20
"""More than any register or policy holds; what is larger is another file under a wrong name."""


class NotAFileError(OSError):
    """What stands under the name cannot be read as a file; `strerror` says what it is."""


def read_bytes(path: Path) -> bytes:
    """The content of a regular file. Raises FileNotFoundError, NotAFileError or another OSError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise NotAFileError(0, "it is a folder, a pipe or a device, not a file", str(path))
    if found.st_size > LARGEST_BYTES:
        size = f"{found.st_size / (1 << 20):.0f} MB"
        raise NotAFileError(0, f"it is larger than settings ever are ({size})", str(path))
    return path.read_bytes()
