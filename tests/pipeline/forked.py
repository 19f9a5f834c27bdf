"""Programs in processes of their own, forked from one that has loaded what commands load: to start
Python and to import takes longer than most of what they do.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.reduction import DupFd
from pathlib import Path
from subprocess import TimeoutExpired
from typing import IO, Any

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        *(f"pipeline.cli.{name}" for name in ("main", "alert", "due", "run", "schedule", "sql")),
        "tests.pipeline.mail.server",
    ]
)


class Forked:
    """A program in a session of its own, with both ends of its pipes, as a Popen shows one."""

    def __init__(
        self, program: str, arguments: list[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        (its_in, our_in), (our_out, its_out), (our_err, its_err) = (os.pipe() for _ in range(3))
        self.stdin: IO[str] = os.fdopen(our_in, "w", encoding="utf-8")
        self.stdout: IO[str] = os.fdopen(our_out, encoding="utf-8")
        self.stderr: IO[str] = os.fdopen(our_err, encoding="utf-8")
        theirs = (its_in, its_out, its_err)
        self._process = PROCESSES.Process(
            target=_carry_out,
            args=(program, arguments, folder, dict(environment), *map(_End, theirs)),
        )
        self._process.start()
        for end in theirs:
            os.close(end)

    @property
    def pid(self) -> int:
        """Of the process, and of its group."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit status, a signal's number below 0; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Whether it has ended, and how."""
        return self.returncode

    def communicate(self, told: str = "", timeout: float | None = None) -> tuple[str, str]:
        """Tell it this, and wait for all it says until its end. Raises TimeoutExpired."""
        with ThreadPoolExecutor() as threads, self.stdin, self.stdout, self.stderr:
            out, err = (threads.submit(each.read) for each in (self.stdout, self.stderr))
            try:
                self.stdin.write(told)
                self.stdin.close()
            except BrokenPipeError:
                pass  # it has ended, and listens to nobody
            self._process.join(timeout)
            if self.returncode is None:
                os.killpg(self.pid, signal.SIGKILL)
                raise TimeoutExpired(self._process.name, timeout or 0)
            return out.result(), err.result()


class _End(int):
    """An end of a pipe, which goes along with what a process is told."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _here, (DupFd(self),)


def _here(end: Any) -> int:
    number: int = end.detach()
    return number


def _carry_out(
    program: str, arguments: list[str], folder: Path, environment: dict[str, str], *ends: int
) -> None:
    os.setsid()
    for number, end in enumerate(ends):
        os.dup2(end, number)
        os.close(end)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False)
        for number, mode in enumerate(("r", "w", "w"))
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["-c", *arguments]
    exec(compile(program, "<string>", "exec"), {"__name__": "__main__"})
