"""Which tickets there are: who writes when, over which channel, and how it will go on."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from pipeline.sample.cast import WRITTEN, Cast
from pipeline.sample.chance import Bools, Chance, Ints, Rows
from pipeline.sample.timeline import SATURDAY

Channel = IntEnum("Channel", "EMAIL FORM CHAT PHONE SOCIAL", start=0)
Fate = IntEnum("Fate", "ORDINARY SPAM MERGED", start=0)
# In their order, each.
CHANNEL_WEIGHTS = (0.47, 0.2, 0.17, 0.11, 0.05)
FATE_WEIGHTS = (0.96, 0.025, 0.015)
URGENT = (1, 2)
# Unclassified, then severities 1 to 5.
SEVERITY_WEIGHTS = (0.04, 0.03, 0.10, 0.38, 0.25, 0.20)
# How many responses a ticket asks for, 1 to 6; urgent ones more.
CYCLE_WEIGHTS = (0.70, 0.18, 0.06, 0.03, 0.02, 0.01)
URGENT_CYCLE_WEIGHTS = (0.44, 0.28, 0.14, 0.08, 0.04, 0.02)
OUTBOUND_SHARE = 0.02
# How much is written in each hour of a working day, and of a weekend's.
HOURS = (
    (1, 1, 1, 1, 1, 2, 5, 14, 42, 66, 70, 62, 38, 52, 64, 56, 40, 18, 10, 8, 7, 5, 3, 2),
    (1, 1, 1, 1, 1, 1, 2, 3, 6, 9, 10, 10, 8, 8, 8, 8, 8, 9, 10, 9, 7, 5, 3, 2),
)
# A small sample keeps most of its tickets for the rest of the story.
TICKETS_PER_OWED = 10


@dataclass(frozen=True)
class Tickets(Rows):
    """One row per ticket, in the order in which they were created (UTC seconds)."""

    account: Ints
    created_at: Ints
    channel: Ints
    severity: Ints  # as first thought of, 1 to 5; 0 where nobody ever classified it
    cycles: Ints  # how many responses it asks for, if it gets so far before the end
    fate: Ints
    is_outbound: Bools  # the agent wrote first
    contact: Ints  # who asks: a number within the account
    topic: Ints
    forgotten_since: Ints  # when the customer wrote what nobody answers; 0 where somebody does


def arrive(count: int, cast: Cast) -> Tickets:
    """`count` tickets by weekday, hour, season and the customers' chapters, the owed among them."""
    chance = Chance(cast.seed, "arrivals")
    account, created_at = _who_and_when(count, chance, cast)
    severity = chance.one_of(SEVERITY_WEIGHTS, count)
    critical = cast.critical[account, cast.timeline.position_at(created_at)]
    severity[chance.happens(critical, count)] = 1
    fate = chance.one_of(FATE_WEIGHTS, count)
    severity[fate == Fate.SPAM] = 0
    is_urgent = np.isin(severity, URGENT)
    calm, urgent = chance.one_of(CYCLE_WEIGHTS, count), chance.one_of(URGENT_CYCLE_WEIGHTS, count)
    tickets = Tickets(
        account=account,
        created_at=created_at,
        channel=chance.one_of(CHANNEL_WEIGHTS, count),
        severity=severity,
        cycles=np.where(fate == Fate.ORDINARY, np.where(is_urgent, urgent, calm) + 1, 1),
        fate=fate,
        is_outbound=(fate == Fate.ORDINARY) & chance.happens(OUTBOUND_SHARE, count),
        contact=chance.below(np.array(cast.column("accounts", "contacts"))[account], count),
        topic=chance.below(1 << 20, count),
        forgotten_since=np.zeros(count, dtype=np.int64),
    )
    _write_owed(tickets, cast)
    return tickets.take(np.argsort(tickets.created_at, kind="stable"))


def _who_and_when(count: int, chance: Chance, cast: Cast) -> tuple[Ints, Ints]:
    timeline, hours = cast.timeline, np.arange(25) * 3600
    is_weekend = np.array([day.weekday() >= SATURDAY for day in timeline.days])
    workday, weekend = (np.insert(np.cumsum(one), 0, 0) / sum(one) for one in HOURS)
    # The last day is over early: only as much is written as comes by then.
    passed, share = timeline.end - timeline.midnights[-1], np.ones(len(timeline.days))
    share[-1] = np.interp(passed, hours, weekend if is_weekend[-1] else workday)
    drawn = chance.one_of((cast.volume * share).ravel(), count)
    account, day = np.divmod(drawn, len(timeline.days))
    unit = chance.random(count) * share[day]
    on_weekend, on_workday = (np.interp(unit, each, hours) for each in (weekend, workday))
    second = np.where(is_weekend[day], on_weekend, on_workday).astype(np.int64)
    moment = np.minimum(timeline.midnights[day] + second, timeline.end)
    order = np.argsort(moment, kind="stable")
    return account[order], moment[order]


def _write_owed(tickets: Tickets, cast: Cast) -> None:
    """Write what is owed at the end in place of as many others, spread over the story."""
    accounts, timeline = cast.column("accounts", "account_id"), cast.timeline
    owed = WRITTEN["owed"][: len(tickets) // TICKETS_PER_OWED]
    for at, (account, severity, channel, *minutes_ago) in enumerate(owed):
        row, ago = at * TICKETS_PER_OWED, 60 * np.array(minutes_ago)
        # Not a minute ago is now, on whatever day that is.
        now = np.array([timeline.end])
        wrote = np.where(ago > 0, timeline.promised.after(now, -ago), now)
        tickets.account[row] = accounts.index(account)
        tickets.created_at[row] = wrote[-1]
        tickets.channel[row] = Channel[channel]
        tickets.severity[row] = severity
        tickets.cycles[row] = len(wrote)
        tickets.fate[row] = Fate.ORDINARY
        tickets.is_outbound[row] = False
        tickets.contact[row] = 0
        tickets.forgotten_since[row] = wrote[0]
