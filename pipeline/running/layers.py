"""The steps of a plan by what they need, so that some can be carried out for some tickets alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.running.plan import Node, Plan, Step

BUILD, MARTS = "vip_sla", "snapshot"
"""What dbt's profile calls the two files that a build writes."""
_NAMED = re.compile(r'(?:"\w+"\.)?"(\w+)"\."(\w+)"')
_KNOWN = ("int_response_policies", "int_unsettled_tickets")
"""What was made per ticket and is asked for when the next build begins."""


@dataclass(frozen=True)
class Layers:
    """The steps of a plan by what they need: nothing of a ticket, one ticket, or all of them."""

    plan: Plan

    @cached_property
    def per_ticket(self) -> list[Step]:
        """What is made of one ticket's rows."""
        return [step for step in self.plan if step.node.is_per_ticket]

    @cached_property
    def across(self) -> list[Step]:
        """What reads what is made per ticket, every other mart, and checks of several tables."""
        on_tickets = {step.node for step in self.per_ticket}
        found = []
        for step in self.plan:
            is_apart = not step.node.schema or step.node.database == MARTS
            if not step.node.name or step.node.is_per_ticket:
                continue
            if is_apart or self._reads(step) & on_tickets:
                on_tickets.add(step.node)
                found.append(step)
        return found

    @cached_property
    def before(self) -> list[Step]:
        """What exports and settings come to, ticket by ticket or not; and the schemas."""
        later = {step.node for step in [*self.per_ticket, *self.across]}
        return [step for step in self.plan if step.node not in later]

    @cached_property
    def going_on(self) -> list[Step]:
        """What is made of one ticket's rows and changes with a silence that goes on."""
        return [step for step in self.per_ticket if step.node.goes_on]

    def inputs(self, steps: Iterable[Step]) -> list[Node]:
        """What these steps read and do not make themselves."""
        steps = tuple(steps)
        read = set().union(*map(self._reads, steps)) - {step.node for step in steps}
        return [step.node for step in self.plan if step.node in read]

    @cached_property
    def asked(self) -> list[Step]:
        """What is made per ticket and read across tickets, be it by way of a view."""
        found: set[Node] = set()
        reading = self.across
        while reading:
            read = set().union(*map(self._reads, reading)) - found
            reading = [step for step in self.per_ticket if step.node in read]
            found |= {step.node for step in reading}
            reading = [step for step in reading if step.node.is_view]
        return [step for step in self.per_ticket if step.node in found]

    @cached_property
    def kept(self) -> list[Node]:
        """What is made per ticket, not published, and needed by the next build."""
        needed = {step.node for step in self.asked} | {*self.inputs(self.going_on)}
        return [
            step.node
            for step in self.per_ticket
            if step.node.database == BUILD
            and not step.node.is_view
            and (step.node in needed or step.node.name in _KNOWN)
        ]

    def _reads(self, step: Step) -> set[Node]:
        names = {name for statement in step.statements for name in _NAMED.findall(statement)}
        return {self._by_name[name] for name in names if name in self._by_name} - {step.node}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Node]:
        return {(step.node.schema, step.node.name): step.node for step in self.plan}
