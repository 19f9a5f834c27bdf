"""`python -m pipeline.running.dbt_process ARGUMENTS`: dbt, telling what happens line by line."""

import os
import sys
import threading

from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg
from google.protobuf.json_format import MessageToJson


def end_with_standard_input() -> None:
    """End with whoever holds the other end, however that ended.

    An orphan would write into the next run's files.
    """
    threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()


def build(runner: dbtRunner, arguments: list[str]) -> int:
    """Have dbt do it, each event a line of JSON on standard output; the exit status."""
    # dbt itself writes out each event, of which nine in ten are for its debugging, before it
    # looks at whether somebody wants it: a fifth of a small build.
    runner.callbacks.append(_tell)
    result = runner.invoke(["--log-level", "none", "--log-level-file", "none", *arguments])
    if result.exception:
        _say(str(result.exception))
    return 0 if result.success else 1


def _tell(event: EventMsg) -> None:
    if event.info.level != "debug":
        _say(MessageToJson(event, indent=None, preserving_proto_field_name=True))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    end_with_standard_input()
    sys.exit(build(dbtRunner(), sys.argv[1:]))
