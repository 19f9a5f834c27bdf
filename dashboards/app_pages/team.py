"""Team: who replies to whom, and when; by name, not a league table."""

import streamlit as st

from dashboards import alone, month_choice, view
from dashboards.answers import customer_names, has_customers, months_on_offer
from dashboards.components import empty, heading
from dashboards.components.filters import choice, month_filter, unknown_choice, unknown_month
from dashboards.components.take_away import take_away
from dashboards.components.team import team_words
from dashboards.components.team.load_table import load_table
from dashboards.components.team.members_table import members_table, scale_of
from dashboards.components.team.owed_table import owed_table
from dashboards.markdown import literal
from dashboards.team_figures import Load, members
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.at_risk import Agent, AtRisk
from pipeline.marts.rosters import RosterEntry
from pipeline.marts.team import HourCount, Replies
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

now = viewer.ask(AtRisk, marts.at_risk, customer)
agents = {each.agent_key: each.agent_name for each in viewer.ask(Agent, marts.dedicated_agents)}
with alone.section(say):
    heading.section(team_words.owed(viewer, now))
    owed_table(viewer, now, agents)
    heading.note(*team_words.owed_notes(viewer))

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
