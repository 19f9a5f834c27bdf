"""Titles that carry the message, and the line below them."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboards.markup import Html, filled, tag, together
from dashboards.view import View
from pipeline.printable import one_line


def tab(view: View, about: str, page: str) -> None:
    """What the browser's tab and history call the page: what it is about first."""
    st.set_page_config(page_title=one_line(f"{about} · {view.say(f'page.{page}')} · VIP SLA"))


def title(message: str | Html, lead: str | Html | None = None, above: str | None = None) -> None:
    """The page's title: what it asks, the answer, and the answer's second sentence."""
    st.html(
        tag(
            "header",
            tag("p", above, class_="sla-above") if above else None,
            tag("h1", message),
            tag("p", lead, class_="sla-lead") if lead else None,
            class_="sla-title",
        )
    )


def as_of(view: View, message: str | Html) -> Html:
    """A message about now; of data that are older than they should be it says first of when."""
    if not view.is_stale:
        return together(message)
    return filled(view.say, "as_of.then", moment=view.show.moment(view.run.as_of), message=message)


def lead(message: str | Html) -> None:
    """What a part of the page says first."""
    st.html(tag("p", message, class_="sla-lead"))


@contextmanager
def beside_filters() -> Iterator[None]:
    """A title, and the filters that change all of the page beside it."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="titled"):
        yield


def section(message: str | Html, *notes: str | Html | None) -> None:
    """A section's title, and what is to be known before reading on."""
    said = [tag("p", note, class_="sla-note") for note in notes if note]
    st.html(together(tag("h2", message, class_="sla-section"), *said))


def note(*sentences: str | Html) -> None:
    """What is to be known about the picture above."""
    st.html(tag("p", together(*_spaced(sentences)), class_="sla-note"))


def _spaced(sentences: tuple[str | Html, ...]) -> list[str | Html]:
    return [part for sentence in sentences for part in (sentence, " ")][:-1]
