"""The kind `liveagent`: what LiveAgent's REST API v3 returns, saved entity by entity.

Codes of statuses, channels and message groups are landed as they are: what they mean is the
business of `pipeline.liveagent_codes` and the models, and a code that nobody knows is no damage.
"""

from pipeline.landing.entities import Column, Entity, Part, SourceKind


def _list(name: str) -> Column:
    return Column(name, "list", is_free_text=True)  # its JSON may be laid out over many lines


TICKETS = Entity(
    name="tickets",
    columns=(
        Column("id", required=True, filled=True, landed_as="ticket_id"),
        Column("code"),
        Column("owner_contactid"),
        Column("owner_email"),
        Column("owner_name", is_free_text=True),
        Column("departmentid"),
        Column("agentid"),
        Column("status"),
        Column("channel_type"),
        Column("date_created", "timestamp", required=True),
        Column("date_changed", "timestamp", is_bounded=True),
        Column("date_resolved", "timestamp"),
        Column("date_due", "timestamp"),
        Column("date_deleted", "timestamp"),
        Column("last_activity", "timestamp"),
        Column("subject", is_free_text=True),
        _list("tags"),
        _list("custom_fields"),
    ),
    parts=(
        Part(
            "ticket_tags",
            entity="tickets",
            list_column="tags",
            carried=(Column("ticket_id"),),
            columns=(Column("$", landed_as="tag_id"),),
        ),
        Part(
            "ticket_fields",
            entity="tickets",
            list_column="custom_fields",
            carried=(Column("ticket_id"),),
            columns=(Column("code"), Column("value", is_free_text=True)),
        ),
    ),
    lacking="it looks like the export of the ticket grid, which has no message times and is cut "
    "at 1,000 or 9,999 rows without a word, so no response time can come from it; export tickets "
    "and messages through the API instead",
)

MESSAGE_GROUPS = Entity(
    name="messages",
    landed_as="message_groups",
    columns=(
        Column("id", required=True, filled=True, landed_as="group_id"),
        Column("ticket_id", required=True, filled=True),
        Column("parent_id"),
        Column("userid"),
        Column("user_full_name", is_free_text=True),
        Column("type", required=True),
        Column("status"),
        Column("datecreated", "timestamp", required=True, filled=True, is_bounded=True),
        Column("datefinished", "timestamp"),
        Column("sort_order"),
        _list("messages"),
    ),
    parts=(
        # Not the text: nothing is measured by it, and it is nobody's business here.
        Part(
            "messages",
            entity="messages",
            list_column="messages",
            carried=(Column("group_id"), Column("ticket_id")),
            columns=(
                Column("id", landed_as="message_id"),
                Column("userid"),
                Column("type"),
                Column("datecreated", "timestamp", is_bounded=True),
                Column("format"),
                Column("visibility"),
            ),
        ),
    ),
)

HISTORY = Entity(
    name="history",
    columns=(
        Column("id", required=True, filled=True, landed_as="history_id"),
        Column("conversation_id", required=True, filled=True, landed_as="ticket_id"),
        Column("status", required=True),
        Column("date_from", "timestamp", required=True, filled=True, is_bounded=True),
        Column("date_to", "timestamp"),
        Column("agent_id"),
        Column("department_id"),
    ),
)

CALLS = Entity(
    name="calls",
    columns=(
        Column("id", required=True, filled=True, landed_as="call_id"),
        Column("ticket_id", required=True),
        Column("type", required=True),
        Column("date_created", "timestamp", required=True, filled=True, is_bounded=True),
        Column("date_answered", "timestamp", is_bounded=True),
        Column("date_finished", "timestamp"),
        Column("agent_id"),
    ),
)

AGENTS = Entity(
    name="agents",
    columns=(
        Column("id", required=True, filled=True, landed_as="agent_id"),
        Column("name", is_free_text=True),
        Column("email"),
        Column("status"),
    ),
)

CONTACTS = Entity(
    name="contacts",
    columns=(
        Column("id", required=True, filled=True, landed_as="contact_id"),
        Column("company_id"),
        Column("name", is_free_text=True),
        Column("email"),
    ),
)


def _named(name: str, key: str) -> Entity:
    return Entity(
        name=name,
        columns=(
            Column("id", required=True, filled=True, landed_as=key),
            Column("name", is_free_text=True),
        ),
    )


# How the log is exported differs, so that few columns are insisted on.
SLA_LOG = Entity(
    name="sla_log",
    columns=(
        Column("id", required=True, filled=True, landed_as="record_id"),
        Column("ticket_id"),
        Column("conversation_id"),
        Column("type"),
        Column("level"),
        Column("status"),
        Column("date_from", "timestamp"),
        Column("date_due", "timestamp"),
        Column("date_closed", "timestamp"),
        Column("date_fulfilled", "timestamp"),
    ),
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
        _named("companies", "company_id"),
        _named("tags", "tag_id"),
        _named("departments", "department_id"),
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
                when contacts.company_id is null then coalesce(contacts.name, contacts.email)
                else companies.name
            end as account_name
        from landing.liveagent_tickets as tickets
        left join landing.liveagent_contacts as contacts
            on tickets.source = contacts.source and tickets.owner_contactid = contacts.contact_id
        left join landing.liveagent_companies as companies
            on contacts.source = companies.source and contacts.company_id = companies.company_id
        """,
)
