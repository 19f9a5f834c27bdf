"""All rules together: the rows of `fct_responses`, as dicts with every column of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.reference import clocks, register, verdict
from tests.reference.pauses import pauses_of
from tests.reference.records import Event, Export, Register, Ticket
from tests.reference.severity import Severities, legs_of, severities_of
from tests.reference.terms import Policy
from tests.reference.walk import DELETION, REPLY, Owed, responses_owed, steps

Row = dict[str, Any]


def responses(
    export: Export, policy: dict[str, Any], kept: Register, as_of: datetime, reading: str
) -> list[Row]:
    """Every response owed in one source's export, by ticket and cycle. `as_of` is aware."""
    view = View(export, Policy(policy, reading), kept, as_of.replace(microsecond=0))
    events: dict[str, list[Event]] = {}
    for event in export.events:
        events.setdefault(event.ticket_id, []).append(event)
    rows: list[Row] = []
    for ticket_id in sorted(events):
        rows += view.of_ticket(ticket_id, events[ticket_id])
    return rows


class View:
    """One source, seen at one moment under one reading."""

    def __init__(self, export: Export, policy: Policy, kept: Register, as_of: datetime) -> None:
        self.source = export.source
        self.policy = policy
        self.register = kept
        self.as_of = as_of
        self.tickets = {ticket.ticket_id: ticket for ticket in export.tickets}
        marked = {agent.agent_id for agent in export.agents if agent.is_bot}
        self.bots = frozenset(marked | set(export.source.bots))
        self.tiers = {agent.agent_id: agent.tier for agent in export.agents}
        for tier, agent_ids in export.source.tiers.items():
            self.tiers.update(dict.fromkeys(agent_ids, tier))

    def of_ticket(self, ticket_id: str, events: list[Event]) -> list[Row]:
        """The responses of one ticket, whose events are given in any order.

        §2: "Events after the run's `as_of` do not exist for that run (one exception in section 4)".
        """
        return [row for row, _, _ in self.owed_in(ticket_id, events)]

    def owed_in(self, ticket_id: str, events: list[Event]) -> list[tuple[Row, Owed, Severities]]:
        """The same, each with what it was made of."""
        ticket = self.tickets.get(ticket_id)
        severities = severities_of(ticket, events, self.source)
        seen = [event for event in events if event.occurred_at <= self.as_of]
        walked = steps(seen, self.bots)
        return [
            (self._row(ticket, owed, severities), owed, severities)
            for owed in responses_owed(walked)
        ]

    def _row(self, ticket: Ticket | None, owed: Owed, severities: Severities) -> Row:
        source, opened_at = self.source.name, owed.opening.occurred_at
        response_id = f"{source}:{owed.opening.ticket_id}:{owed.cycle_number}"
        # §5: "the response's end is its closing event, or `as_of` while it is owed"
        end = owed.closing.occurred_at if owed.closing else self.as_of
        customer_id = register.customer_of(self.register, source, ticket, opened_at)
        terms = self.policy.terms(customer_id, opened_at)
        calendar = terms.calendar
        pauses = pauses_of(owed, end, terms.pause_statuses)
        is_owed = owed.closing is None
        timed = [
            verdict.timed(leg, owed.metric, terms, pauses, is_owed)
            for leg in legs_of(severities, opened_at, end)
        ]
        legs = [leg for leg in timed if leg is not None]
        severity_at_end = severities.at(end)
        has_target_at_end = terms.target_seconds(severity_at_end, owed.metric) is not None
        outcome = verdict.outcome(legs, has_target_at_end, owed.closed_by)
        business_seconds = calendar.open_seconds(opened_at, end)
        replied = owed.closing if owed.closed_by == REPLY else None
        responder_id = replied.actor_id if replied else None
        dedicated_agent_id = register.dedicated_agent(
            self.register, customer_id, source, calendar.local_day(end)
        )
        coverage_day = self.policy.default_calendar.local_day(opened_at)
        as_of_day = calendar.local_day(self.as_of)
        row: Row = {
            "response_id": response_id,
            "source": source,
            "ticket_id": owed.opening.ticket_id,
            "cycle_number": owed.cycle_number,
            "metric": owed.metric,
            "customer_id": customer_id,
            "channel": owed.opening.channel or (ticket.channel if ticket else None),
            "opened_at": opened_at,
            "opened_by_event_id": owed.opening.event_id,
            "closed_at": owed.closing.occurred_at if owed.closing else None,
            "closed_by": owed.closed_by,
            "closed_by_event_id": owed.closing.event_id if owed.closing else None,
            "responder_id": responder_id,
            "responder_tier": self.tiers.get(responder_id) if responder_id else None,
            "dedicated_agent_id": dedicated_agent_id,
            "is_dedicated_responder": (
                dedicated_agent_id is not None and responder_id == dedicated_agent_id
                if replied
                else None
            ),
            "is_opened_in_hours": calendar.is_open(opened_at),
            "business_seconds": business_seconds,
            "wall_seconds": int((end - opened_at).total_seconds()),
            "outcome": outcome,
            "exclusion_reason": verdict.exclusion(
                is_deleted=owed.closed_by == DELETION,
                is_covered=register.is_covered(self.register, customer_id, coverage_day),
                is_waived=register.is_waived(self.register, response_id, opened_at, as_of_day),
            ),
            "policy_version": terms.policy_version,
            "calendar_id": calendar.calendar_id,
            # §6: "Month: the local month (the calendar's zone) of the opening"
            "opened_month": calendar.local_day(opened_at).replace(day=1),
            "opened_on": calendar.local_day(opened_at),
            "opened_weekday": calendar.local_day(opened_at).isoweekday(),
            "opened_hour": opened_at.astimezone(calendar.zone).hour,
        }
        # §6: "Compliance = met / (met + breached) over rows without an exclusion reason"
        row["is_counted"] = outcome in ("met", "breached") and row["exclusion_reason"] is None
        if outcome == "no_target":
            # §6: "With `no_target`: severity at the end, `elapsed_seconds` on the business clock
            # from the opening."
            return row | {
                "severity": severity_at_end,
                "clock": clocks.BUSINESS,
                "target_seconds": None,
                "leg_started_at": opened_at,
                "elapsed_seconds": business_seconds,
                "paused_seconds": 0,
                "due_at": None,
            }
        leg = verdict.reported(legs)
        return row | {
            "severity": leg.leg.severity,
            "clock": leg.clock,
            "target_seconds": leg.target_seconds,
            "leg_started_at": leg.leg.started_at,
            "elapsed_seconds": leg.elapsed_seconds,
            "paused_seconds": leg.paused_seconds,
            "due_at": leg.due_at,
        }
