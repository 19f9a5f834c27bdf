"""A help desk of four tickets, written by hand, and what a workspace holds after a run."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import marts
from pipeline.workspace import Workspace, create_workspace
from tests.comparison import plain_rows

CUSTOMERS = """\
customer_id,name,plan,add_on,valid_from,valid_until,monthly_fee_eur,language,report_to
K-1,Erste [alte] GmbH,All-Inclusive,vip,2026-01-01,,1000,de,
K-2,Zweite AG,All-Inclusive,vip,2026-01-01,,1000,de,
K-3,Dritte KG,Large,,2026-01-01,,,de,
"""
TICKETS = """\
ticket_id,customer_id,subject,channel,severity,status,created_at,updated_at,url
T-1,K-1,Offline [/b],email,1,open,2026-03-02T09:00:00Z,2026-03-03T15:00:00Z,
T-2,K-2,Slow,email,3,resolved,2026-03-04T10:00:00Z,2026-03-04T11:00:00Z,
T-3,K-2,How?,chat,5,open,2026-04-01T08:00:00Z,2026-04-01T08:00:00Z,
T-4,K-3,Hm,email,3,open,2026-03-05T08:00:00Z,2026-03-05T08:00:00Z,
"""
EVENT_COLUMNS = "event_id,ticket_id,occurred_at,kind,value,previous_value,actor_kind,actor_id\n"
EVENTS = f"""\
{EVENT_COLUMNS}\
e1,T-1,2026-03-02T09:00:00Z,message,,,customer,c1
e2,T-1,2026-03-02T09:30:00Z,message,,,agent,a1
e3,T-1,2026-03-03T09:00:00Z,message,,,customer,c1
e4,T-1,2026-03-03T15:00:00Z,message,,,agent,a1
e5,T-2,2026-03-04T10:00:00Z,message,,,customer,c2
e6,T-2,2026-03-04T11:00:00Z,message,,,agent,a1
e7,T-4,2026-03-05T08:00:00Z,message,,,customer,c3
e8,T-3,2026-04-01T08:00:00Z,message,,,customer,c2
"""
AGENTS = "agent_id,name,tier,is_bot\na1,Anna,1,no\n"
ACCOUNTS = "customer_id,name\nK-1,Erste\nK-2,Zweite\nK-3,Dritte\n"
NEWEST_EVENT = "2026-04-01T08:00:00+00:00"

OUTCOMES = {
    "helpdesk:T-1:1": "met",
    "helpdesk:T-1:2": "breached",
    "helpdesk:T-2:1": "met",
    "helpdesk:T-3:1": "pending",
    "helpdesk:T-4:1": "breached",
}
"""The verdicts on the default reading, as of the newest event."""


def fill(workspace: Workspace) -> None:
    """Put the tickets and their customers into a new workspace."""
    (workspace.register / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    exports = {"tickets": TICKETS, "events": EVENTS, "agents": AGENTS, "customers": ACCOUNTS}
    for name, text in exports.items():
        export(workspace, f"{name}.csv", text)


def export(workspace: Workspace, name: str, content: str | bytes, source: str = "helpdesk") -> Path:
    """Put one file among the exports of a source."""
    path = workspace.root / "exports" / source / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def small_workspace(root: Path) -> Workspace:
    """A new workspace with the four tickets; nothing has run in it."""
    workspace = create_workspace(root)
    fill(workspace)
    return workspace


def copy_of(workspace: Workspace, root: Path) -> Workspace:
    """A private copy, with landing and what is published."""
    shutil.copytree(workspace.root, root, symlinks=True)
    return Workspace(root)


def rows(snapshot: Path, query: str) -> list[dict[str, Any]]:
    """A query's answer as plain rows."""
    return plain_rows(marts.ask(snapshot, query))


def landing_state(workspace: Workspace, *, manifests: bool = False) -> dict[str, tuple[bytes, int]]:
    """Bytes and modification time of every file in landing, hidden ones too."""
    return {
        str(path.relative_to(workspace.landing)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(workspace.landing.rglob("*"))
        if path.is_file() and (manifests or workspace.manifests not in path.parents)
    }


@dataclass(frozen=True)
class Published:
    """What readers can see."""

    link: str
    snapshots: tuple[str, ...]

    @classmethod
    def of(cls, workspace: Workspace) -> "Published":
        names = sorted(path.name for path in workspace.snapshots.iterdir())
        return cls(str(workspace.published.readlink()), tuple(names))


def leftovers(workspace: Workspace) -> list[str]:
    """Files that only an interrupted run would leave behind."""
    landing = [path for path in workspace.landing.rglob("*") if path.name.startswith(".")]
    build = [path for path in (workspace.building,) if path.exists()]
    beside = [path for path in workspace.warehouse.iterdir() if path.name.startswith(".")]
    return [str(path.relative_to(workspace.root)) for path in (*landing, *build, *beside)]
