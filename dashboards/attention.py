"""Who needs somebody first, and what: at the snapshot's as_of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from pipeline.marts.at_risk import AtRisk
from pipeline.marts.compliance import CustomerCounts
from pipeline.marts.owed import DUES, Due, Owed

AnyOwed = TypeVar("AnyOwed", bound=Owed)


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


def by_urgency(responses: Iterable[AtRisk]) -> Mapping[Due, Sequence[AtRisk]]:
    """How soon somebody must act on which, the most urgent first."""
    found: dict[Due, list[AtRisk]] = {due: [] for due in DUES}
    for each in in_order(responses):
        if each.due:
            found[each.due].append(each)
    return found


Group = Literal["overdue", "running", "quiet", "not_covered"]
GROUPS: tuple[Group, ...] = ("overdue", "running", "quiet", "not_covered")


@dataclass(frozen=True)
class Standing:
    """How a customer stands: what is owed now, most urgent first, and a month's counts."""

    customer: CustomerCounts
    owed: tuple[Owed, ...]

    @property
    def overdue(self) -> list[Owed]:
        """What is past its target."""
        return overdue(self.owed)

    @property
    def running(self) -> list[Owed]:
        """What still has time left."""
        return running(self.owed)

    @property
    def without_target(self) -> list[Owed]:
        """What is owed without a target."""
        return without_target(self.owed)

    @property
    def next_due(self) -> Owed | None:
        """The next that will be overdue."""
        return next((response for response in self.running if response.due_at), None)

    @property
    def group(self) -> Group:
        """Why the customer stands where it stands in the list."""
        if self.overdue:
            return "overdue"
        if self.running:
            return "running"
        return "quiet" if self.customer.is_covered_now or self.owed else "not_covered"


def standings(customers: Iterable[CustomerCounts], owed: Iterable[Owed]) -> list[Standing]:
    """Every customer, whoever needs somebody first on top.

    Overdue first, by the most urgent severity and then by the longest overdue; then by the next
    due; then, with nothing due, the lowest share first; customers no longer covered last.
    """
    by_customer: dict[str, list[Owed]] = {}
    for response in owed:
        by_customer.setdefault(response.customer_id, []).append(response)
    found = [
        Standing(customer, tuple(in_order(by_customer.get(customer.customer_id, ()))))
        for customer in customers
    ]
    return sorted(found, key=_urgency)


def _urgency(standing: Standing) -> tuple[int, int, datetime | float, str]:
    rank = GROUPS.index(standing.group)
    name = standing.customer.customer_name.casefold()
    if worst := next(iter(standing.overdue), None):
        return rank, worst.severity, worst.due_at or worst.opened_at, name
    if upcoming := next(iter(standing.running), None):
        paused = int(upcoming.due_at is None)
        return rank, paused, upcoming.due_at or upcoming.opened_at, name
    share = standing.customer.counts.net
    return rank, int(not share.is_telling), share.value if share.is_telling else 0.0, name
