"""`python -m dashboards.serve`: the dashboard, warmed up first."""

import logging
import sys
from importlib import import_module
from pathlib import Path

import click
from streamlit.web import cli

APP = Path(__file__).parent / "asgi.py"
CACHES = "streamlit.runtime.caching.cache_data_api"


def main() -> None:
    """Serve the dashboard; the arguments are those of `streamlit run` behind a file."""
    logging.getLogger(CACHES).addFilter(_is_at_run_time)
    import_module("dashboards.warming").warm_up()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    try:
        cli.main(prog_name="streamlit", standalone_mode=False)
    except click.Abort:
        pass  # Ctrl+C is how it is stopped
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def _is_at_run_time(record: logging.LogRecord) -> bool:
    """Caches made while warming up complain that no server runs yet, which is the point."""
    return "No runtime found" not in record.getMessage()


if __name__ == "__main__":
    main()
