"""What a generic export holds: tickets, events, agents and customers.

Severity and the ticket's own status are landed as they were exported: what a severity means is
the policy's to say, and the ticket's own status is never read.
"""

from pipeline.landing.entities import Column, Entity, Rule

STATUSES = ("open", "waiting_customer", "on_hold", "resolved", "deleted")
ACTOR_KINDS = ("customer", "agent", "bot", "system", "participant")
EVENT_KINDS = ("message", "note", "status", "severity", "assignment", "escalation")

TICKETS = Entity(
    name="tickets",
    columns=(
        Column("ticket_id", required=True, filled=True),
        Column("customer_id", required=True, landed_as="account_id"),
        Column("subject", is_free_text=True),
        Column("channel"),
        Column("severity"),
        Column("status", lower=True),
        Column("created_at", "timestamp"),
        Column("updated_at", "timestamp"),
        Column("url"),
        Column("code"),
    ),
)

EVENTS = Entity(
    name="events",
    columns=(
        Column("event_id", required=True, filled=True),
        Column("ticket_id", required=True, filled=True),
        Column("occurred_at", "timestamp", required=True, filled=True, is_bounded=True),
        Column("kind", required=True, filled=True, lower=True, allowed=EVENT_KINDS),
        Column("value"),
        Column("previous_value"),
        Column("actor_kind", lower=True, allowed=ACTOR_KINDS),
        Column("actor_id", person="id"),
        Column("channel"),
        Column("updated_at", "timestamp"),
    ),
    rules=(
        Rule("value", when_column="kind", when_value="status", allowed=STATUSES),
        Rule("actor_kind", when_column="kind", when_value="message", allowed=ACTOR_KINDS),
    ),
)

AGENTS = Entity(
    name="agents",
    columns=(
        Column("agent_id", required=True, filled=True),
        Column("name", is_free_text=True),
        Column("tier", "integer"),
        Column("is_bot", "boolean"),
    ),
    is_optional=True,
)

CUSTOMERS = Entity(
    name="customers",
    columns=(
        Column("customer_id", required=True, filled=True, landed_as="account_id"),
        Column("name", is_free_text=True),
    ),
    is_optional=True,
)
