"""Amounts of time as policies write them: `1 hour`, `90 minutes`, `2 working days`."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import InstanceOf

from pipeline.settings.model import from_text

Unit = Literal["second", "minute", "hour", "working_day"]

_TEXT = re.compile(
    r"(\d{1,12}(?:\.\d{1,12})?)\s*([a-z]+(?:[ _-][a-z]+)?)", re.ASCII | re.IGNORECASE
)
# The seconds of a unit, as far as they are sure. How long a working day is depends on calendar
# and clock, but it always is a number of whole minutes.
_SURE_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "working_day": 60}
_LONGEST_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "working_day": 24 * 3600}
_YEAR_SECONDS = 366 * 24 * 3600


@dataclass(frozen=True)
class Amount:
    """So many units: more than nothing, whole seconds, at most a year. Raises ValueError."""

    count: Decimal | int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ValueError(f"{self.unit!r} is not a unit of an amount")
        if self.count <= 0:
            raise ValueError(f"'{self}' is no time at all; for no target leave the key out")
        if self.count * _SURE_SECONDS[self.unit] % 1:
            remedy = "0.05 working days" if self.unit == "working_day" else "whole seconds"
            raise ValueError(f"'{self}' is too fine; write a multiple of {remedy}")
        if self.count * _LONGEST_SECONDS[self.unit] > _YEAR_SECONDS:
            raise ValueError(f"'{self}' is more than a year; is the unit right?")

    def __str__(self) -> str:
        """The text from which `parse_amount` makes the same amount."""
        count = f"{Decimal(self.count):f}"
        count = count.rstrip("0").rstrip(".") if "." in count else count
        return f"{count} {self.unit.replace('_', ' ')}{'' if self.count == 1 else 's'}"


def parse_amount(text: str) -> Amount:
    """An amount from its text. Raises ValueError in plain words."""
    found = _TEXT.fullmatch(text.strip())
    unit = _unit(found[2]) if found else None
    if found is None or unit is None:
        examples = "'1 working day' or '24 hours'" if _is_days(text) else None
        remedy = examples or "e.g. '2 hours' or '1 working day'"
        raise ValueError(f"{text!r} is not an amount; write {remedy}")
    return Amount(Decimal(found[1]), unit)


def _unit(word: str) -> Unit | None:
    singular = re.sub("[ -]", "_", word.lower()).removesuffix("s")
    return next((unit for unit in get_args(Unit) if unit == singular), None)


def _is_days(text: str) -> bool:
    return re.search(r"\bdays?$", text.strip().lower()) is not None


AmountText = Annotated[InstanceOf[Amount], from_text(parse_amount)]
"""The type of a setting that holds an amount."""
