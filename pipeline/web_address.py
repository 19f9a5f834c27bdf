"""Which addresses of exports may become links."""

from typing import TypeGuard
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https"})


def is_web(url: str | None) -> TypeGuard[str]:
    """Whether an address leads into the web; one that nobody can read leads nowhere."""
    try:
        return url is not None and urlsplit(url).scheme in SCHEMES
    except ValueError:  # e.g. https://[::1
        return False
