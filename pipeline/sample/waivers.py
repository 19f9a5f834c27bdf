"""Waivers for a few of the story's worst breaches, and one that fits nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from pipeline.sample.arrays import Bools, Floats
from pipeline.sample.story import Story
from pipeline.sample.timeline import local_day
from pipeline.sample.vocabulary import Closing

# The promise as the demo's policy has it, in open hours; by severity, unclassified first. Only to
# find breaches beyond doubt: what a breach is, the models decide.
FIRST_HOURS = np.array([np.inf, 1, 1, 2, 8, 8])
FOLLOW_UP_HOURS = np.array([np.inf, 4, 4, 16, np.inf, np.inf])
BEYOND_DOUBT = 1.2
HOUR = 3600
DAYS_TO_APPROVE = timedelta(days=2)


@dataclass(frozen=True)
class Waiver:
    """A row of register/waivers.csv."""

    response: int
    """Position among the story's responses."""
    opened_at: int
    """UTC seconds, as the register has them: a little off in the waiver that fits nothing."""
    reason: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True)
class Excuse:
    """Why a customer's worst breaches in a span of days (both included) are waived."""

    account_id: str
    first: date
    last: date
    count: int
    reason: str
    approved_by: str


def waivers(story: Story) -> list[Waiver]:
    """The written waivers; fewer where a small story has no breach to waive."""
    month, end = story.timeline.month, story.timeline.month_end
    outage, delay = "Höhere Gewalt: Stromausfall im Rechenzentrum", "Auf Wunsch des Kunden vertagt"
    missing = "Zugangsdaten des Kunden fehlten vier Tage lang"
    granted = [
        waiver
        for excuse in (
            Excuse("K-1004", month(7, 10), month(7, 12), 3, outage, "M. Brandt"),
            Excuse("K-1005", month(4), end(3), 1, delay, "S. Dörfler"),
            Excuse("K-1002", month(10), end(2), 1, delay, "M. Brandt"),
            Excuse("K-1003", month(2), end(2), 1, missing, "S. Dörfler"),
        )
        for waiver in _granted(story, excuse)
    ]
    # Somebody typed the local time of an e-mail where UTC is meant.
    astray = _granted(story, Excuse("K-1005", month(9), end(5), 1, delay, "M. Brandt"))
    return granted + [replace(one, opened_at=one.opened_at + HOUR) for one in astray]


def _granted(story: Story, excuse: Excuse) -> list[Waiver]:
    """Waivers for the responses that fit the excuse and are furthest over their target."""
    responses, timeline = story.responses, story.timeline
    overdue = _used_share(story)
    day = timeline.position_at(responses.opened_at)
    fits: Bools = story.tickets.account[responses.ticket] == story.cast.account(excuse.account_id)
    fits &= (day >= timeline.position(excuse.first)) & (day <= timeline.position(excuse.last))
    found = np.flatnonzero(fits & (overdue > BEYOND_DOUBT))
    worst = found[np.argsort(-overdue[found], kind="stable")][: excuse.count]
    return [
        Waiver(
            response=int(at),
            opened_at=int(responses.opened_at[at]),
            reason=excuse.reason,
            approved_by=excuse.approved_by,
            approved_on=local_day(int(responses.closed_at[at])) + DAYS_TO_APPROVE,
        )
        for at in worst
    ]


def _used_share(story: Story) -> Floats:
    """How much of its target each response used up; 0 where the target is not plain."""
    responses, promised = story.responses, story.office.promised
    is_plain = (responses.closed_by == Closing.REPLY) & (responses.changed_to == 0)
    is_plain &= responses.ticket != story.lost
    hours = np.where(
        responses.is_follow_up,
        FOLLOW_UP_HOURS[responses.severity],
        FIRST_HOURS[responses.severity],
    )
    closed_at = np.where(is_plain, responses.closed_at, responses.opened_at)
    open_seconds = promised.passed(closed_at) - promised.passed(responses.opened_at)
    share: Floats = open_seconds / (hours * HOUR)
    return share
