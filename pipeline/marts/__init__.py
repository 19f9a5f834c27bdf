"""Every question asked of the published marts, each a function that returns a DataFrame.

at_risk         what is owed now, and who looks after it
beside_targets  what the contract says beside its targets: hours by the wall
causes          what a share is made of in two periods, by groups: why it changed
chosen          which responses a question is about: those of some ids
completeness    whether it is all there: what each source's months are made of
compliance      how much of what was owed was kept, by customer and month
contacts        the contacts outside opening hours that ask for a look, told one by one
contest         each way in which a breach could have vanished, told one by one
contract        the promise as data
customers       who is dedicated, and since when
explanation     what a verdict is made of: the response, its legs, pauses and waivers
frames          a query's answer as a DataFrame
freshness       how old a snapshot is, by the contract's clock
given           what a question is given, set right or refused before it is asked
health          what went in and what was odd about it, for a page
late            the responses that came too late, told one by one
left_open       what the contract's words leave open, as the data of a month decide it
missed          the responses whose time ran out within a period, answered since or not
owed            what is owed now
paste           a query as it was asked, its parameters written into it
periods         which days a question is about
provenance      what went in, what was odd about it, and which run this is
readings        how the contract may be read, and what would have been reached under each reading
records         a question's rows as objects with names and types: one kind of record per question
reports         what a month's report is about: which customers, which responses
responses       every response owed that a selection means: counted, and listed a page at a time
rosters         which agents are dedicated to whom, and for whom nobody is there
scenarios       what a scenario would have changed: each verdict as it is, and as it would be
scope           whose rows may be seen
search          tickets, customers and people by a part of what they are called
segments        how the clock of a response ran, piece by piece
selection       which responses are meant, filter by filter
sending         what is to be sent: when a month is due, whether it changed since
service         what is promised beside response times: agents, contacts at night, escalations
silences        the times without a word from us: those that ended, and those that still last
snapshot        the published file: where it is, and a query asked of it
staffing        when customers write and we reply, and what quicker first responses would do
stretches       when a calendar is open
team            who replied, for whom, and when the team writes
terms           the contract's terms: which version holds for whom, and when its clocks run
timeliness      how in time responses were, by severity, by weekday and hour, by part of the target
tickets         what stands on a ticket's row, of few tickets among a million
waivers         what was waived, why, and what it does to the figures
whole           a published table as it is, for whoever takes all of it away

Each takes a `Scope` first: the customers whose rows the asker may see. Counts come back as the
marts hold them; shares are computed where they are shown, beside their n. Beside a question
stands the record that a row of its answer is, for pages, reports, letters and commands alike.
"""

