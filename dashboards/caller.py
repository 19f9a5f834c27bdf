"""Where a request comes from, by its headers: this machine, a proxy, a page of somebody else's."""

import re
from collections.abc import Collection, Mapping

from pipeline.settings.login import LOOPBACK

_HOST = re.compile(r"(?P<name>\[[0-9a-f:]+\]|[^:\[\]@/]+)(:\d{1,5})?")
_PROXY = re.compile(
    r"forwarded|via|cdn-loop|client-ip|true-client-ip|front-end-https|(cf|fastly|proxy)-.*"
    r"|x-(forwarded|real|original|client|cluster|proxy|proxyuser|envoy|amzn|azure|appengine|scheme"
    r"|url-scheme|host|server)(-.*)?"
)
_OWN_SITES = {"same-origin", "none"}
"""What a browser says of requests by our own pages, and of addresses that somebody typed."""


def is_here(headers: Mapping[str, str]) -> bool:
    """Whether this machine is asked for under its own name, with nobody in between.

    The name tells apart what a proxy hands on, and web pages that have made their own name ours.
    """
    host = _HOST.fullmatch(_lower(headers).get("host", "").lower())
    is_own_name = host is not None and host["name"].strip("[]") in LOOPBACK
    return is_own_name and not any(_PROXY.fullmatch(name) for name in _lower(headers))


def is_of_another_origin(headers: Mapping[str, str], ours: Collection[str] = ()) -> bool:
    """Whether a page asks that is neither at the address asked for nor at one of ours."""
    said = _lower(headers)
    host, origin = said.get("host", "").lower(), said.get("origin")
    if origin is not None and origin.lower() not in {f"http://{host}", f"https://{host}", *ours}:
        return True
    return said.get("sec-fetch-site", "none").lower() not in _OWN_SITES


def follows_a_link(headers: Mapping[str, str]) -> bool:
    """Whether a browser opens a whole page, as behind a link in a letter or on another page."""
    said = _lower(headers)
    fetched = said.get("sec-fetch-mode"), said.get("sec-fetch-dest")
    return fetched == ("navigate", "document") and "origin" not in said


def came_by_https(scheme: str, headers: Mapping[str, str]) -> bool:
    """Whether the browser's end of the connection is encrypted, as far as anybody says."""
    said = _lower(headers)
    return (
        scheme in {"https", "wss"}
        or said.get("x-forwarded-proto", "").split(",")[0].strip().lower() == "https"
        or re.search(r'\bproto="?https\b', said.get("forwarded", ""), re.IGNORECASE) is not None
    )


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    """By names in lower case; what is said twice is both, and so neither of them."""
    said: dict[str, str] = {}
    for name, value in headers.items():
        key = name.lower()
        said[key] = f"{said[key]}, {value}" if key in said else value
    return said
