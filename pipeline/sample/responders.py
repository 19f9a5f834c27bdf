"""Who answers: mostly the dedicated agent, else a deputy or, after an escalation, a higher tier."""

import numpy as np

from pipeline.sample.arrays import Bools, Ints
from pipeline.sample.chance import Chance
from pipeline.sample.situation import NOBODY, Situation

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
