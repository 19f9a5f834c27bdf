"""Markdown from text of others: what Streamlit would render is shown as it was written.

Streamlit reads messages, labels, captions and tooltips as Markdown, with directives of its own
(`:material/home:`, `:red[…]`) that it looks for once more in what was escaped already. So around
every mark stand word joiners too, which nobody sees.
"""

import string

from pipeline.printable import one_line

_JOINER = "\u2060"
_MARKS = str.maketrans({mark: f"{_JOINER}\\{mark}{_JOINER}" for mark in string.punctuation})


def literal(text: str) -> str:
    """The text for a place that reads Markdown; in one line, as no paragraph begins within it."""
    return one_line(text).translate(_MARKS)
