"""What is to be told about a response, and to whom.

Everything is measured as of the snapshot: `due_soon` where the due time is at most `due_within`
after as_of, `breached` where the time promised is over. What does not count (not covered, waived,
deleted) is never told, nor what is paused, which has no due time.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from pipeline import marts
from pipeline.marts.provenance import run_of
from pipeline.marts.records import records
from pipeline.marts.sending import ToAlert
from pipeline.settings.addresses import each_once, is_address
from pipeline.settings.mail import Alerts, wall_seconds

Kind = Literal["due_soon", "breached"]


class Notice(ToAlert):
    """A response of which somebody is to be told."""

    kind: Kind

    def key(self, address: str) -> str:
        """Its identity: whatever happens to due_at, an address is told once."""
        return f"alert/{self.kind}/{self.response_id}/{address.lower()}"

    def addresses(self, alerts: Alerts) -> tuple[str, ...]:
        """The dedicated agent and the managers, each once."""
        agent = self.agent_address(alerts)
        return each_once([*([agent] if agent else []), *alerts.to])

    def agent_address(self, alerts: Alerts) -> str | None:
        """Where the dedicated agent reads mail: as vip-sla.yml says, else as exported."""
        if self.agent_id is None:
            return None
        named = alerts.agents.get(f"{self.source}:{self.agent_id}")
        named = named or alerts.agents.get(self.agent_id)
        exported = self.agent_email if self.agent_email and is_address(self.agent_email) else None
        return named or exported


def notices(snapshot: Path, alerts: Alerts) -> Iterator[Notice]:
    """What there is to tell as of the snapshot, told already or not; the longest overdue first."""
    soon = run_of(snapshot).as_of + wall_seconds(alerts.due_within)
    for each in records(marts.responses_to_alert(marts.EVERYBODY, snapshot), ToAlert):
        if kind := _kind(each, soon):
            yield Notice(kind=kind, **dict(each))


def _kind(each: ToAlert, soon: datetime) -> Kind | None:
    if each.outcome == "breached":
        return "breached"
    return "due_soon" if each.due_at and each.due_at <= soon else None


def is_stale(as_of: datetime, now: datetime, alerts: Alerts) -> bool:
    """Whether a snapshot is too old to warn by."""
    return now - as_of > wall_seconds(alerts.stale_after)
