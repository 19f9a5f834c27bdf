"""The address of a ticket in its help desk, as a pattern of a source in vip-sla.yml."""

import re
from urllib.parse import urlsplit

PLACEHOLDERS = ("id", "code")
"""What a pattern may ask for: the ticket's id, and the number that people call it by."""

EXAMPLE = '"https://acme.example/agent/#/tickets/{id}"'

_NEVER_IN_AN_ADDRESS = re.compile(r"""[\s"'<>\\^`|\x00-\x1f\x7f]""")


def parse_ticket_url(text: str) -> str:
    """The pattern, if addresses can be made of it. Raises ValueError in plain words."""
    pattern = text.strip()
    if not _is_web_address(pattern):
        raise ValueError(f"{text!r} is not a web address; write e.g. {EXAMPLE}")
    named = re.findall(r"\{([^{}]*)\}", pattern)
    known = " and ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in named:
        if name not in PLACEHOLDERS:
            raise ValueError(f"'{{{name}}}' is not known in an address; {known} are")
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", pattern)):
        raise ValueError(f"{text!r} has a brace without its partner; write e.g. {EXAMPLE}")
    if not named:
        raise ValueError(
            f"{text!r} is the same address for every ticket; write {{id}} where the ticket's id "
            f"belongs, or {{code}} for its number, e.g. {EXAMPLE}"
        )
    return pattern


def _is_web_address(pattern: str) -> bool:
    """Whether it begins with a scheme of the web and a host, which no ticket may decide."""
    if _NEVER_IN_AN_ADDRESS.search(pattern):
        return False
    try:
        parts = urlsplit(pattern)
        host = parts.hostname
    except ValueError:
        return False
    is_plain = not re.search(r"[@{}]", parts.netloc)
    return parts.scheme in {"http", "https"} and bool(host) and is_plain
