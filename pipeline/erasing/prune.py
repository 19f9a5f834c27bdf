"""Pruning: tickets whose last sign of life is older than vip-sla.yml keeps them."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from pipeline.erasing.change import DOOMED, Pruning
from pipeline.erasing.forget import forget_runs
from pipeline.erasing.rewrite import Rewritten, landing_session, rewrite
from pipeline.landing.receipts import read_receipts
from pipeline.landing.sources import KINDS
from pipeline.landing.views import SCHEMA, create_landing_views
from pipeline.quoted import identifier, literal
from pipeline.running.run import held
from pipeline.settings.config import Source
from pipeline.workspace import Workspace


@dataclass
class Pruned:
    """What went."""

    ticket_count: int
    rewritten: Rewritten
    manifests: int  # runs that read what is no more, and so can no longer be made again


def prune(workspace: Workspace, sources: list[Source], before: datetime) -> Pruned:
    """Let tickets go of which nothing is known since `before` (aware), with all they have."""
    with held(workspace, wait=False), landing_session(workspace) as connection:
        pruned = Pruned(0, Rewritten(), 0)
        for source in sources:
            tickets = _old_tickets(connection, workspace, source, before)
            if tickets:
                pruned.ticket_count += len(tickets)
                change = Pruning(frozenset(tickets))
                pruned.rewritten.add(rewrite(workspace, source, change, connection))
        pruned.manifests = forget_runs(workspace, set(pruned.rewritten.landed))
        return pruned


def old_ticket_count(workspace: Workspace, sources: list[Source], before: datetime) -> int:
    """How many tickets would go; nothing is changed."""
    with landing_session(workspace) as connection:
        return sum(len(_old_tickets(connection, workspace, each, before)) for each in sources)


def _old_tickets(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, source: Source, before: datetime
) -> list[str]:
    """The tickets of which all moments lie before; left behind as a table too."""
    create_landing_views(connection, workspace, list(read_receipts(workspace, source.name)))
    moments = []
    for view, shown in KINDS[source.kind].views():
        types = shown.landed_types()
        if "ticket_id" in types:
            moments += [
                f"select ticket_id, {identifier(column)} as moment from "
                f"{SCHEMA}.{identifier(view)} where source = {literal(source.name)}"
                for column, kind in types.items()
                if kind.startswith("TIMESTAMP") and column != "file_modified_at"
            ]
    connection.execute(
        f"create or replace table {DOOMED} as select ticket_id from "
        f"({' union all '.join(moments)}) group by ticket_id having max(moment) < "
        f"timestamptz {literal(before.isoformat())}"
    )
    return [ticket for (ticket,) in connection.execute(f"select * from {DOOMED}").fetchall()]
