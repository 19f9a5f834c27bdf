"""A letter's words as plain text and as HTML; neither has anything that the other lacks.

Every word passes `one_line` on its way into either, as subjects and names may hold anything.
"""

import textwrap
from functools import cache

import jinja2

from pipeline.mail.letter import Body, Item, Link
from pipeline.palette import PALETTE
from pipeline.printable import one_line

WIDTH = 76


def as_text(body: Body) -> str:
    """The words for a reader of plain text."""
    facts = "\n".join(f"{one_line(label)}: {one_line(value)}" for label, value in body.facts)
    blocks = [
        *(_filled(words) for words in body.paragraphs),
        facts,
        *(_item(item) for item in body.items),
        _link(body.link),
        "\n".join(map(one_line, body.closing.splitlines())),
        f"-- \n{_filled(body.foot)}" if body.foot else "",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_html(body: Body) -> str:
    """The words for everybody else: one file without scripts, pictures or addresses to load."""
    return _template().render(body=body, line_break="\n", line_colour=PALETTE["faint"].light)


def _item(item: Item) -> str:
    lines = [*map(one_line, item.lines), *map(_link, item.links)]
    return "\n".join([f"* {one_line(item.title)}", *(f"  {line}" for line in lines if line)])


def _link(link: Link | None) -> str:
    return f"{one_line(link.label)}: {one_line(link.url)}" if link else ""


def _filled(words: str) -> str:
    return textwrap.fill(one_line(words), WIDTH, break_long_words=False)


def _html(value: object) -> object:
    """What a place of the template takes; numbers and such as they are."""
    return one_line(value) if isinstance(value, str) else value


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.mail", "template"),
        autoescape=True,
        finalize=_html,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("letter.html")
