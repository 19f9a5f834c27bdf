"""Names of files are UTF-8, whatever locale a scheduler starts us in."""

import os
import sys


def in_utf8() -> None:
    """Start over in Python's UTF-8 mode where the locale knows ASCII alone, with all children."""
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
