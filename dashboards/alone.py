"""Sections and rows that stand alone: one that fails is a sentence in its place.

What the whole page lacks (a table or column that the snapshot does not have) is told by the page.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import duckdb
import streamlit as st

from dashboards.markup import Html, tag
from dashboards.view import View
from pipeline.errors import OldSnapshotError
from pipeline.wording.catalogues import Wording

LACKING = (OldSnapshotError, duckdb.CatalogException, duckdb.BinderException)
"""Raised where the snapshot lacks a table or a column that a page asks for."""

NAMES = ("code", "response_id", "customer_name", "agent_name", "file", "source")
"""By which people know a row, as far as it has them."""

_LOG = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def section(say: Wording) -> Iterator[None]:
    """Whatever fails within this ends there, with a sentence."""
    try:
        yield
    except LACKING:
        raise
    except Exception as error:
        note(error)
        st.html(tag("p", say("alone.section"), class_="sla-alone", role="alert"))


def rows(
    view: View, found: Sequence[T], make: Callable[[T], R], column_count: int
) -> list[R | Html]:
    """What is made of each row; a sentence across the table for one of which nothing can be."""
    return _each(
        found,
        make,
        lambda row: tag(
            "tr", tag("td", sentence(view.say, row), colspan=column_count), class_="sla-alone"
        ),
    )


def items(view: View, found: Sequence[T], make: Callable[[T], Html]) -> list[Html]:
    """The same without a table around it."""
    return _each(found, make, lambda item: tag("p", sentence(view.say, item), class_="sla-alone"))


def _each(
    found: Sequence[T], make: Callable[[T], R], instead: Callable[[T], Html]
) -> list[R | Html]:
    made: list[R | Html] = []
    for each in found:
        try:
            made.append(make(each))
        except LACKING:
            raise
        except Exception as error:
            note(error)
            made.append(instead(each))
    return made


def sentence(say: Wording, row: object) -> str:
    """What to say in place of a row."""
    about = getattr(row, "customer", row)  # a customer's standing is called by the customer
    names = (getattr(about, name, None) for name in NAMES)
    return say("alone.row", name=next((each for each in names if isinstance(each, str)), "–"))


def note(error: Exception) -> None:
    """Keep the reason for whoever runs the server."""
    _LOG.error("a part of a page could not be shown", exc_info=error)
