"""A told report as one HTML file: styles and pictures inside, no script, nothing from elsewhere."""

import base64
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.palette import PALETTE
from pipeline.reports.document import (
    Block,
    Chart,
    Document,
    Facts,
    Paragraph,
    Steps,
    Table,
    figure,
    whole,
)
from pipeline.reports.fonts import FOLDER

TEMPLATES = Path(__file__).parent / "template"
FONTS = {400: "VIPSLASans-Regular.woff2", 600: "VIPSLASans-SemiBold.woff2"}
"""By weight: Source Sans 3 as far as European languages need it (pyftsubset), by a name of its own,
as its licence asks; small enough to go with every page."""
_KINDS: dict[type[Block], str] = {
    Paragraph: "paragraph",
    Table: "table",
    Chart: "chart",
    Facts: "facts",
    Steps: "steps",
}


def html_bytes(document: Document) -> bytes:
    """The document as a page. Whatever it tells is escaped; only our own charts are markup."""
    page: str = _template().render(
        document=document, palette=PALETTE, kind=_kind, picture=_picture, fonts=_fonts()
    )
    return page.encode()


def _kind(block: Block) -> str:
    return _KINDS[type(block)]


def _picture(chart: Chart) -> Markup:
    # made by our own template, which escapes what it is given
    return Markup(chart.svg)


@lru_cache
def _fonts() -> Mapping[int, str]:
    """The report's own fonts by their weight, as the page holds them."""
    return {
        weight: base64.b64encode((FOLDER / "page" / file).read_bytes()).decode()
        for weight, file in FONTS.items()
    }


@lru_cache
def _template() -> Template:
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "whole": whole}
    return environment.get_template("report.html")
