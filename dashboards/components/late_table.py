"""The month's late responses, each a link to why."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.long_table import first_rows, others
from dashboards.components.table import Cells, Column, table
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import tag, together
from dashboards.view import View
from pipeline.marts.late import Late

COLUMNS = ("ticket", "promise", "opened_at", "elapsed", "target", "over")
NUMBERS = {"elapsed", "target", "over"}


def late_table(view: View, found: Sequence[Late]) -> None:
    """A row per response, the oldest first; nothing where none was late."""
    if found:
        columns = [Column(view.say(f"late.{name}"), name in NUMBERS) for name in COLUMNS]
        shown = first_rows(found)
        more = others(view, len(found) - len(shown), len(columns))
        rows = alone.rows(view, shown, lambda each: _row(view, each), len(columns))
        st.html(table(view.say("late.caption"), columns, rows, "late", more))


def _row(view: View, each: Late) -> Cells:
    excluded = each.exclusion_reason and view.say(f"late.{each.exclusion_reason}")
    return (
        ticket_link(view, each, response_id=each.response_id),
        together(
            view.severity(each.severity),
            tag("span", view.say(f"metric.{each.metric}"), class_="sla-under"),
        ),
        view.show.moment(each.opened_at),
        view.show.duration(each.elapsed_seconds),
        view.show.duration(each.target_seconds),
        together(
            tag("span", view.show.duration(each.over_seconds), class_="sla-missed"),
            tag("span", view.say("late.owed"), class_="sla-under") if not each.closed_at else None,
            tag("span", excluded, class_="sla-under") if excluded else None,
        ),
    )
