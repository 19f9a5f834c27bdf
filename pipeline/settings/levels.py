"""Severities by number: which there are, policy.yml says."""

import re
from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from pipeline.settings.model import from_text


def parse_level(text: str) -> int:
    """A severity from its digits. Raises ValueError."""
    if re.fullmatch("[1-9][0-9]?", text.strip()):
        return int(text)
    raise ValueError(f"{text!r} is not a severity; write its number, 1 for the most urgent")


Level = Annotated[int, from_text(parse_level), Field(ge=1, le=99)]


def unknown_level(value: object, known: Collection[int]) -> str | None:
    """What is wrong with a number, if it is one, that is not among the severities of policy.yml."""
    try:
        level = parse_level(str(value))
    except ValueError:
        return None  # told as such already
    if not known or level in known:
        return None
    named = ", ".join(map(str, sorted(known)))
    return f"{level} is not one of the severities of policy.yml ({named}); name it there first"
