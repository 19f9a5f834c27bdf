"""What is to be told about a response, and to whom.

Everything is measured as of the snapshot: `due_soon` where the due time is at most `due_within`
after as_of, `breached` where the time promised is over. What does not count (not covered, waived,
deleted) is never told, nor what is paused, which has no due time.
"""

from collections.abc import Iterator, Mapping
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
    agent_address: str | None
    """Where the dedicated agent reads mail, if anybody knows."""
    addresses: tuple[str, ...]
    """Whom to tell: the dedicated agent and the managers, each once."""

    def key(self, address: str) -> str:
        """Its identity: whatever happens to due_at, an address is told once."""
        return f"alert/{self.kind}/{self.response_id}/{address.lower()}"


def notices(snapshot: Path, alerts: Alerts) -> Iterator[Notice]:
    """What there is to tell as of the snapshot, told already or not; the longest overdue first."""
    as_of: pd.Timestamp = marts.run_info(marts.EVERYBODY, snapshot)["as_of"].iloc[0]
    soon = as_of + wall_seconds(alerts.due_within)
    for found in marts.responses_to_alert(marts.EVERYBODY, snapshot).to_dict("records"):
        row = {str(name): _plain(value) for name, value in found.items()}
        kind = _kind(row, soon)
        if kind is not None:
            agent = agent_address(row["source"], row["agent_id"], row["agent_email"], alerts)
            yield Notice(
                kind=kind,
                agent_address=agent,
                addresses=each_once([*([agent] if agent else []), *alerts.to]),
                **{name: row[name] for name in Notice.__dataclass_fields__ if name in row},
            )


def agent_address(
    source: str, agent_id: str | None, exported: str | None, alerts: Alerts
) -> str | None:
    """Where an agent reads mail: as vip-sla.yml says, else as exported; None if nobody knows."""
    if agent_id is None:
        return None
    named = alerts.agents.get(f"{source}:{agent_id}") or alerts.agents.get(agent_id)
    return named or (exported if exported and is_address(exported) else None)


def _kind(row: Mapping[str, Any], soon: datetime) -> Kind | None:
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
