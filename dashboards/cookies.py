"""Cookies on their way to a browser: one of its own to be known by, and none in the open."""

import re
import secrets
from collections.abc import Mapping

from starlette.types import Message

BROWSER = "vip_sla_browser"
"""Tells one browser from another until it is closed, and nothing about who uses it."""

_OURS = re.compile(r"[\w-]{43}", re.ASCII)
_IS_SAFE = re.compile(rb";\s*secure\s*(;|$)", re.IGNORECASE)


def browser(cookies: Mapping[str, str]) -> str | None:
    """What a browser is known by; None for one that has not been here before."""
    said = cookies.get(BROWSER, "")
    return said if _OURS.fullmatch(said) else None


def for_a_new_browser(message: Message) -> Message:
    """The beginning of an answer, with something to be known by."""
    cookie = f"{BROWSER}={secrets.token_urlsafe(32)}; HttpOnly; Path=/; SameSite=lax"
    return {**message, "headers": [*message["headers"], (b"set-cookie", cookie.encode())]}


def encrypted_alone(message: Message) -> Message:
    """The beginning of an answer, whose cookies a browser sends back encrypted or not at all."""
    headers = [
        (name, value + b"; Secure")
        if name.lower() == b"set-cookie" and not _IS_SAFE.search(value)
        else (name, value)
        for name, value in message["headers"]
    ]
    return {**message, "headers": headers}
