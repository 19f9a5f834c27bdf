"""The kind `liveagent`: what LiveAgent's REST API v3 returns."""

from pipeline.landing.entities import SourceKind
from pipeline.landing.sources.liveagent.codes import CODES
from pipeline.landing.sources.liveagent.entities import (
    AGENTS,
    CALLS,
    COMPANIES,
    CONTACTS,
    DEPARTMENTS,
    HISTORY,
    MESSAGE_GROUPS,
    SLA_LOG,
    TAGS,
    TICKETS,
)

LIVEAGENT = SourceKind(
    "liveagent",
    (
        TICKETS,
        MESSAGE_GROUPS,
        HISTORY,
        CALLS,
        AGENTS,
        CONTACTS,
        COMPANIES,
        TAGS,
        DEPARTMENTS,
        SLA_LOG,
    ),
    event_times=(
        ("liveagent_message_groups", "datecreated"),
        ("liveagent_messages", "datecreated"),
        ("liveagent_history", "date_from"),
        ("liveagent_calls", "date_created"),
        ("liveagent_calls", "date_answered"),
    ),
    accounts="""
        select
            tickets.source,
            tickets.ticket_id,
            coalesce(contacts.company_id, tickets.owner_contactid) as account_id,
            case
                when contacts.company_id is not null
                    then coalesce(companies.name, companies.system_name, contacts.company_id)
                else coalesce(
                    nullif(trim(concat_ws(' ', contacts.firstname, contacts.lastname)), ''),
                    contacts.name,
                    contacts.system_name,
                    contacts.first_email,
                    contacts.email,
                    tickets.owner_contactid
                )
            end as account_name
        from landing.liveagent_tickets as tickets
        left join landing.liveagent_contacts as contacts
            on tickets.source = contacts.source and tickets.owner_contactid = contacts.contact_id
        left join landing.liveagent_companies as companies
            on contacts.source = companies.source and contacts.company_id = companies.company_id
        """,
    severities="""
        select
            tickets.source, tickets.ticket_id, 'tag' as mark,
            lower(coalesce(tags.name, tagged.tag_id)) as name, '' as value
        from landing.liveagent_tickets as tickets
        inner join landing.liveagent_ticket_tags as tagged using (source, file_hash, file_row)
        left join landing.liveagent_tags as tags using (source, tag_id)
        union all
        select
            tickets.source, tickets.ticket_id, 'field', lower(fields.code),
            lower(coalesce(fields.value, ''))
        from landing.liveagent_tickets as tickets
        inner join landing.liveagent_ticket_fields as fields using (source, file_hash, file_row)
        union all
        select
            tickets.source, tickets.ticket_id, 'department',
            lower(coalesce(departments.name, tickets.departmentid, '')), ''
        from landing.liveagent_tickets as tickets
        left join landing.liveagent_departments as departments
            on
                tickets.source = departments.source
                and tickets.departmentid = departments.department_id
        """,
    codes=CODES,
    severity_marks=("tag", "department", "field"),
    has_api=True,
)
