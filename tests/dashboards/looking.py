"""Pages as Streamlit's own test bed shows them."""

import re
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

import dashboards

FOLDER = Path(dashboards.__file__).parent
APP = FOLDER / "app.py"
PAGES = {
    file.stem: f"app_pages/{file.name}" for file in sorted((FOLDER / "app_pages").glob("*.py"))
}
"""Every page there is, by the name that its address has."""

Look = Callable[..., AppTest]
"""Opens a page of a workspace's dashboard: `look(page, workspace, **address)`."""


def markup(app: AppTest) -> str:
    """All markup on the page but the frame's style and script."""
    frame = "<style>", "<script data-lang="
    return "\n".join(each.value for each in app.html if not each.value.startswith(frame))


def shown(app: AppTest) -> str:
    """The same, where a count is no link but its words alone."""
    return COUNT.sub(r"\2", markup(app))


COUNT = re.compile(r'<a href="([^"]*)" class="sla-count" data-sla-count="\d+">(.*?)</a>')
"""A count as the link to what it counts: where it leads, and its words."""
