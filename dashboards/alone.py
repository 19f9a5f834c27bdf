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
from pipeline.errors import OldSnapshotError
from pipeline.reports.document import Row
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


def rows(say: Wording, found: Sequence[T], make: Callable[[T], Html], columns: int) -> list[Html]:
    """What is made of each row; a sentence across the table for one of which nothing can be."""
    return _each(found, make, lambda row: lost_row(sentence(say, row), columns))


def lost_row(told: str, columns: int) -> Html:
    """A sentence across the table."""
    return tag("tr", tag("td", told, colspan=columns), class_="sla-alone")


def told_row(say: Wording, make: Callable[[], Row], about: object) -> Row:
    """The same for a row of a table as reports tell it."""
    return _each([about], lambda _: make(), lambda row: Row((), lost=sentence(say, row)))[0]


def items(say: Wording, found: Sequence[T], make: Callable[[T], Html]) -> list[Html]:
    """The same without a table around it."""
    return _each(found, make, lambda item: tag("p", sentence(say, item), class_="sla-alone"))


def _each(found: Sequence[T], make: Callable[[T], R], instead: Callable[[T], R]) -> list[R]:
    made: list[R] = []
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
    # a customer's standing is called by the customer, a told row by its ticket
    about = getattr(row, "customer", None) or getattr(row, "about", None) or row
    names = (getattr(about, name, None) for name in NAMES)
    return say("alone.row", name=next((each for each in names if isinstance(each, str)), "–"))


def note(error: Exception) -> None:
    """Keep the reason for whoever runs the server."""
    _LOG.error("a part of a page could not be shown", exc_info=error)
