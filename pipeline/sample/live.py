"""What is owed when the story ends: written tickets, so that the present is alive too."""

from dataclasses import dataclass, fields

import numpy as np

from pipeline.sample.arrays import Ints
from pipeline.sample.arrivals import Tickets
from pipeline.sample.cast import Cast
from pipeline.sample.hours import Hours
from pipeline.sample.timeline import Timeline
from pipeline.sample.vocabulary import Channel, Fate

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
