"""A build on top of the last one: only tickets that changed are made anew, and what is counted
across tickets.

A ticket changed where anything that its rows are made from has another fingerprint than it had:
its events, its own row, its accounts; and where time alone may change it, which the models tell
(`int_unsettled_tickets`). What tickets share must be what it was. So no rule of exports or of
landing stands here: whatever came, went, moved or came again shows in what is made from it. Of the
many tickets of which nothing but a silence goes on, only what tells of it is made anew.

Beside the marts of the last build it needs a file of what that build knew and did not publish.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.quoted import identifier, literal
from pipeline.running.dbt import BUILD_FILE, MARTS_FILE
from pipeline.running.layers import BUILD, MARTS, Layers
from pipeline.running.plan import Node, Plan, Step

_FINGERPRINTS, _SHARED = "ticket_fingerprints", "shared_fingerprints"
_WRITTEN_DOWN = {"int_exported_events": "int_events"}
"""By what tickets are made from, the table that has the very same rows after a build in full."""
LEAST_TICKETS = 30_000
_MOST_CHANGED = 0.5
"""With fewer tickets, or with more of them changed, it is as quick to make them all."""
_MOST_FREE = 0.2
"""Of a snapshot's blocks: what lies between may be free, but readers copy and keep it all."""

Connected = Callable[[Path], AbstractContextManager[duckdb.DuckDBPyConnection]]
Say = Callable[[duckdb.DuckDBPyConnection, Step], None]


class NotOnTopError(Exception):
    """The last build is nothing to build on: all must be made anew."""


def keep(connection: duckdb.DuckDBPyConnection, plan: Plan) -> bool:
    """Leave nothing in the build's file but what the next build needs of this one.

    Returns whether that makes the next one quicker; if not, all is left as it is.
    """
    [(count,)] = connection.execute(f"select count(*) from {MARTS}.marts.fct_tickets").fetchall()
    if count < LEAST_TICKETS:
        return False
    layers = Layers(plan)
    _take_fingerprints(connection, _written_down(layers))
    needed = {node.name for node in layers.kept} | {_FINGERPRINTS, _SHARED}
    there = connection.execute(
        "select 'view', schema_name, view_name from duckdb_views() where database_name = ? "
        "union all "
        "select 'table', schema_name, table_name from duckdb_tables() where database_name = ?",
        [BUILD, BUILD],
    ).fetchall()
    connection.begin()
    for kind, schema, name in there:
        if name not in needed:
            connection.execute(f"drop {kind} {BUILD}.{identifier(schema)}.{identifier(name)}")
    connection.commit()
    return True


@dataclass(frozen=True)
class _Part:
    """Steps that are carried out in a folder of their own, for some of the changed tickets."""

    folder: Path
    steps: list[Step]
    tickets: str
    """The tickets, as SQL asks for them in the build."""


def build_on_top(
    plan: Plan, folder: Path, marts: Path, kept: Path, connected: Connected, say: Say
) -> Iterator[Step]:
    """Build in a folder on top of the last build's marts and of what it kept, which is kept up.

    Gives each step that is done. Raises NotOnTopError where that cannot be, and whatever `say`
    raises; what was kept is of no use then, unless nothing but the first layer was built.
    """
    layers = Layers(plan)
    tickets = f"from {BUILD}.intermediate.changed_tickets where"
    changed = _Part(folder / "changed", layers.per_ticket, f"({tickets} not goes_on)")
    going_on = _Part(folder / "going_on", layers.going_on, f"({tickets} goes_on)")
    with connected(folder) as connection:
        connection.execute(f"attach {literal(marts)} as last (read_only)")
        connection.execute(f"attach {literal(kept)} as kept (read_only)")
        _see_that_little_is_free(connection)
        for step in layers.before:
            say(connection, step)
            yield step
        inputs = _read_once(connection, layers)
        _take_fingerprints(connection, inputs)
        _find_changed(connection)
        for part in (changed, going_on):
            part.folder.mkdir()
            with connected(part.folder) as made:
                _create_schemas(made)
            _narrow(connection, layers.inputs(part.steps), inputs, part)
    for part in (changed, going_on):
        with connected(part.folder) as connection:
            for step in part.steps:
                say(connection, step.undescribed())
                if part is changed:
                    yield step
    shutil.copyfile(marts, folder / MARTS_FILE)
    with connected(folder) as connection:
        connection.execute(f"attach {literal(kept)} as kept")
        _drop(connection, layers.across)
        for part in (changed, going_on):
            _merge(connection, layers, part)
        _keep_up(connection, layers)
        for step in layers.across:
            say(connection, step)
            yield step
        connection.execute("detach kept")


def _read_once(connection: duckdb.DuckDBPyConnection, layers: Layers) -> dict[Node, str]:
    """Where the rows lie that tickets are made from, as SQL names it.

    What a view tells of tickets takes long to find out: it is held in memory.
    """
    found = {}
    for node in layers.inputs(layers.per_ticket):
        found[node] = node.relation
        if node.is_view and _names_tickets(connection, node.relation):
            found[node] = f"temp.{identifier(node.name)}"
            connection.execute(f"create temp table {found[node]} as from {node.relation}")
    return found


def _written_down(layers: Layers) -> dict[Node, str]:
    """The same after a build in full: where a table has a view's rows, it is read in its place."""
    tables = {step.node.name: step.node.relation for step in layers.per_ticket}
    return {
        node: tables.get(_WRITTEN_DOWN.get(node.name, ""), node.relation)
        for node in layers.inputs(layers.per_ticket)
    }


