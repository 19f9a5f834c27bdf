"""Calls with the dedicated agents: a review each month, and now and then something else."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipeline.sample.cast import Cast, Duty
from pipeline.sample.chance import Chance
from pipeline.sample.timeline import MONTHS_BACK, Timeline, midnight

KINDS = ("review", "support", "training", "brainstorming")
KIND_WEIGHTS = (0.0, 0.4, 0.4, 0.2)
OTHER_SHARE = 0.35
# Of calls in the past: held, missed, cancelled.
OUTCOMES = ("held", "missed", "cancelled")
OUTCOME_STEPS = (0.88, 0.93, 1.0)
HALF_HOURS = 14
SATURDAY = 5


@dataclass(frozen=True)
class Meeting:
    """A row of register/meetings.csv. Instants are UTC seconds."""

    customer_id: str
    agent_id: str
    kind: str
    booked_at: int
    scheduled_at: int
    held_at: int | None
    status: str


def meetings(cast: Cast, timeline: Timeline, seed: int) -> list[Meeting]:
    """All calls booked by the end, by booking."""
    chance = Chance(seed, "meetings")
    told: list[Meeting] = []
    # The next month's are booked already.
    for back in range(MONTHS_BACK, -2, -1):
        for customer_id in dict.fromkeys(duty.customer_id for duty in cast.roster):
            told += _month(cast, timeline, customer_id, back, chance)
    return sorted(told, key=lambda one: (one.booked_at, one.customer_id))


def _month(
    cast: Cast, timeline: Timeline, customer_id: str, back: int, chance: Chance
) -> list[Meeting]:
    kinds = ["review"]
    if chance.happens(OTHER_SHARE, 1)[0]:
        kinds.append(KINDS[chance.one_of(KIND_WEIGHTS, 1)[0]])
    calls = []
    for kind in kinds:
        # Every call takes the same dice, whether it comes about or not.
        day, half_hour, notice, outcome, late = chance.unit(5)
        on = _working_day(timeline.month(back, 1 + int(day * 28)))
        agent_id = _agent_on(cast, customer_id, on)
        scheduled_at = midnight(on) + 9 * 3600 + int(half_hour * HALF_HOURS) * 1800
        booked_at = scheduled_at - int(2 + notice * 19) * 86400 - int(notice * 1e6) % 3600
        if agent_id is None or booked_at > timeline.end:
            continue
        status, held_at = "booked", None
        if scheduled_at + 3600 < timeline.end:
            status = OUTCOMES[np.searchsorted(OUTCOME_STEPS, outcome)]
            held_at = scheduled_at + int(late * 240) if status == "held" else None
        calls.append(Meeting(customer_id, agent_id, kind, booked_at, scheduled_at, held_at, status))
    return calls


def _working_day(day: date) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _agent_on(cast: Cast, customer_id: str, day: date) -> str | None:
    """Who is the customer's dedicated agent that day."""

    def holds(duty: Duty) -> bool:
        return duty.valid_from <= day and (duty.valid_until is None or day <= duty.valid_until)

    mine = (duty for duty in cast.roster if duty.customer_id == customer_id)
    return next((duty.agent_id for duty in mine if holds(duty)), None)
