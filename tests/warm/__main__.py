"""`python -m tests.warm SOCKET`: has dbt loaded, and forks for every build."""

import json
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from pipeline.running.dbt import PARSED, PROJECT, remembered_parses, share_parsed
from pipeline.running.dbt_process import build, end_with_standard_input


def serve(address: str) -> None:
    """Fork for every client, until whoever started this ends."""
    project = str(PROJECT)
    os.environ |= {"VIP_SLA_AS_OF": "", "VIP_SLA_READING": ""}  # told anew by every build
    with tempfile.TemporaryDirectory() as folder:
        for kept in remembered_parses(Path(folder)):
            share_parsed(kept, Path(folder) / PARSED.name)
        target = ["--target-path", folder, "--log-path", folder]
        places = ["--project-dir", project, "--profiles-dir", project, *target]
        parsed = dbtRunner().invoke(["--quiet", "parse", "--no-write-json", *places])
    assert isinstance(parsed.result, Manifest), parsed.exception
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        end_with_standard_input()
        print("ready", flush=True)
        while True:
            client, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _build(client, dbtRunner(manifest=parsed.result))
            client.close()


def _build(client: socket.socket, runner: dbtRunner) -> None:
    size, streams, _, _ = socket.recv_fds(client, 16, 3)
    with client.makefile("rb") as told:
        arguments, folder, environment = json.loads(told.read(int(size)))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    end_with_standard_input()
    status = 2
    try:
        status = build(runner, arguments)
    finally:
        sys.stdout.flush()
        client.sendall(bytes([status]))
        os._exit(status)


if __name__ == "__main__":
    serve(sys.argv[1])
