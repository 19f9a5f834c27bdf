"""Who needs me? Every dedicated customer, whoever needs somebody first on top."""

import streamlit as st

from dashboards import alone, view
from dashboards.answers import has_customers, standings_in, trends
from dashboards.components import empty, heading, overview_words
from dashboards.components.customer_rows import customer_rows
from dashboards.components.figures import figures
from dashboards.components.filters import period_heading, warn_of_period
from dashboards.components.take_away import take_away
from dashboards.markdown import literal
from pipeline.exporting import pages

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

warn_of_period(viewer)
found = standings_in(viewer)
with alone.section(viewer.say):
    heading.title(*overview_words.title(viewer, found))
now, within = st.columns([2, 3], gap="large")
with now, alone.section(viewer.say):
    heading.section(viewer.say("period.now"))
    figures(overview_words.now(viewer, found))
with within, alone.section(viewer.say):
    period_heading(viewer)
    figures(overview_words.in_period(viewer, found))
with alone.section(viewer.say):
    for warning in overview_words.nobody_present(viewer):
        st.warning(literal(warning))
with alone.section(viewer.say):
    heading.note(overview_words.tally(viewer, found))

with alone.section(viewer.say):
    heading.section(viewer.say("rows.title"))
    customer_rows(viewer, found, trends(viewer, viewer.year), viewer.year)
    heading.note(*overview_words.notes(viewer))
with alone.section(viewer.say):
    take_away(
        viewer, f"{viewer.say('page.overview')} {viewer.period}", pages.overview(viewer.period)
    )
