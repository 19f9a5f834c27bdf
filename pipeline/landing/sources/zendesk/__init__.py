"""The kind `zendesk`: tickets, and the audits of all that happened to them, as its API tells it."""

from pipeline.landing.entities import Code, SourceKind
from pipeline.landing.sources.zendesk.entities import ORGANIZATIONS, TICKET_AUDITS, TICKETS, USERS

_STATUSES = {
    "new": "open",
    "open": "open",
    "pending": "waiting_customer",
    "hold": "on_hold",
    "solved": "resolved",
    "closed": "resolved",
    "deleted": "deleted",
}
_ROLES = {"end-user": "customer", "agent": "agent", "admin": "agent"}

ZENDESK = SourceKind(
    "zendesk",
    (TICKETS, TICKET_AUDITS, USERS, ORGANIZATIONS),
    event_times=(
        ("zendesk_ticket_audits", "created_at"),
        ("zendesk_audit_events", "started_at"),
    ),
    accounts="""
        select
            tickets.source,
            tickets.ticket_id,
            coalesce(tickets.organization_id, concat('user-', tickets.requester_id)) as account_id,
            coalesce(organizations.name, users.name, users.email) as account_name
        from landing.zendesk_tickets as tickets
        left join landing.zendesk_organizations as organizations using (source, organization_id)
        left join landing.zendesk_users as users
            on tickets.source = users.source
            and tickets.requester_id = users.user_id
            and tickets.organization_id is null
        """,
    severities="""
        select
            source, ticket_id, 'field' as mark, 'priority' as name,
            lower(coalesce(priority, '')) as value
        from landing.zendesk_tickets
        """,
    codes=(
        *(Code("status", code, meaning) for code, meaning in _STATUSES.items()),
        *(Code("role", code, meaning) for code, meaning in _ROLES.items()),
    ),
    severity_field="priority",
    has_api=True,
)
