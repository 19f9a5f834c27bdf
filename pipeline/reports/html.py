"""A told report as one HTML file: styles and pictures inside, no script, nothing from elsewhere."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.palette import PALETTE
from pipeline.reports.document import Block, Chart, Document, Facts, Paragraph, Steps, Table

TEMPLATES = Path(__file__).parent / "template"
_KINDS: dict[type[Block], str] = {
    Paragraph: "paragraph",
    Table: "table",
    Chart: "chart",
    Facts: "facts",
    Steps: "steps",
}


def html_bytes(document: Document) -> bytes:
    """The document as a page. Whatever it tells is escaped; only our own charts are markup."""
    page: str = _template().render(document=document, palette=PALETTE, kind=_kind, picture=_picture)
    return page.encode()


def _kind(block: Block) -> str:
    return _KINDS[type(block)]


def _picture(chart: Chart) -> Markup:
    # made by our own template, which escapes what it is given
    return Markup(chart.svg)


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
    return environment.get_template("report.html")
