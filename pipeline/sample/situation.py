"""The cast by account and day, and what follows from it.

How much is written, how long an answer takes, who gives it, and which turns a conversation takes
while it is awaited.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.sample.cast import Cast
from pipeline.sample.chance import Bools, Chance, Floats, Ints
from pipeline.sample.timeline import Office, Timeline, national_holidays
from pipeline.sample.vocabulary import Channel

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


# Median minutes at work, by severity (unclassified first).
FIRST_MINUTES = np.array([50.0, 7.0, 10.0, 16.0, 38.0, 48.0])
FOLLOW_UP_MINUTES = np.array([80.0, 24.0, 34.0, 95.0, 130.0, 150.0])
SPREAD = 0.95
# In the order of `Channel`.
CHANNEL_PACE = np.array([1.0, 1.15, 0.25, 0.3, 1.3])
ESCALATED_PACE = 1.5
SHORTEST_SECONDS, LONGEST_SECONDS = 20, 50 * 3600
STANDARD = 3
KEEN_SHARE = 0.07
NIGHT_CHAT_SHARE, NIGHT_CALL_SHARE, NIGHT_URGENT_SHARE = 0.9, 0.35, 0.45
NIGHT_CHAT_MINUTES, NIGHT_MINUTES = 3.0, 14.0


@dataclass(frozen=True)
class Question:
    """What an answer's time depends on; arrays of one length."""

    opened_at: Ints
    severity: Ints
    channel: Ints
    is_follow_up: Bools
    is_escalated: Bools
    pace: Floats
    """The account's, on that day."""
    standard_follow_ups: Floats


def answered_at(question: Question, office: Office, chance: Chance) -> Ints:
    """UTC seconds of the answers."""
    count, opened_at = len(question.opened_at), question.opened_at
    seconds = chance.skewed(_median_seconds(question), SPREAD, count)
    at_work = np.clip(np.rint(seconds), SHORTEST_SECONDS, LONGEST_SECONDS).astype(np.int64)
    answered = np.where(
        chance.happens(KEEN_SHARE, count),
        office.stretched.after(opened_at, at_work),
        office.worked.after(opened_at, at_work),
    )
    is_chat, is_call = question.channel == Channel.CHAT, question.channel == Channel.PHONE
    is_urgent = (question.severity == 1) | (question.severity == 2)
    share = np.select(
        [is_chat, is_call, is_urgent],
        [NIGHT_CHAT_SHARE, NIGHT_CALL_SHARE, NIGHT_URGENT_SHARE],
        default=0.0,
    )
    at_night = ~office.worked.is_open(opened_at) & chance.happens(share, count)
    night_median = np.where(is_chat, NIGHT_CHAT_MINUTES, NIGHT_MINUTES) * 60
    wait = np.rint(chance.skewed(night_median, SPREAD, count)).astype(np.int64)
    night = opened_at + np.maximum(wait, SHORTEST_SECONDS)
    return np.where(at_night, np.minimum(night, answered), answered)


def _median_seconds(question: Question) -> Floats:
    minutes = np.where(
        question.is_follow_up,
        FOLLOW_UP_MINUTES[question.severity],
        FIRST_MINUTES[question.severity],
    )
    is_slow = question.is_follow_up & (question.severity == STANDARD)
    minutes = minutes * np.where(is_slow, question.standard_follow_ups, 1.0)
    minutes *= question.pace * CHANNEL_PACE[question.channel]
    minutes *= np.where(question.is_escalated, ESCALATED_PACE, 1.0)
    return minutes * 60


DEDICATED_SHARE = 0.97
DEDICATED_ON_LEAVE_SHARE = 0.02
DEDICATED_AT_NIGHT_SHARE = 0.4
HIGHER_TIER_SHARE = 0.6


def responders(
    situation: Situation, chance: Chance, account: Ints, day: Ints, *, tier: Ints, is_open: Bools
) -> Ints:
    """Positions of the agents who answer on a day (position in the timeline).

    `tier` is what the ticket has been escalated to (1: not at all), `is_open` whether the answer
    falls into working hours.
    """
    count = len(account)
    dedicated = situation.dedicated[account, day]
    share = np.where(is_open, DEDICATED_SHARE, DEDICATED_AT_NIGHT_SHARE)
    on_leave = situation.on_leave[dedicated, day] & (dedicated != NOBODY)
    share = np.where(on_leave, DEDICATED_ON_LEAVE_SHARE, share)
    share = np.where(dedicated == NOBODY, 0.0, share)
    answers = np.where(
        chance.happens(share, count), dedicated, _someone(situation.deputies, count, chance)
    )
    higher = np.where(
        tier == 3,
        _someone(situation.third_line, count, chance),
        _someone(situation.second_line, count, chance),
    )
    return np.where((tier > 1) & chance.happens(HIGHER_TIER_SHARE, count), higher, answers)


def _someone(pool: Ints, count: int, chance: Chance) -> Ints:
    return pool[chance.below(len(pool), count)]


# By severity, unclassified first.
ESCALATION_SHARE = np.array([0.01, 0.28, 0.18, 0.06, 0.04, 0.01])
HIGHEST_TIER = 3
CHANGE_SHARE, RAISE_SHARE = 0.05, 0.55
# Below that, nobody has the time to change anything.
SHORTEST_WAIT_SECONDS = 240
LOWEST = 5


def escalations(severity: Ints, tier: Ints, chance: Chance) -> Ints:
    """The tier that each ticket is escalated to; 0 where it stays."""
    share = np.where(tier < HIGHEST_TIER, ESCALATION_SHARE[severity], 0.0)
    return np.where(chance.happens(share, len(tier)), tier + 1, 0)


def severity_changes(severity: Ints, wait: Ints, chance: Chance) -> Ints:
    """The severity that each ticket is raised or lowered to, one step; 0 where it stays."""
    count = len(severity)
    is_raise = chance.happens(RAISE_SHARE, count)
    becomes = np.clip(np.where(is_raise, severity - 1, severity + 1), 1, LOWEST)
    changes: Bools = chance.happens(CHANGE_SHARE, count) & (wait > SHORTEST_WAIT_SECONDS)
    changes &= (severity > 0) & (becomes != severity)
    return np.where(changes, becomes, 0)
