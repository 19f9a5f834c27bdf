"""The cast by account and day: how much is written, how long answers take, and who is there."""

import numpy as np

from pipeline.sample.cast import Cast, Row, written
from pipeline.sample.chance import Bools, Chance, Floats
from pipeline.sample.timeline import Timeline

# Monday to Sunday.
WEEKDAY_VOLUME = (1.3, 1.15, 1.1, 1.0, 0.85, 0.13, 0.09)
HOLIDAY_VOLUME, CHRISTMAS_VOLUME = 0.12, 0.4
# Tickets of an account that nobody covers wait like everybody else's.
UNCOVERED_PACE = 3.0
LEAVE_DAYS = 14
NOBODY = -1


class Situation:
    """Tables of account x day (position in the timeline); `on_leave` is agent x day.

    `volume` and `pace` are factors, `critical` a share of tickets; `dedicated` holds agents'
    positions or `NOBODY`.
    """

    def __init__(self, cast: Cast, timeline: Timeline, seed: int) -> None:
        """Lay the cast's traits, chapters, coverage and roster out by day."""
        self.cast, self.timeline = cast, timeline
        customers = np.array(cast.column("accounts", "customer_id"))

        def days_of(row: Row) -> tuple[Bools, slice]:
            return customers == row["customer_id"], timeline.stretch(
                row["valid_from"], row["valid_until"]
            )

        size = len(customers), len(timeline.days)
        self.volume = np.outer(cast.column("accounts", "volume"), _calendar_volume(timeline))
        # Pace wanders a little from month to month, differently for each account.
        months = np.array([day.year * 12 + day.month for day in timeline.days])
        months -= months[0]
        moods = Chance(seed, "moods").skewed(1.0, 0.15, size[0] * (int(months[-1]) + 1))
        pace = np.array(cast.column("accounts", "pace"))[:, np.newaxis]
        self.pace = pace * moods.reshape(size[0], -1)[:, months]
        self.critical, self.dedicated = np.zeros(size), np.full(size, NOBODY)
        for told in written()["chapters"]:
            here = days_of(told | timeline.valid(told["first"], told.get("last")))
            first_pace = told.get("pace", 1.0)
            final_pace, days = told.get("final_pace", first_pace), here[1].stop - here[1].start
            self.volume[here] *= told.get("volume", 1.0)
            self.pace[here] *= np.linspace(first_pace, final_pace, days)
            self.critical[here] = told.get("critical", 0.0)
        # Whoever has the add-on at times waits longer on the days without it.
        is_without = np.ones(size, dtype=np.bool_)
        for row in (one for one in cast.coverage if one["add_on"]):
            is_without[days_of(row)] = False
        self.pace[is_without] *= UNCOVERED_PACE
        for row in cast.roster:
            self.dedicated[days_of(row)] = cast.writer(row["agent_id"]) - 1
        # Two weeks of leave for each agent, somewhere in the second half of the story.
        half, agents = size[1] // 2, len(cast.agents)
        first = half + Chance(seed, "leave").below(max(half - LEAVE_DAYS - 30, 1), agents)
        since = np.arange(size[1]) - first[:, np.newaxis]
        self.on_leave = (since >= 0) & (since < LEAVE_DAYS)


def _calendar_volume(timeline: Timeline) -> Floats:
    """Weekdays, holidays and the weeks around New Year, by day."""
    volume = np.array([WEEKDAY_VOLUME[day.weekday()] for day in timeline.days])
    for position, day in enumerate(timeline.days):
        if day in timeline.holidays:
            volume[position] *= HOLIDAY_VOLUME
        elif (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4):
            volume[position] *= CHRISTMAS_VOLUME
    return volume
