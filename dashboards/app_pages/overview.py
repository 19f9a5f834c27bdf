"""Who needs me? Every dedicated customer, whoever needs somebody first on top."""

import streamlit as st

from dashboards import alone, month_choice, view
from dashboards.answers import by_month, has_customers, months_on_offer, standings_in, trends
from dashboards.components import empty, heading, overview_charts, overview_words
from dashboards.components.causes import causes
from dashboards.components.chart import show_chart
from dashboards.components.customer_rows import customer_rows
from dashboards.components.figures import figures
from dashboards.components.filters import month_filter, unknown_month
from dashboards.components.take_away import take_away
from dashboards.markdown import literal
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.causes import Dimension
from pipeline.marts.compliance import OpenedCounts
from pipeline.marts.periods import containing

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
    figures(overview_words.headline(viewer, found, month))
    heading.note(overview_words.tally(viewer, found, month))

with alone.section(viewer.say):
    window = month_choice.window(viewer.running_month, month)
    heading.section(viewer.say("rows.title"))
    trend = trends(viewer, window)
    customer_rows(viewer, found, trend, window, month)
    heading.note(*overview_words.notes(viewer))
with alone.section(viewer.say):
    months = by_month(viewer.ask(OpenedCounts, marts.counts_by_month))
    told = overview_charts.months_message(viewer, months, window)
    heading.section(told)
    show_chart(viewer, "months", told, overview_charts.months_chart(viewer, months, window))
with alone.section(viewer.say):
    told = overview_charts.customers_message(viewer, found, trend, window)
    heading.section(told)
    drawn = overview_charts.customers_chart(viewer, found, trend, window)
    show_chart(viewer, "customers", told, drawn)
    heading.note(*overview_charts.customers_notes(viewer, found))
by: Dimension = "customer"
with alone.section(viewer.say):
    period = containing(month, "month")
    by = causes(viewer, period, period.before(), viewer.month(period.before().first))
with alone.section(viewer.say):
    take_away(viewer, f"{viewer.say('page.overview')} {month:%Y-%m}", pages.overview(month, by))
