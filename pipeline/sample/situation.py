"""The cast by account and day: how much is written, how fast answers come, who is on duty."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.sample.arrays import Bools, Floats, Ints
from pipeline.sample.cast import Cast
from pipeline.sample.chance import Chance
from pipeline.sample.hours import national_holidays
from pipeline.sample.timeline import Timeline

# Monday to Sunday.
WEEKDAY_VOLUME = (1.3, 1.15, 1.1, 1.0, 0.85, 0.13, 0.09)
HOLIDAY_VOLUME = 0.12
CHRISTMAS_VOLUME = 0.4
LEAVE_DAYS = 14
NOBODY = -1


@dataclass(frozen=True)
class Situation:
    """Tables of account x day (position in the timeline); `on_leave` is agent x day.

    `volume` and `pace` are factors, `critical` a share; `dedicated` holds agents' positions or
    `NOBODY`. The rest is by account.
    """

    volume: Floats
    pace: Floats
    critical: Floats
    dedicated: Ints
    on_leave: Bools
    standard_follow_ups: Floats
    contacts: Ints
    deputies: Ints
    second_line: Ints
    third_line: Ints


def situation_of(cast: Cast, timeline: Timeline, seed: int) -> Situation:
    """Lay the cast's traits, chapters and roster out by day."""
    accounts, days = len(cast.accounts), len(timeline.days)
    volume = np.outer([one.volume for one in cast.accounts], _calendar_volume(timeline))
    pace = np.tile(np.array([[one.pace] for one in cast.accounts]), (1, days))
    pace *= _moods(accounts, timeline, Chance(seed, "moods"))
    critical = np.zeros((accounts, days))
    dedicated = np.full((accounts, days), NOBODY, dtype=np.int64)
    rows_of: dict[str | None, list[int]] = {}
    for position, account in enumerate(cast.accounts):
        rows_of.setdefault(account.customer_id, []).append(position)
    for chapter in cast.chapters:
        rows = rows_of[chapter.customer_id]
        stretch = _stretch(timeline, chapter.first, chapter.last)
        size = stretch.stop - stretch.start
        final = chapter.pace if chapter.final_pace is None else chapter.final_pace
        volume[rows, stretch] *= chapter.volume
        pace[rows, stretch] *= np.linspace(chapter.pace, final, size)
        critical[rows, stretch] = np.maximum(critical[rows, stretch], chapter.critical)
    agents = {agent.agent_id: position for position, agent in enumerate(cast.agents)}
    for duty in cast.roster:
        stretch = _stretch(timeline, duty.valid_from, duty.valid_until or timeline.last_day)
        dedicated[rows_of[duty.customer_id], stretch] = agents[duty.agent_id]
    return Situation(
        volume=volume,
        pace=pace,
        critical=critical,
        dedicated=dedicated,
        on_leave=_leave(len(cast.agents), days, Chance(seed, "leave")),
        standard_follow_ups=np.array([one.standard_follow_ups for one in cast.accounts]),
        contacts=np.array([one.contacts for one in cast.accounts], dtype=np.int64),
        deputies=np.array(cast.pool(1), dtype=np.int64),
        second_line=np.array(cast.pool(2), dtype=np.int64),
        third_line=np.array(cast.pool(3), dtype=np.int64),
    )


def _stretch(timeline: Timeline, first: date, last: date) -> slice:
    """Positions of the days from `first` to `last`, as far as the story has them."""
    start = min(max(timeline.position(first), 0), len(timeline.days))
    return slice(start, min(max(timeline.position(last) + 1, start), len(timeline.days)))


def _calendar_volume(timeline: Timeline) -> Floats:
    """Weekdays, holidays and the weeks around New Year, by day."""
    free = national_holidays(timeline)
    volume = np.array([WEEKDAY_VOLUME[day.weekday()] for day in timeline.days])
    for position, day in enumerate(timeline.days):
        if day in free:
            volume[position] *= HOLIDAY_VOLUME
        elif (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 4):
            volume[position] *= CHRISTMAS_VOLUME
    return volume


def _moods(accounts: int, timeline: Timeline, chance: Chance) -> Floats:
    """Pace wanders a little from month to month, differently for each account."""
    months = np.array([day.year * 12 + day.month for day in timeline.days])
    months -= months[0]
    moods = chance.skewed(1.0, 0.15, accounts * (int(months[-1]) + 1))
    return moods.reshape(accounts, -1)[:, months]


def _leave(agents: int, days: int, chance: Chance) -> Bools:
    """Two weeks of leave for each agent, somewhere in the second half of the story."""
    first = days // 2 + chance.below(max(days // 2 - LEAVE_DAYS - 30, 1), agents)
    since = np.arange(days) - first[:, np.newaxis]
    return (since >= 0) & (since < LEAVE_DAYS)
