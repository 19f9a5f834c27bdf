"""Headline figures: a number, what it counts, and of how many."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from dashboards.markup import Html, tag


@dataclass(frozen=True)
class Figure:
    """A number with its name above and what to know about it below."""

    name: str
    value: str | Html
    details: tuple[str | Html, ...] = ()
    tone: str = ""
    """`red` or `amber` where it asks for somebody; the words say so too."""


def figures(found: Sequence[Figure]) -> None:
    """Figures in a row, on a phone two by two."""
    st.html(tag("dl", *(_figure(figure) for figure in found), class_="sla-figures"))


@contextmanager
def beside(make: Callable[[], None]) -> Iterator[None]:
    """What is made within, figures that `make` shows at its side; above it where it is narrow."""
    with st.container(key="beside"):
        with st.container(key="at-the-side"):
            make()
        with st.container(key="main-part"):
            yield


def _figure(figure: Figure) -> Html:
    tone = f" sla-{figure.tone}" if figure.tone else ""
    return tag(
        "div",
        tag("dt", figure.name),
        tag("dd", figure.value, class_=f"sla-value{tone}"),
        *(tag("dd", detail) for detail in figure.details),
    )
