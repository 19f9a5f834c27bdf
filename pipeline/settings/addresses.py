"""E-mail addresses, as the standard library's parser reads them."""

import re
from collections.abc import Iterable
from email.errors import NonASCIILocalPartDefect
from email.headerregistry import AddressHeader, HeaderRegistry

from pipeline.printable import printable

LONGEST = 254
"""So many characters has an address that mail servers take (RFC 5321)."""

_BARE = re.compile(r"""[^@\s,;:<>()\[\]"\\]+@[^@\s,;:<>()\[\]"\\]+""")
_READ = HeaderRegistry()


def is_address(text: str) -> bool:
    """Whether this is one bare e-mail address: no name, comment, group, quote or line break."""
    if len(text) > LONGEST or printable(text) != text or not _BARE.fullmatch(text):
        return False
    try:
        header = _READ("To", text)
    except (ValueError, IndexError, AttributeError):  # what the parser stumbles over
        return False
    assert isinstance(header, AddressHeader)
    if any(not isinstance(each, NonASCIILocalPartDefect) for each in header.defects):
        return False
    return [each.addr_spec for each in header.addresses] == [text]


def bare_address(text: str) -> str | None:
    """The address within `Anna Muster <anna@example.com>`, to tell what to write instead."""
    _, bracket, rest = text.strip().rpartition("<")
    address = rest.removesuffix(">").strip()
    return address if bracket and is_address(address) else None


def each_once(addresses: Iterable[str]) -> tuple[str, ...]:
    """Every address once, in any case of its letters, in the order given."""
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(address.lower(), address)
    return tuple(found.values())
