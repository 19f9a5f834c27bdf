"""What the page's address says: language, month, customer.

The address decides, so that it can be sent to a colleague and the browser's back works; choosing
something on the page writes it there. What it does not name takes its default.
"""

from urllib.parse import urlencode

import streamlit as st

CARRIED = ("lang", "month")
"""What goes along from page to page."""


def said(name: str) -> str | None:
    """What the address says of this."""
    return st.query_params.get(name)


def say(name: str, value: str) -> None:
    """Write it into the address, where it is not there yet."""
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def forget(name: str) -> None:
    """Take it out of the address, where it is there."""
    st.query_params.pop(name, None)


def carried(**more: str) -> dict[str, str]:
    """What a link to another page takes along."""
    kept = {name: value for name in CARRIED if (value := said(name)) is not None}
    return {**kept, **more}


def here(**more: str) -> str:
    """The address of this page, with something more said."""
    return f"?{urlencode({**st.query_params.to_dict(), **more})}"


def link(page: str, **more: str) -> str:
    """The address of a page, relative to any other."""
    said = urlencode(carried(**more))
    return f"{page}?{said}" if said else page


def response(response_id: str) -> str:
    """The address of a response on its ticket's page; its id is `<source>:<ticket_id>:<number>`."""
    ticket, _, number = response_id.rpartition(":")
    return link("ticket", ticket=ticket, response=number)
