"""What is owed now, grouped by how soon somebody must act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from dashboards.owed import Owed, overdue, running, without_target

Group = Literal["overdue", "soon", "today", "later", "paused", "no_target"]
GROUPS: tuple[Group, ...] = ("overdue", "soon", "today", "later", "paused", "no_target")


@dataclass(frozen=True)
class AtRisk(Owed):
    """A response that is owed now, whose it is, and who looks after them."""

    customer_name: str
    agent_key: str | None


@dataclass(frozen=True)
class Agent:
    """An agent who is or was dedicated to a customer."""

    agent_key: str
    agent_name: str


def groups(
    responses: Sequence[AtRisk], today: date, zone: ZoneInfo
) -> Mapping[Group, Sequence[AtRisk]]:
    """Every group with its responses, the most urgent first; `today` is as_of's day in the zone."""
    found: dict[Group, list[AtRisk]] = {group: [] for group in GROUPS}
    ordered = [*overdue(responses), *running(responses), *without_target(responses)]
    for each in ordered:
        assert isinstance(each, AtRisk)
        found[group_of(each, today, zone)].append(each)
    return found


def group_of(response: Owed, today: date, zone: ZoneInfo) -> Group:
    """How soon somebody must act on it."""
    if response.is_overdue:
        return "overdue"
    if not response.is_running:
        return "no_target"
    if response.due_at is None:
        return "paused"
    if response.is_due_soon:
        return "soon"
    return "today" if response.due_at.astimezone(zone).date() <= today else "later"
