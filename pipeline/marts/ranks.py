"""Medians of single rows, by the rule that the marts count theirs by."""


def median(seconds: str, condition: str = "true") -> str:
    """SQL: the least value within which half of the rows lie (nearest rank); null without any."""
    return f"percentile_disc(0.5) within group (order by {seconds}) filter (where {condition})"
