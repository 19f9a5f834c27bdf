"""Calls that customers book with their dedicated agents."""

from datetime import timedelta
from itertools import product

from pipeline.sample.cast import Cast, Row
from pipeline.sample.chance import Chance
from pipeline.sample.timeline import MONTHS_BACK, Timeline, midnight

KINDS, KIND_WEIGHTS = ("support", "training", "brainstorming"), (0.4, 0.4, 0.2)


def meetings(cast: Cast, timeline: Timeline, seed: int) -> list[Row]:
    """A review each month, some other calls, and the next month's; some are booked after the end.

    With whom is the roster's to say. Instants are UTC seconds.
    """
    chance, told = Chance(seed, "meetings"), []
    customers = dict.fromkeys(cast.column("roster", "customer_id"))
    for back, customer_id in product(range(MONTHS_BACK, -2, -1), customers):
        others = [KINDS[chance.one_of(KIND_WEIGHTS, 1)[0]]] if chance.happens(0.35, 1) else []
        for kind in ("review", *others):
            day, half_hour, notice, outcome, late = chance.unit(5)
            on = timeline.month(back, 1 + int(day * 28))
            # What falls on a weekend is on the Monday after.
            on += timedelta(days=(0, 0, 0, 0, 0, 2, 1)[on.weekday()])
            scheduled_at = midnight(on) + 9 * 3600 + int(half_hour * 14) * 1800
            booked_at = scheduled_at - int(2 + notice * 19) * 86400 - int(notice * 1e6) % 3600
            status = "held" if outcome < 0.88 else "missed" if outcome < 0.93 else "cancelled"
            if scheduled_at + 3600 >= timeline.end:
                status = "booked"
            held_at = scheduled_at + int(late * 240) if status == "held" else None
            times = {"booked_at": booked_at, "scheduled_at": scheduled_at, "held_at": held_at}
            told.append({"customer_id": customer_id, "kind": kind, **times, "status": status})
    return told
