"""Contract: what is promised, how it may be read, and what was waived."""

import streamlit as st

from dashboards import alone, terms, view
from dashboards.answers import customer_names, has_customers
from dashboards.components import empty, heading
from dashboards.components.contract import contract_words
from dashboards.components.contract.readings_table import readings_table
from dashboards.components.contract.terms_tables import calendar_table, versions_table
from dashboards.components.contract.waivers_table import waived_sums, waiver_rows
from dashboards.components.contract.what_if import what_ifs
from dashboards.components.filters import (
    choice,
    month_filter,
    period_filter,
    unknown_choice,
    warn_of_period,
)
from dashboards.components.take_away import take_away
from dashboards.markdown import literal
from dashboards.selecting import opened_in
from pipeline import marts
from pipeline.exporting import pages
from pipeline.marts.contract import Severity
from pipeline.marts.periods import containing
from pipeline.marts.readings import ReadingLine
from pipeline.marts.terms import OpeningHours, SpecialDay, Target, Version
from pipeline.marts.waivers import RegisteredWaiver, WaivedCustomer
from pipeline.reports.render import file_safe

viewer = view.current()
if not has_customers(viewer):
    empty.no_dedicated_customer(viewer)
    st.stop()

say = viewer.say
warn_of_period(viewer)
names = customer_names(viewer)
if warning := unknown_choice(viewer, "customer", say("column.customer"), names):
    st.warning(literal(warning))
with st.container(key="headed"):
    answer, who = st.columns([7, 2], vertical_alignment="bottom")
with who:
    customer = choice("customer", say("column.customer"), names, say("report.section.customers"))
with st.container(horizontal=True, vertical_alignment="bottom", key="period-and-month"):
    period_filter(viewer, with_comparison=False)
    month = month_filter(viewer)

rows = viewer.ask(ReadingLine, marts.readings, month, customer)
with answer, alone.section(say):
    heading.title(*contract_words.title(viewer, terms.by_reading(rows), month))
with alone.section(say):
    heading.section(say("contract.readings_title", month=viewer.month(month)))
    of_month = opened_in(containing(month, "month"), customer)
    readings_table(viewer, rows, of_month)
    heading.note(*contract_words.readings_notes(viewer))

with alone.section(say):
    found = terms.terms(
        viewer.ask(Version, marts.policy_versions),
        viewer.ask(Target, marts.policy_targets),
    )
    heading.section(contract_words.versions(viewer, found), say("contract.versions_note"))
    versions_table(
        viewer,
        [
            each
            for each in found
            if customer is None or each.version.policy_owner in ("*", customer)
        ],
        viewer.ask(Severity, marts.severities),
    )

with alone.section(say):
    heading.section(say("contract.calendar_title"))
    calendar_table(
        viewer,
        viewer.ask(OpeningHours, marts.opening_hours),
        viewer.ask(SpecialDay, marts.special_days),
    )

window = viewer.year
with alone.section(say):
    waived = viewer.ask(WaivedCustomer, marts.waived_by_customer, window[0], window[-1], customer)
    waivers = viewer.ask(RegisteredWaiver, marts.waiver_register, customer)
    heading.section(
        contract_words.waived(viewer, waived, window, opened_in(viewer.year_told, customer)),
        say("contract.waived_note"),
        contract_words.waivers_left_out(viewer, waivers),
    )
    waived_sums(viewer, waived, viewer.year_told)
    waiver_rows(viewer, waivers)
with alone.section(say):
    what_ifs(viewer, names)
with alone.section(say):
    take_away(
        viewer,
        f"{say('page.contract')} {file_safe(customer) if customer else ''} {month:%Y-%m}",
        pages.contract(month, window, customer),
    )
