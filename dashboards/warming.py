"""What the first visitor of a server would have to wait for, done before it answers."""

from datetime import UTC, datetime
from importlib import import_module
from pkgutil import walk_packages

import duckdb

import dashboards
from dashboards import snapshot
from dashboards.wording import wording
from pipeline import marts
from pipeline.errors import VipSlaError
from pipeline.marts import EVERYBODY
from pipeline.wording.catalogues import LANGUAGES
from pipeline.wording.formatting import Formatting

APP = "dashboards.app"
"""Not a module but the script itself, which importing would run."""


def warm_up() -> None:
    """Import what pages are made of, read their words, and open the newest snapshot."""
    for module in walk_packages(dashboards.__path__, "dashboards."):
        if module.name != APP:
            import_module(module.name)
    for language in LANGUAGES:
        Formatting(wording(language).locale, "UTC").full_moment(datetime.now(UTC))
    try:
        marts.run_info(EVERYBODY, snapshot.newest())
    except (VipSlaError, duckdb.Error):
        return  # the page says so, and what to do
