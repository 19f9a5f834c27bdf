"""Further processes to work in, which never outlive the one that began them."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from threading import Thread


@contextmanager
def worker_processes(count: int | None = None) -> Iterator[ProcessPoolExecutor]:
    """So many processes, else one per core; where something fails, what waits is not begun.

    What is at work then comes to its end, but where this process is interrupted or killed the
    others are gone at once: whatever they do must bear that.
    """
    # begun anew, not forked: an open database and a logging thread do not survive that
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    with (
        theirs,
        ours,
        ProcessPoolExecutor(
            count or multiprocessing.cpu_count(),
            mp_context=context,
            initializer=_end_with,
            initargs=(theirs,),
        ) as processes,
    ):
        try:
            yield processes
        except BaseException as error:
            if not isinstance(error, Exception):
                ours.close()
            processes.shutdown(cancel_futures=True)
            raise


def _end_with(other: Connection) -> None:
    """End this process with the one that holds the other end of a pipe, however that one ends."""
    # Ctrl+C reaches all processes of a terminal: what comes of it, the first one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_and_exit, args=(other,), daemon=True).start()


def _wait_and_exit(other: Connection) -> None:
    other.poll(None)  # nothing is ever sent: it returns where the pipe is closed
    os._exit(1)
