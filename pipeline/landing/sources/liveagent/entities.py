"""What LiveAgent's REST API v3 returns, saved entity by entity.

Columns are called as its documentation calls them; real answers spell some in camel case, so every
spelling of a name is that name. Codes of statuses, channels and message groups are landed as they
are: what they mean is the business of `codes` and the models, and one that nobody knows is no
damage.
"""

from functools import partial

from pipeline.landing.entities import Column, Entity, Part

_entity = partial(Entity, is_spelled_freely=True)
_GRIDS_ARE_CUT_AT = (1_000, 9_999)


def _list(name: str) -> Column:
    return Column(name, "list", is_free_text=True)  # its JSON may be laid out over many lines


TICKETS = _entity(
    name="tickets",
    columns=(
        Column("id", required=True, filled=True, landed_as="ticket_id"),
        Column("code"),
        Column("owner_contactid", person="id"),
        Column("owner_email", person="text"),
        Column("owner_name", is_free_text=True, person="text"),
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
        Column("subject", is_free_text=True, person="text"),
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
    cut_at=_GRIDS_ARE_CUT_AT,
    lacking="it looks like the export of the ticket grid, which has no message times and is cut "
    "at 1,000 or 9,999 rows without a word, so no response time can come from it; export tickets "
    "and messages through the API instead",
)

MESSAGE_GROUPS = _entity(
    name="messages",
    landed_as="message_groups",
    columns=(
        Column("id", required=True, filled=True, landed_as="group_id"),
        Column("ticket_id", required=True, filled=True, aliases=("conversation_id",)),
        Column("parent_id"),
        Column("userid", person="id"),
        Column("user_full_name", is_free_text=True, person="text"),
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
                Column("userid", person="id"),
                Column("type"),
                Column("datecreated", "timestamp", is_bounded=True),
                Column("format"),
                Column("visibility"),
            ),
        ),
    ),
)

HISTORY = _entity(
    name="history",
    columns=(
        Column("id", required=True, filled=True, landed_as="history_id"),
        Column(
            "conversation_id",
            required=True,
            filled=True,
            landed_as="ticket_id",
            aliases=("ticket_id",),
        ),
        Column("status", required=True),
        Column("date_from", "timestamp", required=True, filled=True, is_bounded=True),
        Column("date_to", "timestamp"),
        Column("agent_id"),
        Column("department_id"),
    ),
)

CALLS = _entity(
    name="calls",
    columns=(
        Column("id", required=True, filled=True, landed_as="call_id"),
        Column("ticket_id", required=True, aliases=("conversation_id",)),
        Column("type", required=True),
        Column("date_created", "timestamp", required=True, filled=True, is_bounded=True),
        Column("date_answered", "timestamp", is_bounded=True),
        Column("date_finished", "timestamp"),
        Column("agent_id"),  # no call tells it; exports that were joined with it may
    ),
)

AGENTS = _entity(
    name="agents",
    columns=(
        Column("id", required=True, filled=True, landed_as="agent_id"),
        Column("name", is_free_text=True),
        Column("email"),
        Column("status"),
    ),
)

CONTACTS = _entity(
    name="contacts",
    columns=(
        Column("id", required=True, filled=True, person="id", landed_as="contact_id"),
        Column("company_id"),
        Column("firstname", is_free_text=True, person="text"),
        Column("lastname", is_free_text=True, person="text"),
        Column("system_name", is_free_text=True, person="text"),
        Column(
            "emails", "first_of_list", is_free_text=True, person="text", landed_as="first_email"
        ),
        Column(
            "name", is_free_text=True, person="text"
        ),  # these two: of exports that somebody has tidied up
        Column("email", person="text"),
    ),
)


COMPANIES = _entity(
    name="companies",
    columns=(
        Column("id", required=True, filled=True, landed_as="company_id"),
        Column("name", is_free_text=True),
        Column("system_name", is_free_text=True),
    ),
)

TAGS = _entity(
    name="tags",
    columns=(
        Column("id", required=True, filled=True, landed_as="tag_id"),
        Column("name", is_free_text=True),
    ),
)

DEPARTMENTS = _entity(
    name="departments",
    columns=(
        Column("department_id", required=True, filled=True, aliases=("id",)),
        Column("name", is_free_text=True),
    ),
)

# By the API a record has an id and names the ticket's; saved from the panel it has neither, but the
# number that people use for the ticket.
SLA_LOG = _entity(
    name="sla_log",
    columns=(
        Column("id", landed_as="record_id"),
        Column("conversationid", landed_as="ticket_id", aliases=("ticket_id",)),
        Column("code", aliases=("ticket",)),
        Column("department_name", is_free_text=True, aliases=("department",)),
        Column("departmentid"),
        Column("levelid"),
        Column("sla_level_name", is_free_text=True, aliases=("level",)),
        Column("sla_type"),
        Column("sla"),
        Column("sla_status", aliases=("status",)),
        Column("date_created", "timestamp", aliases=("sla_started", "date_from")),
        Column("date_due", "timestamp", required=True, aliases=("due_date",)),
        Column("date_closed", "timestamp", required=True, aliases=("closed",)),
        Column("responsible_agent_id", aliases=("agentid",)),
        Column("resolving_agent_id"),
        Column("agent_name", is_free_text=True, aliases=("agent",)),
    ),
    cut_at=_GRIDS_ARE_CUT_AT,
)
