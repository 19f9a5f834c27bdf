"""§6: the outcome of a response, and the leg that is reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.reference import clocks
from tests.reference.pauses import Pauses
from tests.reference.severity import Leg
from tests.reference.terms import Terms
from tests.reference.walk import REPLY


@dataclass(frozen=True)
class TimedLeg:
    """A leg with a target, and what its clock shows at its end."""

    leg: Leg
    clock: str
    target_seconds: int
    elapsed_seconds: int
    paused_seconds: int
    due_at: datetime | None

    @property
    def is_breached(self) -> bool:
        """§4: "if its clock at its end exceeds its target"; §1: exactly on it is in time."""
        return self.elapsed_seconds > self.target_seconds

    @property
    def left_seconds(self) -> int:
        return self.target_seconds - self.elapsed_seconds


def timed(leg: Leg, metric: str, terms: Terms, pauses: Pauses, is_owed: bool) -> TimedLeg | None:
    """§4: "A severity without a target gives no leg": None."""
    target = terms.target_seconds(leg.severity, metric)
    if target is None:
        return None
    clock, calendar = terms.clock(leg.severity), terms.calendar
    span = (clock, calendar, leg.started_at, leg.ended_at, pauses.intervals)
    elapsed = clocks.elapsed_seconds(*span)
    due: datetime | None = None
    # §5: "Null while it is paused and not yet reached."
    if not (is_owed and pauses.is_still_on and elapsed < target):
        due = clocks.due_at(clock, calendar, leg.started_at, target, pauses.intervals)
    return TimedLeg(leg, clock, target, elapsed, clocks.paused_seconds(*span), due)


def outcome(legs: list[TimedLeg], has_target_at_end: bool, closed_by: str | None) -> str:
    """In the order of the sentence."""
    if any(leg.is_breached for leg in legs):  # "`breached` if any leg is"
        return "breached"
    if not has_target_at_end:  # "else `no_target` if the severity at the end has none"
        return "no_target"
    if closed_by is None:  # "else `pending` while owed"
        return "pending"
    # "else `met` if closed by a reply, `unanswered` if closed in time in any other way"
    return "met" if closed_by == REPLY else "unanswered"


def reported(legs: list[TimedLeg]) -> TimedLeg:
    """The leg whose figures the response shows.

    "Of the breached legs and those that lasted to the end, the one with the least left (target −
    elapsed), ties to the earlier start, then the earlier change".
    """
    candidates = [leg for leg in legs if leg.is_breached or leg.leg.lasted_to_the_end]
    return min(candidates, key=lambda it: (it.left_seconds, it.leg.started_at, it.leg.made_at))


def exclusion(*, is_deleted: bool, is_covered: bool, is_waived: bool) -> str | None:
    """§6: "Independent of the outcome, the first that applies"."""
    if is_deleted:
        return "deleted"
    if not is_covered:
        return "not_covered"
    return "waived" if is_waived else None
