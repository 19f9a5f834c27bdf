"""Calls that customers book with their dedicated agents."""

from datetime import timedelta

import numpy as np

from pipeline.sample.cast import Cast, Row
from pipeline.sample.chance import Chance
from pipeline.sample.timeline import MONTHS_BACK, Timeline, midnight

KINDS, KIND_WEIGHTS = ("support", "training", "brainstorming"), (0.4, 0.4, 0.2)
OUTCOMES, OUTCOME_STEPS = ("held", "missed", "cancelled"), (0.88, 0.93, 1.0)


def meetings(cast: Cast, timeline: Timeline, seed: int) -> list[Row]:
    """All calls booked by the end: a review each month, some others, and the next month's.

    Instants are UTC seconds.
    """
    chance, told = Chance(seed, "meetings"), []
    customers = dict.fromkeys(duty["customer_id"] for duty in cast.roster)
    for back, customer_id in ((b, one) for b in range(MONTHS_BACK, -2, -1) for one in customers):
        kinds = ["review"]
        if chance.happens(0.35, 1)[0]:
            kinds.append(KINDS[chance.one_of(KIND_WEIGHTS, 1)[0]])
        for kind in kinds:
            # Every call takes the same dice, whether it comes about or not.
            day, half_hour, notice, outcome, late = chance.unit(5)
            on = timeline.month(back, 1 + int(day * 28))
            # What falls on a weekend is on the Monday after.
            on += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[on.weekday()])
            scheduled_at = midnight(on) + 9 * 3600 + int(half_hour * 14) * 1800
            booked_at = scheduled_at - int(2 + notice * 19) * 86400 - int(notice * 1e6) % 3600
            status = OUTCOMES[np.searchsorted(OUTCOME_STEPS, outcome)]
            if scheduled_at + 3600 >= timeline.end:
                status = "booked"
            held_at = scheduled_at + int(late * 240) if status == "held" else None
            times = {"booked_at": booked_at, "scheduled_at": scheduled_at, "held_at": held_at}
            told += [
                {"customer_id": customer_id, "agent_id": duty["agent_id"], "kind": kind}
                | times
                | {"status": status}
                for duty in cast.roster
                if duty["customer_id"] == customer_id
                and duty["valid_from"] <= on <= (duty["valid_until"] or on)
                and booked_at <= timeline.end
            ]
    return told
