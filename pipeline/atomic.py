"""Writing so that a file is either there, whole and on disk, or not there at all; its seal."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def publish(aside: Path, final: Path) -> None:
    """Move a finished file from `aside` (same file system) to its place, in one durable step."""
    with aside.open("rb") as written:
        os.fsync(written.fileno())
    final.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def publish_json(content: dict[str, Any], final: Path) -> None:
    """Write `content` as readable JSON to `final`, in one durable step."""
    final.parent.mkdir(parents=True, exist_ok=True)
    aside = final.with_name(f".{final.name}.aside")
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
    aside.write_text(text + "\n", encoding="utf-8")
    publish(aside, final)


def sealed(path: Path) -> str:
    """The seal of a file: sha256 of its bytes, as hexadecimal text. Raises OSError."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
