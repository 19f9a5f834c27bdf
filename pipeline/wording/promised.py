"""The promise in the contract's own words: 1 Stunde oder weniger, 2 Werktage oder weniger."""

from pipeline.wording.catalogues import Wording


def promised(say: Wording, amount_count: float | None, amount_unit: str | None) -> str:
    """A target as policy.yml promises it: so many seconds, minutes, hours or working days."""
    if amount_count is None:
        return say("promised.none")
    count = int(amount_count) if amount_count == int(amount_count) else amount_count
    return say(f"promised.{amount_unit}", count=count)
