"""`python -m pipeline.running.dbt_process ARGUMENTS`: dbt, telling what happens line by line.

What it said to DuckDB becomes the plan that it leaves in `PLAN` of its working directory.
"""

import sys
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg
from google.protobuf.json_format import MessageToJson

from pipeline.running.plan import PLAN, Node, as_planned, write
from pipeline.running.plan_process import end_with_standard_input, say


def build(runner: dbtRunner, arguments: list[str], plan: Path | None = None) -> int:
    """Have dbt do it, each event a line of JSON on standard output; the exit status.

    What dbt said becomes a plan, where one is asked for.
    """
    said: list[tuple[Node, str]] = []

    def hear(event: EventMsg) -> None:
        if event.info.name == "SQLQuery":
            said.append((_node(event.data.node_info), event.data.sql))
        # dbt itself writes out each event, of which nine in ten are for its debugging, before it
        # looks at whether somebody wants it: a fifth of a small build.
        elif event.info.level != "debug":
            say(MessageToJson(event, indent=None, preserving_proto_field_name=True))

    runner.callbacks.append(hear)
    result = runner.invoke(["--log-level", "none", "--log-level-file", "none", *arguments])
    if result.exception:
        say(str(result.exception))
    if not result.success:
        return 1
    if plan:
        write(as_planned(said), plan)
    return 0


def _node(told: Any) -> Node:
    """The node that an event tells of (its NodeInfo)."""
    if told.resource_type != "model":
        return Node(told.node_name)
    place = told.node_relation
    is_view = told.materialized == "view"
    is_per_ticket, goes_on = (
        name in told.meta and bool(told.meta[name]) for name in ("per_ticket", "goes_on")
    )
    return Node(told.node_name, place.database, place.schema, is_view, is_per_ticket, goes_on)


if __name__ == "__main__":
    end_with_standard_input()
    sys.exit(build(dbtRunner(), sys.argv[1:], Path(PLAN)))
