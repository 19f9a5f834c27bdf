"""One customer: what is owed now, what was promised for the period, and what was reached."""

import streamlit as st

from dashboards import alone, view
from dashboards.answers import by_month, has_customers, share_before, standings_in
from dashboards.components import customer_charts, customer_words, empty, heading
from dashboards.components.budget import budget_lines
from dashboards.components.causes import causes
from dashboards.components.chart import show_chart
from dashboards.components.contested_lists import contested_lists
from dashboards.components.customer_service import sections
from dashboards.components.filters import (
    customer_filter,
    month_filter,
    period_heading,
    warn_of_period,
)
from dashboards.components.report import report_download, report_word
from dashboards.components.response_tables import late_table, owed_table
from dashboards.components.shares import change_note
from dashboards.components.take_away import take_away
from dashboards.components.told_table import told_table
from dashboards.components.trend_chart import trend_figure
from dashboards.selecting import opened_in
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.causes import Dimension
from pipeline.marts.compliance import CustomerMonth
from pipeline.marts.contest import Contested
from pipeline.marts.contract import PromiseLine
from pipeline.marts.late import Late
from pipeline.marts.periods import containing
from pipeline.marts.timeliness import SeverityInTime, UseOfTarget
from pipeline.reports.render import file_safe
from pipeline.reports.telling.promise import promise_table
from pipeline.reports.telling.reckoning import reckoning_table

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

say = viewer.say
warn_of_period(viewer)
with st.container(key="headed"):
    message, who, report = st.columns([5, 2, 2], vertical_alignment="bottom")
with who:
    standing = customer_filter(viewer, standings_in(viewer))
with message:
    if standing is None:
        empty.unknown_customer(viewer)
        st.stop()
heading.tab(viewer, standing.customer.customer_name, "customer")
with message, alone.section(say):
    heading.title(*customer_words.title(viewer, standing))
customer, customer_id = standing.customer, standing.customer.customer_id
with report, alone.section(say):
    report_download(viewer, customer_id, viewer.month_to_report)

owed_now, on_which_clock = customer_words.owed(viewer, standing)
with alone.section(say):
    heading.lead(owed_now)
with alone.section(say):
    period_heading(viewer)
with alone.section(say):
    heading.lead(customer_words.period(viewer, customer))
with alone.section(say):
    if budget := budget_lines(viewer, customer.counts):
        heading.note(*budget)

own = opened_in(viewer.period, customer_id)
parts = ["owed", "responses", "promise", "service"]
if viewer.scope.is_everybody:
    parts.append("report")
named = [say(f"customer.part_{each}") for each in parts]
owed, responses, promised, service, *reported = st.tabs(named, default=named[1])
with owed, alone.section(say):
    heading.section(say("owed.caption") if standing.owed else owed_now, on_which_clock)
    owed_table(viewer, standing.owed)

with responses, alone.section(say):
    every_month = by_month(viewer.ask(CustomerMonth, marts.monthly_counts, customer_id))
    trend = {each: counts for each, counts in every_month.items() if each in viewer.year}
    change = change_note(viewer, customer.counts.net, share_before(viewer, customer_id))
    told = customer_words.trend(viewer, trend, viewer.year)
    heading.section(told, change)
    trend_figure(viewer, told, trend, viewer.year, viewer.months[-1], customer_id)
    heading.note(*customer_words.trend_notes(viewer))

by: Dimension = "severity"
with responses, alone.section(say):
    by = causes(viewer, customer_id)

with responses, alone.section(say):
    year = opened_in(viewer.year_told, customer_id)
    if by_severity := viewer.ask(SeverityInTime, marts.in_time_by_severity, year):
        told = customer_charts.severities_message(viewer, by_severity, year)
        heading.section(told)
        drawn = customer_charts.severities_chart(viewer, by_severity, year)
        show_chart(viewer, "severities", told, drawn)
        heading.note(say("chart.severities.note"))
with responses, alone.section(say):
    if used := viewer.ask(UseOfTarget, marts.use_of_targets, own):
        told = customer_charts.targets_message(viewer, used, own)
        heading.section(told)
        show_chart(viewer, "targets", told, customer_charts.targets_chart(viewer, used, own))
        heading.note(say("chart.targets.note"))

with responses, alone.section(say):
    heading.section(customer_words.reckoning(viewer, customer.counts, own))
    if customer.counts.owed_count:
        reckoned = reckoning_table(viewer.tell, customer.counts, customer.contest)
        told_table(viewer, reckoned, "reckoning", own)

with responses, alone.section(say):
    late = viewer.ask(Late, marts.late_responses, viewer.period, customer_id)
    if late:
        heading.section(customer_words.late(viewer, late, own))
        late_table(viewer, late)

with responses, alone.section(say):
    contested = viewer.ask(Contested, marts.contested_in, viewer.period, customer_id)
    contested_lists(viewer, contested, own)

with promised:
    month = month_filter(viewer)
with promised, alone.section(say):
    heading.section(customer_words.promise(viewer, month))
    promise = viewer.ask(PromiseLine, marts.promise, customer_id, month)
    of_month = opened_in(containing(month, "month"), customer_id)
    told_table(viewer, promise_table(viewer.tell, promise), "promise", of_month)
    heading.note(*customer_words.promise_notes(viewer, promise))
with promised, alone.section(say):
    sections.readings(viewer, customer_id, month)

with service, alone.section(say):
    heading.note(say("service.by_month", month=viewer.month(month)))
    sections.service(viewer, customer_id, month, of_month)
for part in reported:
    with part, alone.section(say):
        report_word(viewer, customer_id, viewer.month_to_report)
with alone.section(say):
    take_away(
        viewer,
        f"{say('page.customer')} {file_safe(customer_id)} {viewer.period}",
        pages.customer(customer_id, viewer.period, month, viewer.compared, by),
    )