from pipeline.marts.at_risk import at_risk, dedicated_agents
from pipeline.marts.beside_targets import (
    first_responses_by_the_wall,
    late_updates,
    updates_by_severity,
)
from pipeline.marts.causes import change_by
from pipeline.marts.completeness import alarms, completeness, completeness_behind
from pipeline.marts.compliance import (
    CONTEST_COUNTS,
    COUNTS,
    compliance_by_customer,
    monthly_counts,
    months,
)
from pipeline.marts.contacts import unkept_contacts
from pipeline.marts.contest import contested_in, contested_responses
from pipeline.marts.contract import promise, severities
from pipeline.marts.customers import coverage, customers
from pipeline.marts.explanation import (
    explained_responses,
    response_keys,
    response_legs,
    response_pauses,
    response_waivers,
    ticket_events,
)
from pipeline.marts.freshness import freshness
from pipeline.marts.given import checked, is_question
from pipeline.marts.health import (
    events_by_day,
    first_findings,
    first_rejected_rows,
    loaded_files,
    loaded_sources,
    published_tables,
)
from pipeline.marts.late import late_responses
from pipeline.marts.left_open import days_excepted, severity_changes
from pipeline.marts.missed import missed_between
from pipeline.marts.owed import open_responses
from pipeline.marts.provenance import (
    data_findings,
    load_counts,
    rejected_rows,
    run_info,
    trouble_counts,
)
from pipeline.marts.readings import readings
from pipeline.marts.reports import (
    covered_customers,
    dedicated_agent_addresses,
    first_event,
    next_review,
    opened_in,
    owed_at,
    roster,
    versions_that_judged,
)
from pipeline.marts.responses import filter_values, response_counts, responses
from pipeline.marts.rosters import nobody_present, roster_entries
from pipeline.marts.scope import EVERYBODY, Scope
from pipeline.marts.search import found_agents, found_customers, found_tickets
from pipeline.marts.segments import response_segments
from pipeline.marts.sending import month_due, responses_to_alert, settled_responses
from pipeline.marts.service import (
    contacts_by_channel,
    escalated_tickets,
    meetings_by_kind,
    service_by_customer,
    service_months,
)
from pipeline.marts.silences import longest_silences, running_silences
from pipeline.marts.snapshot import ask, newest_snapshot, seal, tables
from pipeline.marts.staffing import hours_of_week
from pipeline.marts.stretches import open_stretches, opening_days_ahead
from pipeline.marts.team import messages_by_hour, replies_by_agent, replies_by_customer
from pipeline.marts.terms import (
    month_progress,
    opening_hours,
    policy_targets,
    policy_versions,
    special_days,
)
from pipeline.marts.timeliness import in_time_by_hour, in_time_by_severity, use_of_targets
from pipeline.marts.waivers import waived_by_customer, waiver_register
from pipeline.marts.whole import whole_table

__all__ = [
    "CONTEST_COUNTS",
    "COUNTS",
    "EVERYBODY",
    "Scope",
    "alarms",
    "ask",
    "at_risk",
    "change_by",
    "completeness",
    "completeness_behind",
    "compliance_by_customer",
    "contacts_by_channel",
    "contested_in",
    "contested_responses",
    "coverage",
    "covered_customers",
    "customers",
    "data_findings",
    "days_excepted",
    "dedicated_agent_addresses",
    "dedicated_agents",
    "escalated_tickets",
    "events_by_day",
    "explained_responses",
    "filter_values",
    "first_event",
    "first_findings",
    "first_rejected_rows",
    "first_responses_by_the_wall",
    "found_agents",
    "found_customers",
    "found_tickets",
    "freshness",
    "hours_of_week",
    "in_time_by_hour",
    "in_time_by_severity",
    "late_responses",
    "late_updates",
    "load_counts",
    "loaded_files",
    "loaded_sources",
    "longest_silences",
    "meetings_by_kind",
    "messages_by_hour",
    "missed_between",
    "month_due",
    "month_progress",
    "monthly_counts",
    "months",
    "newest_snapshot",
    "next_review",
    "nobody_present",
    "open_responses",
    "open_stretches",
    "opened_in",
    "opening_days_ahead",
    "opening_hours",
    "owed_at",
    "policy_targets",
    "policy_versions",
    "promise",
    "published_tables",
    "readings",
    "rejected_rows",
    "replies_by_agent",
    "replies_by_customer",
    "response_counts",
    "response_keys",
    "response_legs",
    "response_pauses",
    "response_segments",
    "response_waivers",
    "responses",
    "responses_to_alert",
    "roster",
    "roster_entries",
    "run_info",
    "running_silences",
    "seal",
    "service_by_customer",
    "service_months",
    "settled_responses",
    "severities",
    "severity_changes",
    "special_days",
    "tables",
    "ticket_events",
    "trouble_counts",
    "unkept_contacts",
    "updates_by_severity",
    "use_of_targets",
    "versions_that_judged",
    "waived_by_customer",
    "waiver_register",
    "whole_table",
]

for _name in __all__:
    if is_question(globals()[_name]):
        globals()[_name] = checked(globals()[_name])
