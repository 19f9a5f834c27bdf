"""The five severities."""

import re
from typing import Annotated

from pydantic import Field

from pipeline.settings.model import from_text

SEVERITIES = (1, 2, 3, 4, 5)


def parse_level(text: str) -> int:
    """A severity from its digit. Raises ValueError."""
    if re.fullmatch("[1-5]", text.strip()):
        return int(text)
    raise ValueError(f"{text!r} is not a severity; severities are 1 to 5")


Level = Annotated[int, from_text(parse_level), Field(ge=1, le=5)]
