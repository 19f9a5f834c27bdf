"""Who needs me? Every dedicated customer, whoever needs somebody first on top."""

import streamlit as st

from dashboards import alone, month_choice, view
from dashboards.answers import has_customers, months_on_offer, standings_in, trends
from dashboards.components import empty, heading, overview_words
from dashboards.components.customer_rows import customer_rows
from dashboards.components.figures import figures
from dashboards.components.filters import month_filter, unknown_month
from dashboards.components.take_away import take_away
from dashboards.markdown import literal
from pipeline.exporting import pages

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

offered = months_on_offer(viewer)
if warning := unknown_month(viewer, offered):
    st.warning(literal(warning))
message, when = st.columns([3, 1], vertical_alignment="bottom")
with when:
    month = month_filter(viewer, offered)

found = standings_in(viewer, month)
with message, alone.section(viewer.say):
    heading.title(*overview_words.title(viewer, found))
with alone.section(viewer.say):
    for warning in overview_words.nobody_present(viewer):
        st.warning(literal(warning))
with alone.section(viewer.say):
    figures(overview_words.headline(viewer, found, month))
    heading.note(overview_words.tally(viewer, found, month))

with alone.section(viewer.say):
    window = month_choice.window(viewer.running_month, month)
    heading.section(viewer.say("rows.title"))
    customer_rows(viewer, found, trends(viewer, window), window, month)
    heading.note(*overview_words.notes(viewer))
with alone.section(viewer.say):
    take_away(viewer, f"{viewer.say('page.overview')} {month:%Y-%m}", pages.overview(month))
