"""A build on top of the last one: only tickets that changed are made anew, and what is counted
across tickets.

A ticket changed where anything that its rows are made from has another fingerprint than it had:
its events, its own row, its accounts; and where time alone may change it, which the models tell
(`int_unsettled_tickets`). What tickets share must be what it was. So no rule of exports or of
landing stands here: whatever came, went, moved or came again shows in what is made from it.

Beside the marts of the last build it needs a file of what that build knew and did not publish.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from pipeline.quoted import identifier, literal
from pipeline.running.dbt import BUILD_FILE, MARTS_FILE
from pipeline.running.plan import Node, Plan, Step

BUILD, MARTS = "vip_sla", "snapshot"
"""What dbt's profile calls the two files that a build writes."""
_NAMED = re.compile(r'(?:"\w+"\.)?"(\w+)"\."(\w+)"')
_FINGERPRINTS, _SHARED = "ticket_fingerprints", "shared_fingerprints"
_KNOWN = ("int_response_policies", "int_unsettled_tickets")
"""What was made per ticket and is asked for here."""
LEAST_TICKETS = 30_000
_MOST_CHANGED = 0.5
"""With fewer tickets, or with more of them changed, it is as quick to make them all."""
_MOST_FREE = 0.2
"""Of a snapshot's blocks: what lies between may be free, but readers copy and keep it all."""

Connected = Callable[[Path], AbstractContextManager[duckdb.DuckDBPyConnection]]
Say = Callable[[duckdb.DuckDBPyConnection, Step], None]


class NotOnTopError(Exception):
    """The last build is nothing to build on: all must be made anew."""


@dataclass(frozen=True)
class Layers:
    """The steps of a plan by what they need: nothing of a ticket, one ticket, or all of them."""

    plan: Plan

    @cached_property
    def per_ticket(self) -> list[Step]:
        """What is made of one ticket's rows."""
        return [step for step in self.plan if step.node.is_per_ticket]

    @cached_property
    def across(self) -> list[Step]:
        """What reads what is made per ticket, every other mart, and checks of several tables."""
        on_tickets = {step.node for step in self.per_ticket}
        found = []
        for step in self.plan:
            is_apart = not step.node.schema or step.node.database == MARTS
            if not step.node.name or step.node.is_per_ticket:
                continue
            if is_apart or self._reads(step) & on_tickets:
                on_tickets.add(step.node)
                found.append(step)
        return found

    @cached_property
    def before(self) -> list[Step]:
        """What exports and settings come to, ticket by ticket or not; and the schemas."""
        later = {step.node for step in [*self.per_ticket, *self.across]}
        return [step for step in self.plan if step.node not in later]

    @cached_property
    def inputs(self) -> list[Node]:
        """What is not made per ticket itself, and read where something is."""
        read = set().union(*map(self._reads, self.per_ticket))
        return [step.node for step in self.before if step.node in read]

    @cached_property
    def asked(self) -> list[Step]:
        """What is made per ticket and read across tickets, be it by way of a view."""
        found: set[Node] = set()
        reading = self.across
        while reading:
            read = set().union(*map(self._reads, reading)) - found
            reading = [step for step in self.per_ticket if step.node in read]
            found |= {step.node for step in reading}
            reading = [step for step in reading if step.node.is_view]
        return [step for step in self.per_ticket if step.node in found]

    @cached_property
    def kept(self) -> list[Node]:
        """What is made per ticket, not published, and needed by the next build."""
        asked = {step.node for step in self.asked}
        return [
            step.node
            for step in self.per_ticket
            if step.node.database == BUILD
            and not step.node.is_view
            and (step.node in asked or step.node.name in _KNOWN)
        ]

    def _reads(self, step: Step) -> set[Node]:
        names = {name for statement in step.statements for name in _NAMED.findall(statement)}
        return {self._by_name[name] for name in names if name in self._by_name} - {step.node}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Node]:
        return {(step.node.schema, step.node.name): step.node for step in self.plan}


