"""Team: who replies to whom, and when; by name, not a league table."""

import streamlit as st

from dashboards import address, alone, view
from dashboards.answers import customer_names, has_customers
from dashboards.components import empty, heading
from dashboards.components.chart import show_chart
from dashboards.components.filters import choice, period_filter, unknown_choice, warn_of_period
from dashboards.components.take_away import take_away
from dashboards.components.team import team_charts, team_words
from dashboards.components.team.staffing import staffing
from dashboards.components.team.tables import load_table, members_table, owed_table, scale_of
from dashboards.markdown import literal
from dashboards.selecting import opened_in
from dashboards.team_figures import Load, members
from dashboards.view import View
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.at_risk import Agent, AtRisk
from pipeline.marts.responses import Met
from pipeline.marts.rosters import RosterEntry
from pipeline.marts.team import HourCount, Replies
from pipeline.marts.timeliness import HourInTime
from pipeline.reports.render import file_safe


def with_whom_is_asked_for(view: View, names: dict[str, str]) -> dict[str, str]:
    """Names, and that of whom the address names, though they did nothing in the period."""
    wanted = address.said("agent")
    met = view.ask(Met, marts.filter_values) if wanted and wanted not in names else ()
    return names | {each.value: each.called or each.value for each in met if each.value == wanted}


viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

say, customers = viewer.say, customer_names(viewer)
warn_of_period(viewer)
warnings = st.container()
with st.container(key="headed"):
    answer, who = st.columns([7, 2], vertical_alignment="bottom")
with who:
    customer = choice(
        "customer", say("column.customer"), customers, say("report.section.customers")
    )
period_filter(viewer)

year = viewer.year_told
replies = viewer.ask(Replies, marts.replies_by_agent, viewer.period, customer)
before = (
    viewer.ask(Replies, marts.replies_by_agent, viewer.compared, customer)
    if viewer.compared
    else []
)
of_year = viewer.ask(Replies, marts.replies_by_agent, year, customer)
roster = viewer.ask(RosterEntry, marts.roster_entries, viewer.months[-1])
found = members(replies, of_year, roster, customer)
with answer, alone.section(say):
    heading.title(*team_words.title(viewer, found, before, customer))
with alone.section(say):
    heading.section(team_words.members(viewer, found))
    members_table(viewer, found, year, customer)
    heading.note(*team_words.members_notes(viewer, scale_of(found)))

now = viewer.ask(AtRisk, marts.at_risk, customer)
agents = {each.agent_key: each.agent_name for each in viewer.ask(Agent, marts.dedicated_agents)}
with alone.section(say):
    told = team_words.owed(viewer, now, customer)
    heading.section(told)
    if now:
        drawn = team_charts.owed_chart(viewer, now, agents, customer)
        show_chart(viewer, "owed", told, drawn)
    owed_table(viewer, now, agents, customer)
    heading.note(*team_words.owed_notes(viewer))

hours, whose = st.columns([7, 2], vertical_alignment="bottom")
names = with_whom_is_asked_for(viewer, {each.agent_key: each.agent_name for each in found})
with whose:
    agent = choice("agent", say("team.agent"), names, say("team.everybody"))
source, _, agent_id = agent.partition(":") if agent else (None, None, None)
months = tuple(viewer.months)
with alone.section(say):
    hour_counts = viewer.ask(HourCount, marts.messages_by_hour, months, source, agent_id, customer)
    load = Load.of(hour_counts)
    with hours:
        heading.section(team_words.load(viewer, load, names.get(agent or "")))
    load_table(viewer, load)
    heading.note(*team_words.load_notes(viewer))
with alone.section(say):
    opened = opened_in(year, customer)
    if hourly := viewer.ask(HourInTime, marts.in_time_by_hour, opened):
        told = team_charts.lateness_message(viewer, hourly, opened)
        heading.section(told)
        drawn = team_charts.lateness_chart(viewer, hourly, opened)
        show_chart(viewer, "lateness", told, drawn)
        heading.note(say("chart.lateness.note", zone=viewer.run.default_time_zone))
with alone.section(say):
    staffing(viewer, customer)
with warnings:
    for warning in (
        unknown_choice(viewer, "customer", say("column.customer"), customers),
        unknown_choice(viewer, "agent", say("team.agent"), names),
    ):
        if warning:
            st.warning(literal(warning))
with alone.section(say):
    take_away(
        viewer,
        f"{say('page.team')} {file_safe(customer) if customer else ''} {viewer.period}",
        pages.team(viewer.period, year, months, customer, source, agent_id),
    )
