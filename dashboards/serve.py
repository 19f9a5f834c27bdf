"""`python -m dashboards.serve`: `streamlit run dashboards/app.py`, warmed up first."""

import logging
import sys
from importlib import import_module
from pathlib import Path

from streamlit.web import cli

APP = Path(__file__).parent / "app.py"
CACHES = "streamlit.runtime.caching.cache_data_api"


def main() -> None:
    """Serve the dashboard; the arguments are those of `streamlit run` behind its file."""
    logging.getLogger(CACHES).addFilter(_is_at_run_time)
    import_module("dashboards.warming").warm_up()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main(prog_name="streamlit")


def _is_at_run_time(record: logging.LogRecord) -> bool:
    """Caches made while warming up complain that no server runs yet, which is the point."""
    return "No runtime found" not in record.getMessage()


if __name__ == "__main__":
    main()