def keep(connection: duckdb.DuckDBPyConnection, plan: Plan, file: Path) -> None:
    """Write what the next build needs of this one into a new file, if that makes it quicker."""
    [(count,)] = connection.execute(f"select count(*) from {MARTS}.marts.fct_tickets").fetchall()
    if count < LEAST_TICKETS:
        return
    layers = Layers(plan)
    connection.execute(f"attach {literal(file)} as kept")
    connection.execute("create schema kept.intermediate")
    for node in layers.kept:
        connection.execute(f"create table {_in('kept', node)} as from {node.relation}")
    _take_fingerprints(connection, layers, "kept")
    connection.execute("detach kept")


def build_on_top(
    plan: Plan, folder: Path, marts: Path, kept: Path, connected: Connected, say: Say
) -> Iterator[Step]:
    """Build in a folder on top of the last build's marts and of what it kept, which is kept up.

    Gives each step that is done. Raises NotOnTopError where that cannot be, and whatever `say`
    raises; what was kept is of no use then, unless nothing but the first layer was built.
    """
    layers = Layers(plan)
    changed_folder = folder / "changed"
    changed_folder.mkdir()
    with connected(folder) as connection:
        _see_that_little_is_free(connection, marts)
        for step in layers.before:
            say(connection, step)
            yield step
        connection.execute(f"attach {literal(kept)} as kept (read_only)")
        _take_fingerprints(connection, layers, BUILD)
        _find_changed(connection)
        connection.execute("detach kept")
    with connected(changed_folder) as connection:
        _narrow(connection, layers, folder / BUILD_FILE)
        for step in layers.per_ticket:
            say(connection, step.undescribed())
            yield step
    shutil.copyfile(marts, folder / MARTS_FILE)
    with connected(folder) as connection:
        connection.execute(f"attach {literal(kept)} as kept")
        _merge(connection, layers, changed_folder)
        for step in layers.across:
            if step.node.schema and step.node.database == MARTS:
                kind = "view" if step.node.is_view else "table"
                connection.execute(f"drop {kind} if exists {step.node.relation}")
            say(connection, step)
            yield step
        connection.execute("detach kept")


def _take_fingerprints(
    connection: duckdb.DuckDBPyConnection, layers: Layers, database: str
) -> None:
    """What each ticket is made from, and what all of them share, as a sum of hashes."""
    of_tickets, shared = [], []
    for node in layers.inputs:
        rows = f"from {node.relation} as row_of"
        if _names_tickets(connection, node.relation):
            name = literal(node.name)
            of_tickets.append(
                f"select source, ticket_id, hash({name}, row_of) as fingerprint {rows}"
            )
        else:
            shared.append(
                f"select {literal(node.name)} as name, count(*) as row_count, "
                f"sum(cast(hash(row_of) as hugeint)) as fingerprint {rows}"
            )
    connection.execute(
        f"create or replace table {database}.intermediate.{_FINGERPRINTS} as "
        "select source, ticket_id, sum(cast(fingerprint as hugeint)) as fingerprint "
        f"from ({' union all '.join(of_tickets)}) group by source, ticket_id"
    )
    connection.execute(
        f"create or replace table {database}.intermediate.{_SHARED} as {' union all '.join(shared)}"
    )


