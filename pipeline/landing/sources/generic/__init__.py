"""The kind `generic`: any help desk whose exports were brought into these columns."""

from pipeline.landing.entities import SourceKind
from pipeline.landing.sources.generic.entities import AGENTS, CUSTOMERS, EVENTS, TICKETS

GENERIC = SourceKind(
    "generic",
    (TICKETS, EVENTS, AGENTS, CUSTOMERS),
    event_times=(("generic_events", "occurred_at"),),
    accounts="""
        select tickets.source, tickets.ticket_id, tickets.account_id, accounts.name as account_name
        from landing.generic_tickets as tickets
        left join landing.generic_customers as accounts using (source, account_id)
        """,
    severities="""
        select
            source, ticket_id, 'field' as mark, 'severity' as name,
            lower(coalesce(severity, '')) as value
        from landing.generic_tickets
        union all
        select source, ticket_id, 'field', 'severity', lower(coalesce(value, ''))
        from landing.generic_events
        where kind = 'severity'
        """,
    severity_field="severity",
    is_mapped=True,
)
