"""HTML from Python. Text is escaped; only what `tag` made goes through as it is."""

from html import escape

Attribute = str | int | bool | None


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


def _text(child: str) -> str:
    return child if isinstance(child, Html) else escape(child)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
