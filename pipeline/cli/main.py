"""`vip-sla`: the application, its commands, and how an error is shown."""

import os
import sys
from importlib import import_module, metadata
from itertools import takewhile
from time import monotonic
from typing import Annotated

import typer

from pipeline.cli import log_line
from pipeline.cli.console import errors, output
from pipeline.cli.failure import told
from pipeline.cli.locale import in_utf8
from pipeline.errors import WrongOptionError

_NOT_FOR_OTHERS = 0o027
_COMMANDS = {
    "init": "init:init",
    "check": "check:check",
    "fetch": "fetch:fetch",
    "run": "run:run",
    "status": "status:status",
    "explain": "explain:explain",
    "alert": "alert:alert",
    "verify": "verify:verify",
    "what-if": "what_if:what_if",
    "sql": "sql:sql",
    "dashboard": "dashboard:dashboard",
    "sample": "sample:sample",
    "prune": "erasing:prune",
    "forget": "erasing:forget",
    "report": "report:report_app",
    "export": "export:export",
    "schedule": "schedule:schedule",
}
"""Each command and where it stands: whoever asks for one loads nothing of the others."""


def application(*names: str) -> typer.Typer:
    """The application with these commands; with none of them named, with all."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Response times of dedicated support, measured against the VIP SLA.",
        epilog="Exit status: 0 done; 1 failed; 2 wrong usage; 3 done, with something to look at.",
    )
    app.callback(invoke_without_command=True)(
        _before_any
    )  # even of one command, called by its name
    for name in names or _COMMANDS:
        module, _, attribute = _COMMANDS[name].partition(":")
        command = getattr(import_module(f"pipeline.cli.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command()(command)
    return app


def _before_any(
    version: Annotated[bool, typer.Option("--version", help="Say the version, and end.")] = False,
) -> None:
    if version:
        output.print(f"vip-sla {metadata.version('vip-sla')}")
        raise typer.Exit


def main() -> None:
    """Run a command; whatever keeps it from its end is one clear message and exit status 1.

    What it writes is for its user and group: it holds what customers wrote.
    """
    in_utf8()
    os.umask(os.umask(_NOT_FOR_OTHERS) | _NOT_FOR_OTHERS)
    began, status, why = monotonic(), 1, None
    try:
        form = log_line.asked_for()
    except ValueError as error:
        errors.print(f"vip-sla: {error}", style="red")
        sys.exit(2)
    try:
        application(*_COMMANDS.keys() & sys.argv[1:2])(prog_name="vip-sla")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
        raise
    except Exception as error:
        lines = told("vip-sla", error)
        why = lines[0].removeprefix("vip-sla: ")
        errors.print(*lines, style="red")
        status = 2 if isinstance(error, WrongOptionError) else 1
        sys.exit(status)
    finally:
        if form:
            log_line.say_ended(form, _command(), status, monotonic() - began, why)


def _command() -> str:
    """The command as it was called, without what it was told: `report due`."""
    names = list(takewhile(lambda each: each.replace("-", "").isalpha(), sys.argv[1:3]))
    is_known = bool(names) and names[0] in _COMMANDS
    return " ".join(names[: 2 if names[:1] == ["report"] else 1]) if is_known else "-"
