"""The promise in the contract's own words: 1 Stunde oder weniger, 2 Werktage oder weniger."""

from dashboards.wording import Wording

MINUTE, HOUR = 60, 3600
WORKING_DAY = 8 * HOUR
"""The default calendar's nominal day, which targets in working days are multiples of."""


def promised(say: Wording, target_seconds: int | None, clock: str | None) -> str:
    """A target in the largest unit that it is a whole number of."""
    if target_seconds is None:
        return say("promised.none")
    units = {"hour": HOUR, "minute": MINUTE, "second": 1}
    if clock == "business":
        units = {"working_day": WORKING_DAY, **units}
    unit, seconds = next(
        (unit, seconds) for unit, seconds in units.items() if target_seconds % seconds == 0
    )
    return say(f"promised.{unit}", count=target_seconds // seconds)
