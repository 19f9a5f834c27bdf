"""The lists of LiveAgent's API, as data: which entity each holds, how it is paged and filtered."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pipeline.fetching.rounds import OVERLAP

Filter = tuple[str, str, str]
"""A field, an operator of the API, and a value; moments in UTC."""


@dataclass(frozen=True)
class Listing:
    """One list of the API: which entity it holds, how it is paged, and by what it is filtered."""

    entity: str
    path: tuple[str, ...]
    paged: Literal["windows", "pages", "cursor"]
    changed: str = ""  # the field that tells when a row changed; none: all of it, every time
    where: tuple[Filter, ...] = ()
    key: str = "id"
    name: str = ""  # what else than the entity it is called
    is_whole_at_first: bool = False  # a row may never have changed: the first time all are asked
    overlap: timedelta = OVERLAP
    is_by_ticket_too: bool = False  # what the list does not give is asked for ticket by ticket
    is_optional: bool = False  # where the key may not read it, the rest is fetched

    @property
    def called(self) -> str:
        """What it is called before people."""
        return self.name or self.entity


LISTINGS = (
    Listing("agents", ("agents",), "pages"),
    Listing(
        "agents",
        ("agents",),
        "pages",
        where=(("status", "E", "X"),),
        name="deleted agents",
        is_optional=True,
    ),
    Listing("departments", ("departments",), "pages", key="department_id"),
    Listing("tags", ("tags",), "pages"),
    Listing("companies", ("companies",), "windows", "datechanged", is_whole_at_first=True),
    Listing("contacts", ("contacts",), "windows", "datechanged", is_whole_at_first=True),
    Listing("tickets", ("tickets",), "windows", "date_changed"),
    Listing(
        "tickets",
        ("tickets",),
        "windows",
        "date_changed",
        where=(("status", "IN", "X,B"),),
        name="deleted and spam tickets",
    ),
    Listing(
        "history",
        ("tickets", "history"),
        "cursor",
        "date_from",
        is_by_ticket_too=True,
        is_optional=True,
    ),
    # a call is asked for by its beginning: one that was under way is whole a day later
    Listing("calls", ("calls",), "cursor", "dateCreated", overlap=timedelta(days=1)),
    Listing(
        "sla_log",
        ("grid", "tickets", "sla"),
        "cursor",
        "date_closed",
        overlap=timedelta(days=1),
        is_optional=True,
    ),
)
