"""The part of a source in vip-sla.yml about fetching: the API, and what of it is kept."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from pipeline.settings.model import Mistake, Settings, Text, from_text, part
from pipeline.settings.variables import ApiKey, NoApiKey
from pipeline.web_address import host_of, is_here


def _parse_url(text: str) -> str:
    if re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text.strip()):
        return text.strip().rstrip("/")
    raise ValueError("is not a web address; write e.g. https://acme.ladesk.com/api/v3")


class Fetch(Settings):
    """How a source's exports are fetched from its help desk."""

    url: Annotated[Text, from_text(_parse_url)] = Field(
        description="write the address of its API, e.g. https://acme.ladesk.com/api/v3"
    )
    key_variable: ApiKey = Field(
        description="write the environment variable that holds the key, e.g. LIVEAGENT_API_KEY"
    )
    key: NoApiKey = None
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
