"""What is to be told about a response, and to whom.

Everything is measured as of the snapshot: `due_soon` where the due time is at most `due_within`
after as_of, `breached` where the time promised is over. What does not count (not covered, waived,
deleted) is never told, nor what is paused, which has no due time.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from pipeline import marts
from pipeline.marts.records import records
from pipeline.marts.sending import ToAlert
from pipeline.settings.addresses import each_once
from pipeline.settings.mail import Alerts, wall_seconds

Kind = Literal["due_soon", "breached"]

Phase = Literal["due_soon", "overdue", "late"]
"""Due soon; late and owed still; late and closed since."""


class Notice(ToAlert):
    """A response of which somebody is to be told."""

    kind: Kind
    agent_address: str | None
    """Where the dedicated agent reads mail, if anybody knows."""
    addresses: tuple[str, ...]
    """Whom to tell: the dedicated agent, the managers and the chats, each once."""

    def key(self, address: str) -> str:
        """Its identity: whatever happens to due_at, an address is told once."""
        return f"alert/{self.kind}/{self.response_id}/{address.lower()}"

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        if self.kind == "due_soon":
            return "due_soon"
        return "late" if self.closed_at else "overdue"

    @property
    def over_seconds(self) -> int:
        """By how much the target is exceeded on the response's own clock; negative before."""
        return (self.elapsed_seconds or 0) - (self.target_seconds or 0)


def notices(snapshot: Path, as_of: datetime, alerts: Alerts) -> Iterator[Notice]:
    """What there is to tell as of the snapshot, told already or not; the longest overdue first."""
    soon = as_of + wall_seconds(alerts.due_within)
    for each in records(marts.responses_to_alert(marts.EVERYBODY, snapshot), ToAlert):
        if kind := _kind(each, soon):
            agent = None
            if each.agent_id is not None:
                agent = alerts.address_of(each.source, each.agent_id, each.agent_email)
            people = each_once([*([agent] if agent else []), *alerts.to])
            chats = tuple(
                chat.address for chat in alerts.webhooks if chat.is_told_of(each.customer_id)
            )
            yield Notice(kind=kind, agent_address=agent, addresses=(*people, *chats), **dict(each))


def by_urgency(found: Iterable[Notice]) -> list[Notice]:
    """The severest first, of one severity the latest; unclassified ones last."""
    return sorted(found, key=lambda each: (not each.severity, each.severity, -each.over_seconds))


def _kind(each: ToAlert, soon: datetime) -> Kind | None:
    if each.outcome == "breached":
        return "breached"
    return "due_soon" if each.due_at and each.due_at <= soon else None


def is_stale(as_of: datetime, now: datetime, alerts: Alerts) -> bool:
    """Whether a snapshot is too old to warn by."""
    return now - as_of > wall_seconds(alerts.stale_after)
