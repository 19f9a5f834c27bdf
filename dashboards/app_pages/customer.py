"""One customer: what was promised, what was reached beside it, and what is owed now."""

import streamlit as st

from dashboards import alone, month_choice, view
from dashboards.answers import by_month, has_customers, months_on_offer, standings_in
from dashboards.components import customer_charts, customer_words, empty, heading
from dashboards.components.budget import budget_lines
from dashboards.components.causes import causes
from dashboards.components.change import change_note
from dashboards.components.chart import show_chart
from dashboards.components.contested_lists import contested_lists
from dashboards.components.customer_rows import from_to
from dashboards.components.customer_service import sections
from dashboards.components.filters import customer_filter, month_filter, unknown_month
from dashboards.components.report_download import report_download
from dashboards.components.report_word import report_word
from dashboards.components.response_tables import late_table, owed_table
from dashboards.components.take_away import take_away
from dashboards.components.told_table import told_table
from dashboards.components.trend_chart import trend_figure
from dashboards.markdown import literal
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.causes import Dimension
from pipeline.marts.compliance import CustomerMonth
from pipeline.marts.contest import Contested
from pipeline.marts.contract import PromiseLine
from pipeline.marts.late import Late
from pipeline.marts.periods import Period, containing
from pipeline.marts.timeliness import SeverityInTime, UseOfTarget
from pipeline.reports.render import file_safe
from pipeline.reports.telling.promise import promise_table
from pipeline.reports.telling.reckoning import reckoning_table

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

offered = months_on_offer(viewer)
if warning := unknown_month(viewer, offered):
    st.warning(literal(warning))
message, who, when = st.columns([5, 2, 2], vertical_alignment="bottom")
with when:
    month = month_filter(viewer, offered)
with who:
    standing = customer_filter(viewer, standings_in(viewer, month))
with message:
    if standing is None:
        empty.unknown_customer(viewer)
        st.stop()
    heading.tab(viewer, standing.customer.customer_name, "customer")
    with alone.section(viewer.say):
        heading.title(*customer_words.title(viewer, standing, month))
    with alone.section(viewer.say):
        if budget := budget_lines(viewer, standing.customer.counts, month):
            heading.note(*budget)
customer = standing.customer

with alone.section(viewer.say):
    heading.section(*customer_words.owed(viewer, standing))
    owed_table(viewer, standing.owed)

with alone.section(viewer.say):
    heading.section(customer_words.promise(viewer, month))
    promise = viewer.ask(PromiseLine, marts.promise, customer.customer_id, month)
    told_table(viewer, promise_table(viewer.tell, promise), "promise")
    heading.note(*customer_words.promise_notes(viewer, promise))
with alone.section(viewer.say):
    sections.readings(viewer, customer.customer_id, month)

with alone.section(viewer.say):
    window = month_choice.window(viewer.running_month, month)
    every_month = by_month(viewer.ask(CustomerMonth, marts.monthly_counts, customer.customer_id))
    trend = {each: counts for each, counts in every_month.items() if each in window}
    change = change_note(viewer, every_month, month)
    heading.section(customer_words.trend(viewer, trend, window), change)
    trend_figure(viewer, customer_words.trend(viewer, trend, window), trend, window, month)
    heading.note(*customer_words.trend_notes(viewer))

by: Dimension = "severity"
with alone.section(viewer.say):
    period = containing(month, "month")
    name = viewer.month(period.before().first)
    by = causes(viewer, period, period.before(), name, customer.customer_id)

year = Period(window[0], containing(window[-1], "month").last)
asked = year, customer.customer_id
said = from_to(viewer, window)
with alone.section(viewer.say):
    if by_severity := viewer.ask(SeverityInTime, marts.in_time_by_severity, *asked):
        told = customer_charts.severities_message(viewer, by_severity, said)
        heading.section(told)
        drawn = customer_charts.severities_chart(viewer, by_severity, *asked)
        show_chart(viewer, "severities", told, drawn)
        heading.note(viewer.say("chart.severities.note"))
with alone.section(viewer.say):
    if used := viewer.ask(UseOfTarget, marts.use_of_targets, *asked):
        told = customer_charts.targets_message(viewer, used, said)
        heading.section(told)
        show_chart(viewer, "targets", told, customer_charts.targets_chart(viewer, used, *asked))
        heading.note(viewer.say("chart.targets.note"))

with alone.section(viewer.say):
    heading.section(customer_words.reckoning(viewer, customer, month))
    if customer.counts.owed_count:
        reckoned = reckoning_table(viewer.tell, customer.counts, customer.contest)
        told_table(viewer, reckoned, "reckoning")

with alone.section(viewer.say):
    late = viewer.ask(Late, marts.late_responses, month, customer.customer_id)
    if late:
        heading.section(customer_words.late(viewer, late, month))
        late_table(viewer, late)

with alone.section(viewer.say):
    contested = viewer.ask(Contested, marts.contested_in, month, customer.customer_id)
    contested_lists(viewer, contested)

with alone.section(viewer.say):
    sections.service(viewer, customer.customer_id, month)
with alone.section(viewer.say):
    report_download(viewer, customer.customer_id, month)
with alone.section(viewer.say):
    report_word(viewer, customer.customer_id, month)
with alone.section(viewer.say):
    take_away(
        viewer,
        f"{viewer.say('page.customer')} {file_safe(customer.customer_id)} {month:%Y-%m}",
        pages.customer(customer.customer_id, month, by),
    )
