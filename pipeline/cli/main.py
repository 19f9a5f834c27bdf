"""`vip-sla`: the application, its commands, and how an error is shown."""

import os
import sys

import typer

from pipeline.cli.alert import alert
from pipeline.cli.check import check
from pipeline.cli.console import errors
from pipeline.cli.dashboard import dashboard
from pipeline.cli.erasing import forget, prune
from pipeline.cli.explain import explain
from pipeline.cli.failure import told
from pipeline.cli.fetch import fetch
from pipeline.cli.init import init
from pipeline.cli.locale import in_utf8
from pipeline.cli.report import report_app
from pipeline.cli.run import run
from pipeline.cli.sample import sample
from pipeline.cli.sql import sql
from pipeline.cli.status import status
from pipeline.cli.verify import verify

_NOT_FOR_OTHERS = 0o027

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Response times of dedicated support, measured against the VIP SLA.",
    epilog="Exit status: 0 done; 1 failed; 2 wrong usage; 3 done, with something to look at.",
)
for command in (
    init,
    check,
    fetch,
    run,
    status,
    explain,
    alert,
    verify,
    sql,
    dashboard,
    sample,
    prune,
    forget,
):
    app.command()(command)
app.add_typer(report_app, name="report")


def main() -> None:
    """Run a command; whatever keeps it from its end is one clear message and exit status 1.

    What it writes is for its user and group: it holds what customers wrote.
    """
    in_utf8()
    os.umask(os.umask(_NOT_FOR_OTHERS) | _NOT_FOR_OTHERS)
    try:
        app(prog_name="vip-sla")
    except Exception as error:
        errors.print(*told("vip-sla", error), style="red")
        sys.exit(1)