def _take_fingerprints(connection: duckdb.DuckDBPyConnection, inputs: Mapping[Node, str]) -> None:
    """What each ticket is made from, and what all of them share, as a sum of hashes."""
    of_tickets, shared = [], []
    for node, there in inputs.items():
        rows = f"from {there} as row_of"
        if _names_tickets(connection, there):
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
        f"create table {BUILD}.intermediate.{_FINGERPRINTS} as "
        "select source, ticket_id, sum(cast(fingerprint as hugeint)) as fingerprint "
        f"from ({' union all '.join(of_tickets)}) group by source, ticket_id"
    )
    connection.execute(
        f"create table {BUILD}.intermediate.{_SHARED} as {' union all '.join(shared)}"
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
        select source, ticket_id, bool_and(goes_on) as goes_on
        from (
            select source, ticket_id, false as goes_on
            from {now}.{_FINGERPRINTS} as now
            full join {then}.{_FINGERPRINTS} as before using (source, ticket_id)
            where now.fingerprint is distinct from before.fingerprint
            union all
            select source, ticket_id, reason = 'goes_on' from {then}.int_unsettled_tickets
        )
        group by source, ticket_id
    """)
    [(changed, all_of_them)] = connection.execute(
        f"select (select count(*) from {now}.changed_tickets where not goes_on), "
        f"(select count(*) from {now}.{_FINGERPRINTS})"
    ).fetchall()
    if changed > all_of_them * _MOST_CHANGED:
        raise NotOnTopError("most tickets changed")


def _see_that_little_is_free(connection: duckdb.DuckDBPyConnection) -> None:
    """Raises NotOnTopError."""
    [(total, free)] = connection.execute(
        "select total_blocks, free_blocks from pragma_database_size() where database_name = 'last'"
    ).fetchall()
    if free > total * _MOST_FREE:
        raise NotOnTopError("much of the last snapshot is free")


def _create_schemas(connection: duckdb.DuckDBPyConnection) -> None:
    for schema in (f"{BUILD}.staging", f"{BUILD}.intermediate", f"{MARTS}.marts"):
        connection.execute(f"create schema {schema}")


def _narrow(
    connection: duckdb.DuckDBPyConnection,
    needed: Iterable[Node],
    inputs: Mapping[Node, str],
    part: _Part,
) -> None:
    """Give a part's files what is known of its tickets, and what all share."""
    connection.execute(f"attach {literal(part.folder / BUILD_FILE)} as narrowed")
    connection.execute(f"attach {literal(part.folder / MARTS_FILE)} as narrowed_marts")
    for node in needed:
        is_mart = node.database == MARTS
        there = inputs.get(node) or _in("last" if is_mart else "kept", node)
        here = _in("narrowed_marts" if is_mart else "narrowed", node)
        is_of_tickets = _names_tickets(connection, there)
        chosen = f"semi join {part.tickets} using (source, ticket_id)" if is_of_tickets else ""
        connection.execute(f"create table {here} as from {there} {chosen}")
    connection.execute("detach narrowed")
    connection.execute("detach narrowed_marts")


def _drop(connection: duckdb.DuckDBPyConnection, made_anew: Iterable[Step]) -> None:
    """Take the marts that are made anew out of the copy, so that they find their room free."""
    connection.begin()
    for node in (step.node for step in made_anew):
        if node.schema and node.database == MARTS:
            kind = "view" if node.is_view else "table"
            connection.execute(f"drop {kind} if exists {node.relation}")
    connection.commit()
    connection.execute(f"checkpoint {MARTS}")


def _merge(connection: duckdb.DuckDBPyConnection, layers: Layers, part: _Part) -> None:
    """Put the rows of a part's tickets in the place of those they had."""
    connection.execute(f"attach {literal(part.folder / BUILD_FILE)} as changed (read_only)")
    connection.execute(f"attach {literal(part.folder / MARTS_FILE)} as changed_marts (read_only)")
    connection.execute(f"""
        create or replace temp table former_responses as
        select response_id
        from kept.intermediate.int_response_policies
        semi join {part.tickets} using (source, ticket_id)
    """)
    for node in (step.node for step in part.steps if not step.node.is_view):
        if node.database == MARTS:
            there, new = node.relation, _in("changed_marts", node)
        elif node in layers.kept:
            there, new = _in("kept", node), _in("changed", node)
        else:
            continue
        of = (
            f"{part.tickets} as gone "
            "where here.source = gone.source and here.ticket_id = gone.ticket_id"
            if _names_tickets(connection, there)
            else "former_responses as gone where here.response_id = gone.response_id"
        )
        connection.execute(f"delete from {there} as here using {of}")
        connection.execute(f"insert into {there} by name from {new}")
    connection.execute("detach changed")
    connection.execute("detach changed_marts")


def _keep_up(connection: duckdb.DuckDBPyConnection, layers: Layers) -> None:
    """Have what was made per ticket where it is read across them, and the new fingerprints kept."""
    for step in layers.per_ticket:
        node = step.node
        if node in layers.kept:
            connection.execute(f"create view {node.relation} as from {_in('kept', node)}")
        elif node.is_view and step in layers.asked:
            connection.execute(step.statements[0])
    for name in (_FINGERPRINTS, _SHARED):
        connection.execute(
            f"create or replace table kept.intermediate.{name} as from {BUILD}.intermediate.{name}"
        )


def _in(database: str, node: Node) -> str:
    """A node's table in another file."""
    return f"{database}.{identifier(node.schema)}.{identifier(node.name)}"


def _names_tickets(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    """Whether each row says of which ticket it is."""
    described = connection.execute(f"describe {relation}").fetchall()
    return {"source", "ticket_id"} <= {name for name, *_ in described}
