"""Who needs me? Every dedicated customer, whoever needs somebody first on top."""

import streamlit as st

from dashboards import alone, view
from dashboards.answers import has_customers, standings_in, trends
from dashboards.components import empty, heading, overview_charts, overview_words
from dashboards.components.causes import causes
from dashboards.components.chart import show_chart
from dashboards.components.customer_rows import customer_rows
from dashboards.components.figures import beside, figures
from dashboards.components.filters import period_filter, warn_of_period
from dashboards.components.take_away import take_away
from dashboards.markdown import literal
from pipeline.exporting import pages
from pipeline.marts.causes import Dimension

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

warn_of_period(viewer)
found = standings_in(viewer)
with heading.beside_filters(), alone.section(viewer.say):
    heading.title(*overview_words.title(viewer, found))
    period_filter(viewer)
with alone.section(viewer.say):
    for warning in overview_words.nobody_present(viewer):
        st.warning(literal(warning))


def at_the_side() -> None:
    """What is owed now, and how the period went."""
    with alone.section(viewer.say):
        heading.section(viewer.say("period.now"))
        figures(overview_words.now(viewer, found))
    with alone.section(viewer.say):
        heading.section(viewer.say("period.within"))
        figures(overview_words.in_period(viewer, found))


with beside(at_the_side), alone.section(viewer.say):
    year = viewer.year
    trend = trends(viewer, year)
    customer_rows(viewer, found, trend, year)
    heading.note(overview_words.tally(viewer, found))
    heading.note(*overview_words.notes(viewer))
with alone.section(viewer.say):
    months = overview_charts.by_month(trend, year)
    told = overview_charts.months_message(viewer, months, year)
    heading.section(told)
    show_chart(viewer, "months", told, overview_charts.months_chart(viewer, months, year))
with alone.section(viewer.say):
    told = overview_charts.customers_message(viewer, found, trend, year)
    heading.section(told)
    drawn = overview_charts.customers_chart(viewer, found, trend, year)
    show_chart(viewer, "customers", told, drawn)
    heading.note(*overview_charts.customers_notes(viewer, found))
by: Dimension = "customer"
with alone.section(viewer.say):
    by = causes(viewer)
with alone.section(viewer.say):
    take_away(
        viewer,
        f"{viewer.say('page.overview')} {viewer.period}",
        pages.overview(viewer.period, viewer.compared, by),
    )
