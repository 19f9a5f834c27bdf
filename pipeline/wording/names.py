"""What is called in settings and tables as programs call it, in the reader's words."""

from pipeline.wording.catalogues import Wording

READINGS = {"default", "literal", "strict"}
CALENDARS = {"dedicated_support"}
NOBODY = "(unknown)"
"""Stands in tables for a customer or an agent where the exports name none."""


def reading(say: Wording, name: str) -> str:
    """A reading of the contract; one of somebody's own by its own name."""
    return say(f"reading.{name}") if name in READINGS else name


def calendar_name(say: Wording, calendar_id: str) -> str:
    """A calendar; one of somebody's own by its own name."""
    return say(f"calendar.{calendar_id}") if calendar_id in CALENDARS else calendar_id


def customer_name(say: Wording, name: str) -> str:
    """A customer's name; where a ticket has none, that."""
    return say("customer_name.unknown") if name == NOBODY else name
