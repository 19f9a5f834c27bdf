"""dbt, loaded and with the project parsed once, for the many builds of the tests.

A small client stands in dbt's place and hands its arguments, folder, environment and standard
streams to a process that has dbt loaded (`tests/warm/__main__.py`) and forks for each build. What
builds is the same dbt over the same models; `tests/pipeline/running` has it load and parse.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pipeline.running import dbt

_CLIENT = """
import json, os, signal, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])
told = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(server, [b"%016d" % len(told)], [0, 1, 2])
server.sendall(told)
status = server.recv(1)
if not status:
    os.kill(os.getpid(), signal.SIGKILL)
os._exit(status[0])
"""


_COLD, _COLD_BUILD, _PROJECT = dbt._DBT, dbt.build, dbt.PROJECT


def cold() -> AbstractContextManager[object]:
    """Within this builds are as the product does them."""
    return patch.object(dbt, "build", _COLD_BUILD)


class WarmDbt:
    """Builds by a dbt that has begun already, from the first of them on."""

    def __init__(self, ending: ExitStack) -> None:
        """At `ending` the process ends, if it was ever needed."""
        self._ending = ending

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Within this every build is by it, unless a test puts something else in dbt's place."""

        def build_warm(*args: Any, **kwargs: Any) -> None:
            is_ours = dbt._DBT is _COLD and dbt.PROJECT == _PROJECT
            with patch.object(dbt, "_DBT", self._client if is_ours else dbt._DBT):
                _COLD_BUILD(*args, **kwargs)

        with patch.object(dbt, "build", build_warm):
            yield

    @cached_property
    def _client(self) -> list[str]:
        return self._ending.enter_context(_server())


@contextmanager
def _server() -> Iterator[list[str]]:
    """A process that forks for builds; gives the command that has it do so."""
    with tempfile.TemporaryDirectory(prefix="vip-sla-dbt-") as folder:
        address = Path(folder) / "socket"
        command = [sys.executable, "-m", "tests.warm", str(address)]
        server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=dbt.PROJECT.parent
        )
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield [sys.executable, "-I", "-S", "-c", _CLIENT, str(address)]
        finally:
            server.communicate()
