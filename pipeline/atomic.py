"""Writing so that a file is either there, whole and on disk, or not there at all; its seal."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def publish(aside: Path, final: Path) -> None:
    """Move a finished file from `aside` (same file system) to its place, in one durable step."""
    flush(aside)
    final.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(final)
    flush(final.parent)


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def beside(final: Path) -> Iterator[Path]:
    """A path to write to, beside `final`: what stands there at the end is published.

    Where that fails nothing stays of it, and `final` is what it was.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    aside = final.with_name(f".{final.name}.aside")
    try:
        yield aside
        publish(aside, final)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def publish_bytes(content: bytes, final: Path) -> None:
    """Write `content` to `final`, in one durable step."""
    with beside(final) as aside:
        aside.write_bytes(content)


def publish_json(content: dict[str, Any], final: Path) -> None:
    """Write `content` as readable JSON to `final`, in one durable step."""
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
    publish_bytes(f"{text}\n".encode(), final)


def remembered_json(path: Path) -> dict[str, Any]:
    """What `publish_json` wrote; empty where there is nothing, or nothing that can be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def sealed(path: Path) -> str:
    """The seal of a file: sha256 of its bytes, as hexadecimal text. Raises OSError."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
