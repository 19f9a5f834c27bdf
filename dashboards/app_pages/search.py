"""Search: tickets, customers and people by a part of what they are called."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboards import address, alone, view
from dashboards.components import heading
from dashboards.components.table import Cells, Column, show_table
from dashboards.components.take_away import take_away
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import tag
from dashboards.selecting import WORDS, leading
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.at_risk import Agent
from pipeline.marts.customers import Customer
from pipeline.marts.responses import SelectionCounts
from pipeline.marts.search import FoundTicket
from pipeline.marts.selection import Selection
from pipeline.reports.render import file_safe

MOST = 50  # of each kind
T = TypeVar("T")

viewer = view.current()
say, words = viewer.say, " ".join((address.said(WORDS) or "").split())
if not words:
    with alone.section(say):
        heading.title(say("search.ask"), say("search.how"), say("search.question"))
    st.stop()

customers = viewer.ask(Customer, marts.found_customers, words, MOST)
tickets = viewer.ask(FoundTicket, marts.found_tickets, words, MOST)
agents = viewer.ask(Agent, marts.found_agents, words, MOST)
if len(tickets) == 1 and not customers and not agents:
    only = address.carried(ticket=tickets[0].ticket)
    st.switch_page("app_pages/ticket.py", query_params=only)

selection = Selection.of(viewer.period, {}, words)
[found] = viewer.ask(SelectionCounts, marts.response_counts, selection)
kinds = (customers, tickets, agents)
with alone.section(say):
    is_cut = any(len(each) == MOST for each in kinds)
    key = "search.title_cut" if is_cut else "search.title"
    title = say(key, count=sum(map(len, kinds)), words=words)
    lead = say("search.responses", count=found.counts.owed_count)
    heading.title(
        title if any(kinds) else say("search.nothing", words=words),
        leading(lead, found.counts.owed_count, selection) if found.counts.owed_count else None,
        say("search.question"),
    )
    if is_cut:
        heading.note(say("search.first", count=MOST))


def listed(kind: str, beside: str, found: Sequence[T], made: Callable[[T], Cells]) -> None:
    """A row each of what was found of a kind; nothing where nothing was."""
    with alone.section(say):
        told = say(f"search.{kind}")
        show_table(viewer, f"found-{kind}", told, [Column(told), Column(say(beside))], found, made)


listed(
    "customers",
    "filter.customer",
    customers,
    lambda each: (
        tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id)),
        each.customer_id,
    ),
)
listed(
    "tickets",
    "column.customer",
    tickets,
    lambda each: (ticket_link(viewer, each), each.customer_name),
)
listed(
    "agents",
    "page.team",
    agents,
    lambda each: (
        tag("a", each.agent_name, href=address.link("team", agent=each.agent_key)),
        each.agent_key,
    ),
)
with alone.section(say):
    take_away(viewer, f"{say('page.search')} {file_safe(words)}", pages.search(words, MOST))
