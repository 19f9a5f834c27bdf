"""Turns that a conversation takes while an answer is awaited: escalations, changes of severity."""

import numpy as np

from pipeline.sample.arrays import Bools, Ints
from pipeline.sample.chance import Chance

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
