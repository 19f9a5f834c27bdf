"""What a command says when it cannot end as it should: always a sentence, never a traceback."""

import os
import tempfile
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pipeline.alone import Failed
from pipeline.cli.console import errors
from pipeline.errors import VipSlaError
from pipeline.shortage import shortage


def failure(error: Exception) -> str:
    """The one message: what a person can mend as it says itself, anything else with its log."""
    if isinstance(error, VipSlaError):
        return str(error)
    if lack := shortage(error):
        return f"{_place(error)}{lack}"
    if isinstance(error, OSError) and error.strerror:  # a folder that may not be written
        return f"{_place(error)}{error.strerror}"
    name, words = type(error).__name__, " ".join(str(error).split())[:300]
    return f"stopped by something unforeseen ({name}: {words or 'no more is known'}); {_log(error)}"


def print_failed(what: str, failed: Iterable[Failed]) -> None:
    """A line for each that failed while the others were done."""
    for each in failed:
        first, *more = failure(each.error).split("\n")
        errors.print(f"{each.name}: {what}: {first}", *more, style="red")


def failed_record(failed: Iterable[Failed]) -> list[dict[str, str]]:
    """The same for JSON."""
    return [{"name": each.name, "reason": failure(each.error)} for each in failed]


def _place(error: Exception) -> str:
    filename = getattr(error, "filename", None)
    return f"{os.fsdecode(filename)}: " if isinstance(filename, str | bytes) else ""


def _log(error: Exception) -> str:
    """Where the traceback is kept, for whoever can read one."""
    try:
        descriptor, name = tempfile.mkstemp(
            prefix=f"vip-sla-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-", suffix=".log"
        )
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as log:
            traceback.print_exception(error, file=log)
    except OSError as refused:
        return f"the details could not be written to a file ({refused.strerror})"
    return f"the details are in {Path(name)}"
