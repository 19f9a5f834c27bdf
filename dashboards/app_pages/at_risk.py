"""At risk now: everything that is owed, whatever is due first on top."""

import streamlit as st

from dashboards import alone, view
from dashboards.answers import customer_names, has_customers
from dashboards.attention import by_urgency
from dashboards.components import at_risk_words, empty, heading
from dashboards.components.at_risk_table import at_risk_table
from dashboards.components.chart import show_chart
from dashboards.components.deadlines_chart import deadlines, deadlines_chart, deadlines_message
from dashboards.components.figures import beside, figures
from dashboards.components.filters import choice, chosen_of, unknown_choice
from dashboards.components.take_away import take_away
from dashboards.components.ticking import start_ticking
from dashboards.markdown import literal
from dashboards.selecting import owed_now
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.at_risk import Agent, AtRisk
from pipeline.marts.contract import Severity
from pipeline.marts.stretches import OpeningDay

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

say, now = viewer.say, viewer.now
customers = customer_names(viewer)
agents = {each.agent_key: each.agent_name for each in viewer.ask(Agent, marts.dedicated_agents)}
severities = {
    str(each.severity): each.name(say.language) for each in viewer.ask(Severity, marts.severities)
}

filters = {
    "customer": (say("column.customer"), customers, say("report.section.customers")),
    "severity": (say("promise.severity"), severities, say("choice.severities")),
    "agent": (say("choice.agent"), agents, say("choice.agents")),
}
for name, (label, options, _) in filters.items():
    if warning := unknown_choice(viewer, name, label, options):
        st.warning(literal(warning))
chosen = {name: chosen_of(name, options) for name, (_, options, _) in filters.items()}
severity = chosen["severity"]
wanted = chosen["customer"], int(severity) if severity else None, chosen["agent"]
selection = owed_now().narrowed({name: (value,) for name, value in chosen.items() if value})
owed = viewer.ask(AtRisk, marts.at_risk, *wanted)
found = by_urgency(owed)
with heading.beside_filters():
    with alone.section(say):
        heading.title(*at_risk_words.title(viewer, found, selection))
    with st.container(horizontal=True, key="restricting", width="content"):
        for name, filter_ in filters.items():
            choice(name, *filter_)


def at_the_side() -> None:
    """How much is how urgent."""
    with alone.section(say):
        figures(at_risk_words.figures(viewer, found, selection, now))


with beside(at_the_side), alone.section(say):
    at_risk_table(viewer, found, selection, agents, now)
    heading.note(*at_risk_words.notes(viewer))
with alone.section(say):
    days = viewer.ask(OpeningDay, marts.opening_days_ahead)
    if coming := deadlines(owed, days):
        told = deadlines_message(viewer, coming, days)
        heading.section(told, say("chart.deadlines.note", zone=viewer.run.default_time_zone))
        show_chart(viewer, "deadlines", told, deadlines_chart(viewer, coming, days, agents, now))
with alone.section(say):
    take_away(viewer, say("page.at_risk"), pages.at_risk(*wanted))
start_ticking()
