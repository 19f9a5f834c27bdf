"""What the page's address says: language, period, customer, and what else restricts a page.

The address decides, so that it can be sent to a colleague and the browser's back works; choosing
something on the page writes it there. What it does not name takes its default.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

import streamlit as st

CARRIED = ("lang", "period", "against")
"""What goes along from page to page."""
OLDER = {"period": "month"}
"""Names that addresses sent earlier have for the same."""

Said = Mapping[str, str | Iterable[str]]
"""Names with a value each, or with several."""


def said(name: str) -> str | None:
    """What the address says of this."""
    return _said_in(st.query_params.to_dict(), name)


def all_said(name: str) -> tuple[str, ...]:
    """Everything that the address says of this, where it may say several."""
    return tuple(st.query_params.get_all(name))


def say(name: str, *values: str) -> None:
    """Write it into the address, where it is not there yet; without a value take it out."""
    if not values:
        forget(name)
    elif all_said(name) != values:
        st.query_params[name] = values[0] if len(values) == 1 else list(values)
    if name in OLDER:
        forget(OLDER[name])


def forget(name: str) -> None:
    """Take it out of the address, where it is there."""
    st.query_params.pop(name, None)


def carried(**more: str | Iterable[str]) -> Mapping[str, str | Iterable[str]]:
    """What a link to another page takes along."""
    told = st.query_params.to_dict()  # once: each look at it costs as much as the rest of a link
    kept = {name: value for name in CARRIED if (value := _said_in(told, name)) is not None}
    return {**kept, **more}


def here(*without: str, **more: str | Iterable[str]) -> str:
    """The address of this page, with something more said, and without some of it."""
    kept = {name: all_said(name) for name in st.query_params if name not in without}
    return f"?{_written({**kept, **more})}"


def link(page: str, **more: str | Iterable[str]) -> str:
    """The address of a page, relative to any other."""
    written = _written(carried(**more))
    return f"{page}?{written}" if written else page


def response(response_id: str) -> str:
    """The address of a response on its ticket's page; its id is `<source>:<ticket_id>:<number>`."""
    ticket, _, number = response_id.rpartition(":")
    return link("ticket", ticket=ticket, response=number)


def _said_in(told: Mapping[str, str], name: str) -> str | None:
    return told.get(name, told.get(OLDER.get(name, "")))


def _written(said: Said) -> str:
    return urlencode(said, doseq=True)
