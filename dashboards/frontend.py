"""Streamlit's page and scripts for the browser, handed out so that a page is there sooner.

A browser would learn only from the dashboard's first words which scripts draw them, and ask for
some thirty small files then, one after the other. So the page names them, and comes from memory
with all that it needs at once; with its style, too, so that nothing jumps when words come.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import streamlit
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.palette import css_variables

STYLES = sorted((Path(__file__).parent / "style").glob("*.css"))
STATIC = Path(streamlit.__file__).parent / "static"
PAGES = Path(__file__).parent / "app_pages"
ELEMENTS = ("Html", "ButtonGroup", "Selectbox", "TextInput")
"""What every page begins with: the first part of their scripts' names."""
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
YEAR = 31_536_000
ROOT = '<div id="root">'
_IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
_NAMED = re.compile(r"\./(static/[\w./-]+)")


class Frontend:
    """Around Streamlit: what a page begins with comes from memory, all else from Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        at_once = at_the_start(STATIC)
        soon = [name for name in of_elements(STATIC, ELEMENTS) if name not in at_once]
        page = announcing(STATIC, soon)
        paths = ["/", *(f"/{file.stem}" for file in PAGES.glob("*.py"))]
        self.kept = {**in_memory(STATIC, [*at_once, *soon]), **dict.fromkeys(paths, page)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is kept, and pass all else on."""
        is_read = scope["type"] == "http" and scope["method"] == "GET"
        answer = self.kept.get(scope["path"]) if is_read else None
        await (answer or self.app)(scope, receive, send)


def at_the_start(static: Path) -> list[str]:
    """The files that Streamlit's page names, by their path."""
    found = _NAMED.findall((static / "index.html").read_text(encoding="utf-8"))
    known = (name for name in found if Path(name).suffix in TYPES)
    return list(dict.fromkeys(name for name in known if (static / name).is_file()))


def of_elements(static: Path, elements: Iterable[str]) -> list[str]:
    """The scripts of these elements, and those that they import in turn."""
    scripts = static / "static" / "js"
    to_read = [file.name for name in elements for file in sorted(scripts.glob(f"{name}.*.js"))]
    found: dict[str, None] = {}
    while to_read:
        name = to_read.pop(0)
        if name not in found:
            found[name] = None
            to_read += _IMPORTED.findall((scripts / name).read_text(encoding="utf-8"))
    return [f"static/js/{name}" for name in found]


def announcing(static: Path, soon: Iterable[str]) -> Response:
    """Streamlit's page, styled as ours are, with scripts named that it will ask for soon."""
    page = (static / "index.html").read_text(encoding="utf-8")
    links = [f'<link rel="modulepreload" crossorigin href="./{name}">' for name in soon]
    told = page.replace("</head>", "".join([*links, "</head>"]), 1)
    told = told.replace(ROOT, f"<style>{style()}</style>{ROOT}", 1)  # behind Streamlit's, to win
    return Response(told, media_type="text/html", headers={"cache-control": "no-cache"})


def style() -> str:
    """The palette and all styles; one that comes later wins."""
    written = (file.read_text(encoding="utf-8") for file in STYLES)
    return "\n".join([f":root {{ {css_variables()} }}", *written])


def in_memory(static: Path, names: Iterable[str]) -> Mapping[str, Response]:
    """An answer for each file, which a browser keeps: its name changes with what is in it."""
    return {
        f"/{name}": Response(
            (static / name).read_bytes(),
            media_type=TYPES[Path(name).suffix],
            headers={"cache-control": f"public, immutable, max-age={YEAR}"},
        )
        for name in names
    }
