"""The help desks, their agents, and the moment at which everything is looked at."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.reference.records import Agent, Source

AS_OF = datetime(2024, 12, 4, 10, 37, 13, tzinfo=UTC)

SOURCES = (
    Source(
        "helpdesk",
        severity=(("kritisch", 1), ("hoch", 2)),
        bots=("robo-listed",),
        tiers={2: ("otto", "nobody-knows"), 3: ("petra",)},
    ),
    Source("branch", time_zone="America/Phoenix", bots=("anna",), severity=(("", 5),)),
    Source("depot", time_zone="Europe/Berlin", severity=(("hoch", 2),), default_severity=3),
)
AGENTS = (
    Agent("anna", 1),
    Agent("ben", 1),
    Agent("carla", 2),
    Agent("otto", 1),
    Agent("petra"),
    Agent("robo", 1, is_bot=True),
)