def _find_changed(connection: duckdb.DuckDBPyConnection) -> None:
    """The tickets to be made anew, as a table of the build. Raises NotOnTopError."""
    now, then = f"{BUILD}.intermediate", "kept.intermediate"
    [(other,)] = connection.execute(
        f"select count(*) from ((from {now}.{_SHARED} except from {then}.{_SHARED}) union all "
        f"(from {then}.{_SHARED} except from {now}.{_SHARED}))"
    ).fetchall()
    if other:
        raise NotOnTopError("what all tickets share has changed")
    connection.execute(f"""
        create table {now}.changed_tickets as
        select source, ticket_id
        from {now}.{_FINGERPRINTS} as now
        full join {then}.{_FINGERPRINTS} as before using (source, ticket_id)
        where now.fingerprint is distinct from before.fingerprint
        union
        select source, ticket_id from {then}.int_unsettled_tickets
    """)
    [(changed, all_of_them)] = connection.execute(
        f"select (select count(*) from {now}.changed_tickets), "
        f"(select count(*) from {now}.{_FINGERPRINTS})"
    ).fetchall()
    if changed > all_of_them * _MOST_CHANGED:
        raise NotOnTopError("most tickets changed")


def _see_that_little_is_free(connection: duckdb.DuckDBPyConnection, marts: Path) -> None:
    """Raises NotOnTopError."""
    connection.execute(f"attach {literal(marts)} as last (read_only)")
    [(total, free)] = connection.execute(
        "select total_blocks, free_blocks from pragma_database_size() where database_name = 'last'"
    ).fetchall()
    connection.execute("detach last")
    if free > total * _MOST_FREE:
        raise NotOnTopError("much of the last snapshot is free")


def _narrow(connection: duckdb.DuckDBPyConnection, layers: Layers, whole: Path) -> None:
    """Give the files of the changed tickets what is known of them, and what all share."""
    connection.execute(f"attach {literal(whole)} as whole (read_only)")
    for schema in ("staging", "intermediate"):
        connection.execute(f"create schema if not exists {BUILD}.{schema}")
    connection.execute(f"create schema if not exists {MARTS}.marts")
    of_changed = "semi join whole.intermediate.changed_tickets using (source, ticket_id)"
    for node in layers.inputs:
        there = _in("whole", node)
        chosen = of_changed if _names_tickets(connection, there) else ""
        connection.execute(f"create table {node.relation} as from {there} {chosen}")
    connection.execute("detach whole")


def _merge(connection: duckdb.DuckDBPyConnection, layers: Layers, changed: Path) -> None:
    """Put the changed tickets' rows in the place of those they had."""
    connection.execute(f"attach {literal(changed / BUILD_FILE)} as changed (read_only)")
    connection.execute(f"attach {literal(changed / MARTS_FILE)} as changed_marts (read_only)")
    tickets = f"{BUILD}.intermediate.changed_tickets"
    connection.execute(f"""
        create temp table former_responses as
        select response_id
        from kept.intermediate.int_response_policies
        semi join {tickets} using (source, ticket_id)
    """)
    for step in layers.per_ticket:
        node = step.node
        if node.is_view:
            if step in layers.asked:
                connection.execute(step.statements[0])
            continue
        if node.database == MARTS:
            there, new = node.relation, _in("changed_marts", node)
        elif node in layers.kept:
            there, new = _in("kept", node), _in("changed", node)
        else:
            continue
        of = (
            f"{tickets} as gone where here.source = gone.source and here.ticket_id = gone.ticket_id"
            if _names_tickets(connection, there)
            else "former_responses as gone where here.response_id = gone.response_id"
        )
        connection.execute(f"delete from {there} as here using {of}")
        connection.execute(f"insert into {there} by name from {new}")
        if node.database == BUILD:
            connection.execute(f"create view {node.relation} as from {_in('kept', node)}")
    for name in (_FINGERPRINTS, _SHARED):
        connection.execute(
            f"create or replace table kept.intermediate.{name} as from {BUILD}.intermediate.{name}"
        )
    connection.execute("detach changed")
    connection.execute("detach changed_marts")


def _in(database: str, node: Node) -> str:
    """A node's table in another file."""
    return f"{database}.{identifier(node.schema)}.{identifier(node.name)}"


def _names_tickets(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    """Whether each row says of which ticket it is."""
    described = connection.execute(f"describe {relation}").fetchall()
    return {"source", "ticket_id"} <= {name for name, *_ in described}
