"""The part of a source in vip-sla.yml about fetching: the API, and what of it is kept."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from pipeline.settings.model import Mistake, Settings, Text, from_text, part
from pipeline.web_address import host_of


def _parse_variable(text: str) -> str:
    if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", text.strip()):
        return text.strip()
    # the value may be the key itself, so it is not repeated
    raise ValueError("is not the name of an environment variable; write e.g. LIVEAGENT_API_KEY")


def _parse_url(text: str) -> str:
    if re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text.strip()):
        return text.strip().rstrip("/")
    raise ValueError("is not a web address; write e.g. https://acme.ladesk.com/api/v3")


def _refuse_key(_: object) -> None:
    raise ValueError(
        "does not belong in a file; write the name of an environment variable that holds it, "
        "key_variable: LIVEAGENT_API_KEY"
    )


def is_here(host: str | None) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


class Fetch(Settings):
    """How a source's exports are fetched from its help desk."""

    url: Annotated[Text, from_text(_parse_url)] = Field(
        description="write the address of its API, e.g. https://acme.ladesk.com/api/v3"
    )
    key_variable: Annotated[Text, from_text(_parse_variable)] = Field(
        description="write the environment variable that holds the key, e.g. LIVEAGENT_API_KEY"
    )
    key: Annotated[None, BeforeValidator(_refuse_key)] = None
    user: Text | None = None
    requests_per_minute: Annotated[int, Field(ge=1, le=10_000)] = 180
    keep_bodies: bool = False
    keep_subjects: bool = True

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """A key that would cross a network for everybody to read."""
        url = part(data, "url")
        if isinstance(url, str) and url.startswith("http://") and not is_here(host_of(url)):
            yield ("url",), "must begin with https://, as the key would cross the network open"
