"""What is owed to customers at the snapshot's as_of: in which order, and how soon to act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from pipeline.marts.at_risk import AtRisk
from pipeline.marts.owed import Owed

AnyOwed = TypeVar("AnyOwed", bound=Owed)

Group = Literal["overdue", "soon", "today", "later", "paused", "no_target"]
GROUPS: tuple[Group, ...] = ("overdue", "soon", "today", "later", "paused", "no_target")


def overdue(responses: Iterable[AnyOwed]) -> list[AnyOwed]:
    """Those past their target: the most urgent severity first, then the longest overdue."""
    return sorted(
        (response for response in responses if response.is_overdue),
        key=lambda response: (response.severity, response.due_at or response.opened_at),
    )


def running(responses: Iterable[AnyOwed]) -> list[AnyOwed]:
    """Those whose target is not used up, the next due first; paused ones last."""
    return sorted(
        (response for response in responses if response.is_running),
        key=lambda response: (
            response.due_at is None,
            response.due_at or response.opened_at,
            response.severity,
        ),
    )


def without_target(responses: Iterable[AnyOwed]) -> list[AnyOwed]:
    """Those that no target covers, the longest waiting first."""
    return sorted(
        (response for response in responses if not response.is_overdue and not response.is_running),
        key=lambda response: response.opened_at,
    )


def in_order(responses: Iterable[AnyOwed]) -> list[AnyOwed]:
    """All of them, whoever is most urgent first."""
    responses = list(responses)
    return [*overdue(responses), *running(responses), *without_target(responses)]


def groups(
    responses: Sequence[AtRisk], today: date, zone: ZoneInfo
) -> Mapping[Group, Sequence[AtRisk]]:
    """Every group with its responses, the most urgent first; `today` is as_of's day in the zone."""
    found: dict[Group, list[AtRisk]] = {group: [] for group in GROUPS}
    for each in in_order(responses):
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
