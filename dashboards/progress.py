"""How far a month has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MonthProgress:
    """A month's open seconds in the default calendar, and how many of them are gone."""

    open_seconds: int
    passed_seconds: int
