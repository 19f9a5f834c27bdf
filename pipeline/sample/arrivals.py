"""Which tickets there are: who writes when, over which channel, and how it will go on."""

from dataclasses import dataclass, fields

import numpy as np

from pipeline.sample.cast import Cast
from pipeline.sample.chance import Bools, Chance, Ints
from pipeline.sample.situation import Situation
from pipeline.sample.timeline import Hours, Timeline
from pipeline.sample.vocabulary import Channel, Fate

# In the order of `Channel`.
CHANNEL_WEIGHTS = (0.47, 0.2, 0.17, 0.11, 0.05)
# Unclassified, then severities 1 to 5.
SEVERITY_WEIGHTS = (0.04, 0.03, 0.10, 0.38, 0.25, 0.20)
# How many responses a ticket asks for, 1 to 6; urgent ones more.
CYCLE_WEIGHTS = (0.70, 0.18, 0.06, 0.03, 0.02, 0.01)
URGENT_CYCLE_WEIGHTS = (0.44, 0.28, 0.14, 0.08, 0.04, 0.02)
# How much is written in each hour of a working day, and of a weekend's.
WORKDAY_HOURS = (
    1, 1, 1, 1, 1, 2, 5, 14, 42, 66, 70, 62, 38, 52, 64, 56, 40, 18, 10, 8, 7, 5, 3, 2,
)  # fmt: skip
WEEKEND_HOURS = (1, 1, 1, 1, 1, 1, 2, 3, 6, 9, 10, 10, 8, 8, 8, 8, 8, 9, 10, 9, 7, 5, 3, 2)
# In the order of `Fate`.
FATE_WEIGHTS = (0.96, 0.025, 0.015)
OUTBOUND_SHARE = 0.02
SATURDAY = 5


@dataclass(frozen=True)
class Tickets:
    """One row per ticket, in the order in which they were created (UTC seconds)."""

    account: Ints
    created_at: Ints
    channel: Ints
    severity: Ints
    """As first thought of, 1 to 5; 0 where nobody ever classified it."""
    cycles: Ints
    """How many responses it asks for, if it gets so far before the end."""
    fate: Ints
    is_outbound: Bools
    """The agent wrote first."""
    contact: Ints
    """Who asks: a number within the account."""
    topic: Ints
    silent_cycle: Ints
    """The cycle (from 0) that is never answered; -1 for none."""
    second_opening: Ints
    """When the customer writes again, where the story needs that moment; else 0."""

    def __len__(self) -> int:
        return len(self.created_at)


def arrive(count: int, seed: int, situation: Situation, timeline: Timeline) -> Tickets:
    """`count` tickets by weekday, hour, season and the customers' chapters."""
    chance = Chance(seed, "arrivals")
    account, created_at = _who_and_when(count, chance, situation, timeline)
    order = np.argsort(created_at, kind="stable")
    account, created_at = account[order], created_at[order]
    severity = chance.one_of(SEVERITY_WEIGHTS, count)
    critical = situation.critical[account, timeline.position_at(created_at)]
    severity[chance.happens(critical, count)] = 1
    fate = chance.one_of(FATE_WEIGHTS, count)
    severity[fate == Fate.SPAM] = 0
    is_urgent = (severity == 1) | (severity == 2)
    calm, urgent = chance.one_of(CYCLE_WEIGHTS, count), chance.one_of(URGENT_CYCLE_WEIGHTS, count)
    cycles = np.where(is_urgent, urgent, calm) + 1
    return Tickets(
        account=account,
        created_at=created_at,
        channel=chance.one_of(CHANNEL_WEIGHTS, count),
        severity=severity,
        cycles=np.where(fate == Fate.ORDINARY, cycles, 1),
        fate=fate,
        is_outbound=(fate == Fate.ORDINARY) & chance.happens(OUTBOUND_SHARE, count),
        contact=chance.below(situation.contacts[account], count),
        topic=chance.below(1 << 20, count),
        silent_cycle=np.full(count, -1, dtype=np.int64),
        second_opening=np.zeros(count, dtype=np.int64),
    )


