"""A letter's words as plain text and as HTML; neither has anything that the other lacks."""

import textwrap
from functools import cache

import jinja2

from pipeline.mail.letter import Body, Item, Link

WIDTH = 76


def as_text(body: Body) -> str:
    """The words for a reader of plain text."""
    facts = "\n".join(f"{label}: {value}" for label, value in body.facts)
    blocks = [
        *(textwrap.fill(words, WIDTH, break_long_words=False) for words in body.paragraphs),
        facts,
        *(_item(item) for item in body.items),
        _link(body.link),
        body.closing,
        f"-- \n{textwrap.fill(body.foot, WIDTH)}" if body.foot else "",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_html(body: Body) -> str:
    """The words for everybody else: one file without scripts, pictures or addresses to load."""
    return _template().render(body=body, line_break="\n")


def _item(item: Item) -> str:
    lines = [*item.lines, _link(item.link)]
    return "\n".join([f"* {item.title}", *(f"  {line}" for line in lines if line)])


def _link(link: Link | None) -> str:
    return f"{link.label}: {link.url}" if link else ""


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.mail", "template"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("letter.html")
