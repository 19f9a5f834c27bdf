"""`python -m dashboards.serve`: the dashboard, warmed up first."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import click
import duckdb
from streamlit.web import cli

import dashboards
from dashboards import monitoring, snapshot
from dashboards.wording import wording
from pipeline import marts
from pipeline.errors import VipSlaError
from pipeline.marts import EVERYBODY
from pipeline.palette import PALETTE
from pipeline.wording.catalogues import LANGUAGES
from pipeline.wording.formatting import Formatting

APP = Path(__file__).parent / "asgi.py"
CACHES = "streamlit.runtime.caching.cache_data_api"
LIMITS = {"VIP_SLA_QUERY_MEMORY": "1GB", "VIP_SLA_QUERY_THREADS": "2"}
"""Of each of the few snapshots that are open at once, where the environment says nothing else.

A server lives beside others: DuckDB by itself takes four fifths of the machine for each.
"""
COLOURS = {
    "primaryColor": "link",
    "backgroundColor": "page",
    "secondaryBackgroundColor": "wash",
    "textColor": "ink",
    "linkColor": "link",
    "borderColor": "line",
}
"""What Streamlit calls them, by their names in the palette."""
WITHOUT_CLEARING_UP = ("--runner.postScriptGC", "false")
"""Streamlit looks for garbage among all objects behind each page, and each look at a new snapshot,
while everybody waits; Python does by itself, and not as often.
"""
SCRIPT = "dashboards.app"
"""Not a module but the script itself, which importing would run."""


def main() -> None:
    """Serve the dashboard; the arguments are those of `streamlit run` behind a file."""
    for variable, limit in LIMITS.items():
        os.environ.setdefault(variable, limit)
    logging.getLogger(CACHES).addFilter(_is_at_run_time)
    warm_up()
    gc.freeze()  # what is here by now stays: nobody need look through it again
    if port := os.environ.get(monitoring.VARIABLE):
        monitoring.serve_metrics(int(port))
    sys.argv = ["streamlit", "run", str(APP), *theme(), *WITHOUT_CLEARING_UP, *sys.argv[1:]]
    try:
        cli.main(prog_name="streamlit", standalone_mode=False)
    except click.Abort:
        pass  # Ctrl+C is how it is stopped
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def theme() -> Iterator[str]:
    """Streamlit's own colours, as options of its command line."""
    for option, name in COLOURS.items():
        yield from (f"--theme.light.{option}", PALETTE[name].light)
        yield from (f"--theme.dark.{option}", PALETTE[name].dark)


def _is_at_run_time(record: logging.LogRecord) -> bool:
    """Caches made while warming up complain that no server runs yet, which is the point."""
    return "No runtime found" not in record.getMessage()


def warm_up() -> None:
    """Import what pages are made of, read their words, and open the newest snapshot."""
    for module in walk_packages(dashboards.__path__, "dashboards."):
        if module.name != SCRIPT:
            import_module(module.name)
    for language in LANGUAGES:
        Formatting(wording(language).locale, "UTC").full_moment(datetime.now(UTC))
    try:
        marts.run_info(EVERYBODY, snapshot.newest())
    except (VipSlaError, duckdb.Error):
        return  # the page says so, and what to do


if __name__ == "__main__":
    main()
