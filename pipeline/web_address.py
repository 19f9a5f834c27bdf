"""Web addresses: which ones of exports may become links, and which lead to this machine."""

from ipaddress import ip_address
from typing import TypeGuard
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https"})


def is_web(url: str | None) -> TypeGuard[str]:
    """Whether an address leads into the web; one that nobody can read leads nowhere."""
    if url is None or any(c.isspace() or not c.isprintable() for c in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in SCHEMES and parts.port != 0 and bool(parts.hostname)
    except ValueError:  # e.g. https://[::1
        return False


def host_of(url: str) -> str | None:
    """The host that an address names, in lower case; None where there is none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def is_here(host: str | None) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
