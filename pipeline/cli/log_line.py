"""One line for whoever gathers logs: which command ended how, and how long it took.

`VIP_SLA_LOG=logfmt` or `=json` has every command write it to standard error as its last one.
"""

import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from pipeline.cli.console import errors
from pipeline.printable import one_line

VARIABLE = "VIP_SLA_LOG"
FORMS = ("logfmt", "json")
_LEVELS = {0: "info", 3: "warning"}


def asked_for() -> str | None:
    """The form that the environment asks for; None for none. Raises ValueError for another one."""
    form = os.environ.get(VARIABLE) or None
    if form is not None and form not in FORMS:
        raise ValueError(f"{VARIABLE} is {form!r}; write {' or '.join(FORMS)}, or leave it out")
    return form


def say_ended(form: str, command: str, status: int, seconds: float, why: str | None) -> None:
    """Write the line of a command that ended with a status."""
    told: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": _LEVELS.get(status, "error"),
        "command": command,
        "status": status,
        "seconds": round(seconds, 3),
    }
    if workspace := _workspace(sys.argv[1:]):
        told["workspace"] = workspace
    if why:
        told["error"] = one_line(why)
    line = json.dumps(told, ensure_ascii=True) if form == "json" else _logfmt(told)
    errors.print(line)


def _workspace(arguments: Sequence[str]) -> str | None:
    """The workspace that the command was told of: by its option, else by the environment.

    Read off the command line, so that a command that was called in a wrong way tells it, too.
    """
    told = os.environ.get("VIP_SLA_WORKSPACE")
    for argument, following in zip_longest(arguments, arguments[1:]):
        if argument == "--workspace":
            told = following or told
        elif argument.startswith("--workspace="):
            told = argument.partition("=")[2]
    return told


def _logfmt(told: dict[str, object]) -> str:
    return " ".join(f"{name}={_value(str(value))}" for name, value in told.items())


def _value(text: str) -> str:
    return text if re.fullmatch(r"[\w.:/+-]+", text, re.ASCII) else json.dumps(text)
