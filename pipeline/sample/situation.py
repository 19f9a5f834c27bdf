"""The cast by account and day: how much is written, how long answers take, and who is there."""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.cast import Cast, written
from pipeline.sample.chance import Bools, Chance, Floats, Ints
from pipeline.sample.timeline import Timeline

# Monday to Sunday.
WEEKDAY_VOLUME = (1.3, 1.15, 1.1, 1.0, 0.85, 0.13, 0.09)
HOLIDAY_VOLUME, CHRISTMAS_VOLUME = 0.12, 0.4
# Tickets of an account that nobody covers wait like everybody else's.
UNCOVERED_PACE = 3.0
LEAVE_DAYS = 14
NOBODY = -1


@dataclass(frozen=True)
class Situation:
    """Tables of account x day (position in the timeline); `on_leave` is agent x day.

    `volume` and `pace` are factors, `critical` a share; `dedicated` holds agents' positions or
    `NOBODY`.
    """

    cast: Cast
    timeline: Timeline
    volume: Floats
    pace: Floats
    critical: Floats
    dedicated: Ints
    on_leave: Bools


def situation_of(cast: Cast, timeline: Timeline, seed: int) -> Situation:
    """Lay the cast's traits, chapters, coverage and roster out by day."""
    size = len(cast.accounts), len(timeline.days)
    volume = np.outer(cast.column("accounts", "volume"), _calendar_volume(timeline))
    # Pace wanders a little from month to month, differently for each account.
    months = np.array([day.year * 12 + day.month for day in timeline.days])
    months -= months[0]
    moods = Chance(seed, "moods").skewed(1.0, 0.15, size[0] * (int(months[-1]) + 1))
    pace = np.array(cast.column("accounts", "pace"))[:, np.newaxis]
    pace = pace * moods.reshape(size[0], -1)[:, months]
    critical, dedicated = np.zeros(size), np.full(size, NOBODY)
    customers = cast.column("accounts", "customer_id")
    rows = {one: np.flatnonzero([each == one for each in customers]) for one in customers}
    for told in written()["chapters"]:
        last = timeline.month(*told["last"]) if "last" in told else None
        here = rows[told["customer"]], timeline.stretch(timeline.month(*told["first"]), last)
        first_pace = told.get("pace", 1.0)
        final_pace, days = told.get("final_pace", first_pace), here[1].stop - here[1].start
        volume[here] *= told.get("volume", 1.0)
        pace[here] *= np.linspace(first_pace, final_pace, days)
        critical[here] = np.maximum(critical[here], told.get("critical", 0.0))
    # Whoever has the add-on at times waits longer on the days without it.
    is_without = np.zeros(size, dtype=np.bool_)
    for row in (one for one in cast.coverage if one["add_on"]):
        is_without[rows[row["customer_id"]]] = True
    for row in cast.coverage:
        days = timeline.stretch(row["valid_from"], row["valid_until"])
        is_without[rows[row["customer_id"]], days] = False
    pace[is_without] *= UNCOVERED_PACE
    for row in cast.roster:
        days = timeline.stretch(row["valid_from"], row["valid_until"])
        dedicated[rows[row["customer_id"]], days] = cast.writer(row["agent_id"]) - 1
    # Two weeks of leave for each agent, somewhere in the second half of the story.
    half, agents = size[1] // 2, len(cast.agents)
    first = half + Chance(seed, "leave").below(max(half - LEAVE_DAYS - 30, 1), agents)
    since = np.arange(size[1]) - first[:, np.newaxis]
    on_leave = (since >= 0) & (since < LEAVE_DAYS)
    return Situation(cast, timeline, volume, pace, critical, dedicated, on_leave)


def _calendar_volume(timeline: Timeline) -> Floats:
    """Weekdays, holidays and the weeks around New Year, by day."""
    volume = np.array([WEEKDAY_VOLUME[day.weekday()] for day in timeline.days])
    for position, day in enumerate(timeline.days):
        if day in timeline.holidays:
            volume[position] *= HOLIDAY_VOLUME
        elif (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4):
            volume[position] *= CHRISTMAS_VOLUME
    return volume
