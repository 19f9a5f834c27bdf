"""Team: who replies to whom, and when; by name, not a league table."""

import streamlit as st

from dashboards import alone, month_choice, view
from dashboards.answers import customer_names, has_customers, months_on_offer
from dashboards.components import empty, heading
from dashboards.components.chart import show_chart
from dashboards.components.customer_rows import from_to
from dashboards.components.filters import choice, month_filter, unknown_choice, unknown_month
from dashboards.components.take_away import take_away
from dashboards.components.team import team_charts, team_words
from dashboards.components.team.load_table import load_table
from dashboards.components.team.members_table import members_table, scale_of
from dashboards.components.team.staffing import staffing
from dashboards.markdown import literal
from dashboards.team_figures import Load, members
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.at_risk import OwedByAgent
from pipeline.marts.periods import Period, containing
from pipeline.marts.rosters import RosterEntry
from pipeline.marts.team import HourCount, Replies
from pipeline.marts.timeliness import HourInTime
from pipeline.reports.render import file_safe

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

say, offered, customers = viewer.say, months_on_offer(viewer), customer_names(viewer)
warnings = st.container()
answer, who, when = st.columns([5, 2, 2], vertical_alignment="bottom")
with when:
    month = month_filter(viewer, offered)
with who:
    customer = choice(
        "customer", say("column.customer"), customers, say("report.section.customers")
    )

window = month_choice.window(viewer.running_month, month)
replies = viewer.ask(Replies, marts.replies_by_agent, month, customer)
year = viewer.ask(Replies, marts.replies_by_agent, window[-1], customer, window[0])
found = members(replies, year, viewer.ask(RosterEntry, marts.roster_entries, month), customer)
with answer, alone.section(say):
    heading.title(*team_words.title(viewer, found, month))
with alone.section(say):
    heading.section(team_words.members(viewer, found))
    members_table(viewer, found, window, customer)
    heading.note(*team_words.members_notes(viewer, scale_of(found)))

hours, whose = st.columns([7, 2], vertical_alignment="bottom")
names = {each.agent_key: each.agent_name for each in found}
with whose:
    agent = choice("agent", say("team.agent"), names, say("team.everybody"))
source, _, agent_id = agent.partition(":") if agent else (None, None, None)
load_asked = (month, source, agent_id, customer)
with alone.section(say):
    load = Load.of(viewer.ask(HourCount, marts.messages_by_hour, *load_asked))
    with hours:
        heading.section(team_words.load(viewer, load, names.get(agent or ""), month))
    load_table(viewer, load)
    heading.note(*team_words.load_notes(viewer))
with alone.section(say):
    if owed := viewer.ask(OwedByAgent, marts.owed_by_agent, customer):
        told = team_charts.owed_message(viewer, owed)
        heading.section(told)
        show_chart(viewer, "owed", told, team_charts.owed_chart(viewer, owed))
        heading.note(say("chart.owed.note"))
with alone.section(say):
    year_long = Period(window[0], containing(window[-1], "month").last)
    if hourly := viewer.ask(HourInTime, marts.in_time_by_hour, year_long, customer):
        told = team_charts.lateness_message(viewer, hourly, from_to(viewer, window))
        heading.section(told)
        drawn = team_charts.lateness_chart(viewer, hourly, year_long, customer)
        show_chart(viewer, "lateness", told, drawn)
        heading.note(say("chart.lateness.note", zone=viewer.run.default_time_zone))
with alone.section(say):
    staffing(viewer, containing(month, "month"), viewer.month(month), customer)
with warnings:
    for warning in (
        unknown_month(viewer, offered),
        unknown_choice(viewer, "customer", say("column.customer"), customers),
        unknown_choice(viewer, "agent", say("team.agent"), names),
    ):
        if warning:
            st.warning(literal(warning))
with alone.section(say):
    take_away(
        viewer,
        f"{say('page.team')} {file_safe(customer) if customer else ''} {month:%Y-%m}",
        pages.team(month, window, customer, source, agent_id),
    )