def _who_and_when(
    count: int, chance: Chance, situation: Situation, timeline: Timeline
) -> tuple[Ints, Ints]:
    last = len(timeline.days) - 1
    is_weekend = np.array([day.weekday() >= SATURDAY for day in timeline.days])
    hours = np.arange(25) * 3600
    steps = [np.insert(np.cumsum(one), 0, 0) / sum(one) for one in (WORKDAY_HOURS, WEEKEND_HOURS)]
    # The last day is over early: only as much is written as comes by then.
    passed = timeline.end - timeline.midnights[last]
    early = float(np.interp(passed, hours, steps[int(is_weekend[last])]))
    volume = situation.volume.copy()
    volume[:, last] *= early
    drawn = chance.one_of(volume.ravel(), count)
    account, day = drawn // (last + 1), drawn % (last + 1)
    unit = chance.unit(count)
    unit = np.where(day == last, unit * early, unit)
    second = np.where(
        is_weekend[day], np.interp(unit, steps[1], hours), np.interp(unit, steps[0], hours)
    ).astype(np.int64)
    return account, np.minimum(timeline.midnights[day] + second, timeline.end)


HOUR = 60
DAY = 8 * HOUR
# A small sample keeps most of its tickets for the rest of the story.
SHARE_MOST = 10


@dataclass(frozen=True)
class Owed:
    """A response that nobody has given by the end."""

    account_id: str
    severity: int
    channel: Channel
    open_minutes_ago: int
    """Promised minutes since the customer wrote."""
    first_minutes_ago: int = 0
    """For a follow-up: promised minutes since the ticket began."""


OWED = (
    Owed("K-1012", 3, Channel.FORM, 0),  # the newest event of all
    Owed("K-1003", 1, Channel.EMAIL, 98),
    Owed("K-1003", 3, Channel.EMAIL, 190),
    Owed("K-1003", 3, Channel.FORM, 1150, 4 * DAY),
    Owed("K-1003", 2, Channel.EMAIL, 205, 2 * DAY),
    Owed("K-1005", 3, Channel.EMAIL, 1420, 6 * DAY),
    Owed("K-1005", 3, Channel.FORM, 915, 5 * DAY),
    Owed("K-1002", 2, Channel.PHONE, 36),
    Owed("K-1002", 4, Channel.EMAIL, 455),
    Owed("K-1002", 5, Channel.CHAT, 3),
    Owed("K-1004", 3, Channel.EMAIL, 111),
    Owed("K-1001", 3, Channel.EMAIL, 12),
    Owed("K-1006", 5, Channel.FORM, 140),
    Owed("K-1009", 1, Channel.PHONE, 9),
    Owed("K-1008", 3, Channel.EMAIL, 300, 3 * DAY),
    Owed("K-1011", 4, Channel.EMAIL, 500),
    Owed("K-1013", 0, Channel.SOCIAL, 45),
    Owed("K-1007", 3, Channel.EMAIL, 131),
    Owed("K-1007", 3, Channel.EMAIL, 12 * DAY, 15 * DAY),  # forgotten
    Owed("K-1002", 4, Channel.FORM, 2 * DAY, 4 * DAY),
)


def with_owed(tickets: Tickets, cast: Cast, promised: Hours, timeline: Timeline) -> Tickets:
    """The tickets with the newest ones of `OWED` in place of as many others, in order again."""
    rows = OWED[: len(tickets) // SHARE_MOST]
    # Spread over the story, so that no month loses many.
    here = np.arange(len(rows)) * SHARE_MOST

    def at(minutes: list[int]) -> Ints:
        now = np.full(len(rows), timeline.end)
        ago = np.array(minutes, dtype=np.int64) * 60
        return np.where(ago > 0, promised.after(now, -ago), now)

    opened = at([one.open_minutes_ago for one in rows])
    began = at([one.first_minutes_ago for one in rows])
    is_follow_up = np.array([one.first_minutes_ago > 0 for one in rows], dtype=np.bool_)
    columns = {one.name: getattr(tickets, one.name).copy() for one in fields(tickets)}
    written = {
        "account": [cast.account(one.account_id) for one in rows],
        "created_at": np.where(is_follow_up, began, opened),
        "channel": [one.channel for one in rows],
        "severity": [one.severity for one in rows],
        "cycles": np.where(is_follow_up, 2, 1),
        "fate": Fate.ORDINARY,
        "is_outbound": False,
        "contact": 0,
        "silent_cycle": np.where(is_follow_up, 1, 0),
        "second_opening": np.where(is_follow_up, opened, 0),
    }
    for name, values in written.items():
        columns[name][here] = values
    order = np.argsort(columns["created_at"], kind="stable")
    return Tickets(**{name: values[order] for name, values in columns.items()})
