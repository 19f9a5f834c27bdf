"""How long an answer takes: skewed, in working hours, mostly minutes; at night if urgent."""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.arrays import Bools, Floats, Ints
from pipeline.sample.chance import Chance
from pipeline.sample.hours import Office
from pipeline.sample.vocabulary import Channel

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
