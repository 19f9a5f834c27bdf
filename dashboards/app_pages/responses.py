"""Responses: every one that was owed, filtered, sorted, and listed page by page."""

import streamlit as st

from dashboards import alone, selecting, view
from dashboards.answers import has_customers
from dashboards.components import empty, heading
from dashboards.components import responses as listed
from dashboards.components.filters import warn_of_period
from dashboards.components.take_away import take_away
from dashboards.markdown import literal
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.records import records
from pipeline.marts.responses import Listed, SelectionCounts

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

say, offered = viewer.say, listed.options(viewer)
warn_of_period(viewer)
selection, warnings = listed.known(viewer, selecting.asked(viewer), offered)
for warning in warnings:
    st.warning(literal(warning))
[found] = viewer.ask(SelectionCounts, marts.response_counts, selection)
count = found.counts.owed_count
with alone.section(say):
    tally = listed.tally(viewer, selection, found.counts)
    heading.title(listed.title(viewer, selection, found.counts), tally, say("responses.question"))
listed.selection_filters(viewer, selection, offered)
if chosen := listed.chosen_filters(viewer, selection, offered):
    st.html(chosen)

sort, page = listed.sort_asked(), listed.page_asked(count)
with alone.section(say):
    rows, skipped = listed.PAGE_ROWS, (page - 1) * listed.PAGE_ROWS
    shown = viewer.frame(marts.responses, selection, sort, rows, skipped)
    listed.responses_table(viewer, records(shown, Listed), sort)
    if pager := listed.pager(viewer, count, page):
        st.html(pager)
    heading.note(say("responses.note") if count else say("responses.nothing"))
with alone.section(say):
    every = pages.responses(selection, sort)
    whenever = say("period.now" if selection.values("due") else "responses.whenever")
    name = f"{say('page.responses')} {selection.period or whenever}"
    take_away(viewer, name, every, {"responses": shown})
