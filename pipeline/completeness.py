"""What may be odd about a source's month."""

ODD = (
    "ticket_without_customer_message",
    "answered_ticket_without_reply",
    "event_without_ticket",
    "replaced_event",
    "unclassified_response",
    "before_policy_response",
)
"""What `completeness` counts (`_count`) beside its share (`_share`)."""

OVERLOOKED = 0.01
"""The share up to which something odd is not pointed out, unless the policy sets another."""


def is_odd(share: float | None, overlooked: float) -> bool:
    """Whether a share is pointed out."""
    return share is not None and share > overlooked
