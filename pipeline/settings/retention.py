"""How long tickets are kept, as vip-sla.yml says it: `24 months`."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import PlainSerializer

from pipeline.settings.model import from_text

_MONTHS = {"month": 1, "year": 12}
_EARLIEST_YEAR = 1970


@dataclass(frozen=True)
class Retention:
    """A number of months."""

    months: int

    def before(self, moment: datetime) -> datetime:
        """The moment so many months earlier, by the calendar."""
        month = moment.year * 12 + moment.month - 1 - self.months
        year = max(month // 12, _EARLIEST_YEAR)
        return moment.replace(year=year, month=month % 12 + 1, day=min(moment.day, 28))


def parse_retention(text: str) -> Retention:
    """Reads `24 months` or `2 years`. Raises ValueError."""
    found = re.fullmatch(r"([1-9]\d{0,3}) (month|year)s?", text.strip(), re.ASCII)
    if found is None:
        raise ValueError(f"{text!r} is no time to keep tickets; write e.g. 24 months or 3 years")
    return Retention(int(found[1]) * _MONTHS[found[2]])


RetentionText = Annotated[
    Retention,
    from_text(parse_retention),
    PlainSerializer(lambda retention: f"{retention.months} months"),
]
