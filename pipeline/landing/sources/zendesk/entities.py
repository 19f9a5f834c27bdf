"""What Zendesk's API returns: tickets, audits with their events, users, organizations.

A ticket tells how it is; what happened is in its audits, each a step with events of many types. Who
did it is the audit's author, or the event's own where it has one.
"""

from pipeline.landing.entities import Column, Entity, Part

TICKETS = Entity(
    name="tickets",
    columns=(
        Column("id", required=True, filled=True, landed_as="ticket_id"),
        Column("subject", is_free_text=True, person="text"),
        Column("via", path="channel", is_free_text=True, landed_as="channel"),
        Column("priority"),
        Column("status", lower=True),
        Column("requester_id", person="id"),
        Column("organization_id"),
        Column("tags", "list", is_free_text=True),
        Column("created_at", "timestamp", required=True),
        Column("updated_at", "timestamp"),
    ),
    parts=(
        Part(
            "ticket_tags",
            entity="tickets",
            list_column="tags",
            carried=(Column("ticket_id"),),
            columns=(Column("$", landed_as="tag"),),
        ),
    ),
)

TICKET_AUDITS = Entity(
    name="ticket_audits",
    columns=(
        Column("id", required=True, filled=True, landed_as="audit_id"),
        Column("ticket_id", required=True, filled=True),
        Column("created_at", "timestamp", required=True, filled=True, is_bounded=True),
        Column("author_id", person="id"),
        Column("via", path="channel", is_free_text=True, landed_as="channel"),
        Column("events", "list", is_free_text=True),
    ),
    parts=(
        # Not the text: nothing is measured by it, and it is nobody's business here.
        Part(
            "audit_events",
            entity="ticket_audits",
            list_column="events",
            carried=(Column("audit_id"), Column("ticket_id")),
            columns=(
                Column("id", landed_as="event_id"),
                Column("type"),
                Column("author_id", person="id"),
                Column("public", "boolean", landed_as="is_public"),
                Column("field_name"),
                Column("value"),
                Column("previous_value"),
                Column("started_at", "timestamp", path="data.started_at", is_bounded=True),
                Column("answered_by_id", path="data.answered_by_id"),
            ),
        ),
    ),
)

USERS = Entity(
    name="users",
    columns=(
        Column("id", required=True, filled=True, person="id", landed_as="user_id"),
        Column("name", is_free_text=True, person="text"),
        Column("email", person="text"),
        Column("role", lower=True),
        Column("organization_id"),
    ),
)

ORGANIZATIONS = Entity(
    name="organizations",
    columns=(
        Column("id", required=True, filled=True, landed_as="organization_id"),
        Column("name", is_free_text=True),
    ),
)
