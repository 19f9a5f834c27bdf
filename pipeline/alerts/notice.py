"""What is to be told about a response, and to whom.

Everything is measured as of the snapshot: `due_soon` where the due time is at most `due_within`
after as_of, `breached` where the time promised is over. What does not count (not covered, waived,
deleted) is never told, nor what is paused, which has no due time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from pipeline import marts
from pipeline.settings.addresses import each_once, is_address
from pipeline.settings.mail import Alerts, wall_seconds

Kind = Literal["due_soon", "breached"]


@dataclass(frozen=True)
class Notice:
    """A response of which somebody is to be told."""

    kind: Kind
    response_id: str
    source: str
    ticket_id: str
    code: str
    customer_id: str
    customer_name: str
    metric: str
    severity: int
    name_de: str
    name_en: str
    subject: str | None
    url: str | None
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    agent_id: str | None
    agent_name: str | None
    agent_email: str | None

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
    as_of: pd.Timestamp = marts.run_info(marts.EVERYBODY, snapshot)["as_of"].iloc[0]
    soon = as_of + wall_seconds(alerts.due_within)
    for row in marts.responses_to_alert(marts.EVERYBODY, snapshot).to_dict("records"):
        kind = _kind(row, soon)
        if kind is not None:
            known = {name: _plain(row[name]) for name in Notice.__dataclass_fields__ if name in row}
            yield Notice(kind=kind, **known)


def _kind(row: dict[Any, Any], soon: datetime) -> Kind | None:
    if row["outcome"] == "breached":
        return "breached"
    return "due_soon" if row["due_at"] <= soon else None


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def is_stale(as_of: datetime, now: datetime, alerts: Alerts) -> bool:
    """Whether a snapshot is too old to warn by."""
    return now - as_of > wall_seconds(alerts.stale_after)
