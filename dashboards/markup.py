"""HTML from Python. Text is escaped; only what `tag` made goes through as it is."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape

Attribute = str | int | bool | None
_MARK = "\x00"
"""Stands in no text that a browser shows."""


class Html(str):
    """Markup that is safe to show as it is."""

    __slots__ = ()


Child = str | None


def tag(name: str, *children: Child, **attributes: Attribute) -> Html:
    """An element. `class_` means class, `data_label` data-label; None and False leave one out."""
    opening = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{name}{opening}>{together(*children)}</{name}>")


def together(*children: Child) -> Html:
    """Children one after the other, without an element around them."""
    return Html("".join(_text(child) for child in children if child is not None))


def joined(separator: str, parts: Iterable[str]) -> Html:
    """Parts with a separator between them."""
    return together(*[each for part in parts for each in (separator, part)][1:])


def plain(text: str) -> str:
    """The words of a text as they are read, without its markup."""
    return unescape(re.sub("<[^>]*>", "", text)) if isinstance(text, Html) else text


def filled(
    say: Callable[..., str],
    key: str,
    count: float | None = None,
    counted: Html | None = None,
    /,
    **parts: str,
) -> Html:
    """A phrase with its `{names}` filled in, markup as markup; `counted` is its count as such."""
    told = list(parts.values())
    marks = {name: f"{_MARK}{place}{_MARK}" for place, name in enumerate(parts)}
    phrase = say(key, count, **marks)
    if counted is not None:
        told.append(counted)
        bare = re.sub("<[^>]*>", "", counted)
        alone = rf"(?<![\d{_MARK}]){re.escape(bare)}(?![\d{_MARK}])"
        phrase = re.sub(alone, f"{_MARK}{len(told) - 1}{_MARK}", phrase, count=1)
    pieces = re.split(rf"{_MARK}(\d+){_MARK}", phrase)
    return together(*(told[int(each)] if at % 2 else each for at, each in enumerate(pieces)))


def _text(child: str) -> str:
    return child if isinstance(child, Html) else escape(child)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
