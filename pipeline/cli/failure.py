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
from pipeline.printable import one_line
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


def told(who: str, error: Exception) -> list[str]:
    """The message in its lines; those behind the first are set in, so that none begins like ours.

    A line break may be one of a file's name, or of what an export holds.
    """
    first, *more = failure(error).split("\n")
    return [f"{who}: {first}", *(f"  {line}" for line in more)]


def print_failed(what: str, failed: Iterable[Failed]) -> None:
    """A message for each that failed while the others were done."""
    for each in failed:
        errors.print(*told(f"{one_line(each.name)}: {what}", each.error), style="red")


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
