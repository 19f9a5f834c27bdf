"""Forgetting one person, wherever a workspace holds them."""

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipeline.erasing.change import Forgetting
from pipeline.erasing.rewrite import Rewritten, landing_session, rewrite
from pipeline.errors import VipSlaError
from pipeline.landing.entities import Column, Entity
from pipeline.landing.receipts import read_receipts
from pipeline.landing.sources import KINDS
from pipeline.landing.views import SCHEMA, create_landing_views
from pipeline.quoted import identifier, literal
from pipeline.running.publish import remove
from pipeline.running.run import held
from pipeline.settings.config import Source
from pipeline.workspace import Workspace


@dataclass
class Forgotten:
    """What was erased, and what others must do."""

    nobody: str  # by what the person goes from now on
    rewritten: Rewritten
    manifests: int = 0  # runs that read what is no more, and so can no longer be made again
    reports: list[str] = field(default_factory=list)  # report files that name the person


def forget(workspace: Workspace, sources: list[Source], contact: str) -> Forgotten:
    """Erase a person, known by an id or an address. Raises VipSlaError, e.g. if nobody is known.

    The next run makes a snapshot without them, and `forget_snapshots` then removes the others.
    """
    with held(workspace, wait=False), landing_session(workspace) as connection:
        receipts = [each for source in sources for each in read_receipts(workspace, source.name)]
        create_landing_views(connection, workspace, receipts)
        ids, mails, names = _known(connection, sources, contact)
        if not ids:
            raise VipSlaError(
                f"nobody is known as {contact}; name the contact's id, or an e-mail address of "
                "theirs as it was exported"
            )
        forgotten = Forgotten(f"forgotten-{secrets.token_hex(4)}", Rewritten())
        change = Forgetting(frozenset(ids), frozenset(mails), forgotten.nobody)
        for source in sources:
            forgotten.rewritten.add(rewrite(workspace, source, change, connection))
        forgotten.manifests = forget_runs(workspace, set(forgotten.rewritten.landed))
        forgotten.reports = _naming(workspace.reports, ids | mails | names)
        return forgotten


def forget_snapshots(workspace: Workspace) -> int:
    """Remove every snapshot but the newest, and all results of scenarios; returns how many."""
    newest = workspace.published.resolve()
    others = [path for path in workspace.snapshots.glob("*.duckdb") if path.resolve() != newest]
    results = list(workspace.scenarios.glob("*.parquet"))
    for snapshot in others:
        remove(workspace, snapshot)
    for result in results:
        result.unlink()
    return len(others) + len(results)


def forget_runs(workspace: Workspace, places: set[str]) -> int:
    """Remove the manifests that name landed files which are no more what they were."""
    count = 0
    for path in workspace.manifests.glob("*.json"):
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        if any(places & set(file.get("seals", ())) for file in files):
            path.unlink()
            count += 1
    return count


def _known(
    connection: duckdb.DuckDBPyConnection, sources: list[Source], contact: str
) -> tuple[set[str], set[str], set[str]]:
    """A person's ids, addresses and names, by one of the first two."""
    ids: set[str] = set()
    texts: set[str] = set()
    for kind in sorted({source.kind for source in sources}):
        for view, shown in KINDS[kind].views():
            columns = shown.landed_columns if isinstance(shown, Entity) else shown.columns
            id_columns = _landed(columns, "id")
            for column in id_columns:
                mails = _landed(columns, "text")
                by = " or ".join(
                    f"lower({identifier(one)}) = {literal(contact.lower())}"
                    for one in [*mails, column]
                )
                shown_columns = ", ".join(map(identifier, [column, *mails]))
                for row in connection.execute(
                    f"select distinct {shown_columns} from {SCHEMA}.{identifier(view)} where {by}"
                ).fetchall():
                    ids |= {row[0]} - {None}
                    texts |= set(row[1:]) - {None}
    mails_known = {text for text in texts if "@" in text} | ({contact} if "@" in contact else set())
    return ids, mails_known, {text for text in texts if " " in text}


def _landed(columns: tuple[Column, ...], person: str) -> list[str]:
    return [column.landed_name for column in columns if column.person == person]


def _naming(reports: Path, told: set[str]) -> list[str]:
    """Report files in which one of these stands; PDF and XLSX stand beside their JSON."""
    found = []
    for path in sorted(reports.rglob("*")):
        if path.suffix in (".json", ".html", ".eml") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            if any(one in text for one in told):
                found.append(str(path.relative_to(reports)))
    return found
