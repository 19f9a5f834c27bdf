"""How soon the dashboard's pages are there: `python -m tests.bench_pages WORKSPACE`.

Each page in windows that know nothing yet, beside an empty page of Streamlit as a measure of the
machine: milliseconds from asking for the address until title and table or picture are there, the
median of several windows. A measurement, not a test.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from pipeline import marts
from pipeline.workspace import Workspace
from tests.dashboards.browser import free_port, launched, served, serving
from tests.dashboards.looking import PAGES

WINDOWS = 7
SETTLES_MS = 1500
SEEN = {"title": "h1", "table": ".sla-table", "picture": ".js-plotly-plot .main-svg"}
WATCH = f"""
window.seen = {{}};
const look = () => {{
    for (const [name, place] of Object.entries({SEEN}))
        if (!(name in seen) && document.querySelector(place)) seen[name] = performance.now();
    requestAnimationFrame(look);
}};
requestAnimationFrame(look);
"""


EMPTY = "(an empty page)"


def main(folder: Path) -> None:
    """Measure every page of a published workspace, and print a line each."""
    for page, seen in measured(folder).items():
        told = ", ".join(f"{name} {seen[name]:.0f} ms" for name in SEEN if name in seen)
        print(f"{page:16} {told}")


def measured(folder: Path) -> dict[str, Mapping[str, float]]:
    """When what of SEEN was there on each page, and on an empty one: milliseconds."""
    with launched() as browser:
        with _empty_page() as address:
            found = {EMPTY: _median(browser, address)}
        with served(folder) as address:
            for name in PAGES:
                found[name] = _median(browser, address + path_of(name, folder))
    return found


def path_of(page: str, folder: Path) -> str:
    if page == "overview":
        return "/"
    if page != "ticket":
        return f"/{page}"
    query = (
        "select concat(source, ':', ticket_id) as key from fct_responses where outcome = 'breached'"
    )
    late = marts.ask(marts.newest_snapshot(Workspace(folder)), f"{query} limit 1")
    return f"/ticket?ticket={late['key'].iloc[0]}"


@contextmanager
def _empty_page() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text("import streamlit as st\nst.title('Empty')\n", encoding="utf-8")
        port = free_port()
        address = f"http://localhost:{port}"
        command = [
            *(sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"),
            *("--server.address", "localhost", "--server.port", str(port)),
        ]
        with serving(command, f"{address}/_stcore/health", Path(folder)):
            yield address


def _median(browser: Browser, address: str) -> Mapping[str, float]:
    found = [_seen(browser, address) for _ in range(WINDOWS)]
    return {
        name: statistics.median(seen[name] for seen in found)
        for name in SEEN
        if all(name in seen for seen in found)
    }


def _seen(browser: Browser, address: str) -> Mapping[str, float]:
    """When each of them was there, in a new window."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(address, wait_until="commit")
        page.wait_for_selector("h1")
        page.wait_for_timeout(SETTLES_MS)
        seen: Mapping[str, float] = page.evaluate("window.seen")
        return seen


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data"))
