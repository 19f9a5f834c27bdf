"""New exports landed by several processes at once, where there is so much of them that it pays."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import cpu_count
from pathlib import Path

from pipeline.errors import LandingError
from pipeline.landing.database import connect
from pipeline.landing.one_export import Order, Outcome, land_export
from pipeline.processes import worker_processes

MUCH = 64 << 20
"""Bytes of new exports; fewer have landed before further processes would have paid."""

LIMIT = "VIP_SLA_LANDING_PROCESSES"
"""How many processes land at once at most, by the environment; else one per core."""


def land_at_once(
    orders: Collection[Order], scratch: Path, on_file: Callable[[str], None]
) -> dict[Path, Outcome]:
    """What became of each export, by its path; empty where one process is as quick.

    The largest are begun first, and `on_file` is told `<source>/<name>` of each then. No two may
    have the same content. `scratch` is a folder on landing's file system. Where one fails no other
    is begun, and those at work land. Raises as `land_export` does; LandingError, too, where a
    process was killed, or the limit is no number.
    """
    sizes = {order.export.path: _size(order.export.path) for order in orders}
    count = _count(sizes.values())
    outcomes: dict[Path, Outcome] = {}
    if count == 1:
        return outcomes
    at_work: dict[Future[Outcome], tuple[Order, ProcessPoolExecutor]] = {}
    with ExitStack() as held:
        # Each by itself: where one is killed it is known of which file, and the others go on.
        idle = [held.enter_context(worker_processes(1)) for _ in range(count)]

        def collect() -> None:
            for done in wait(at_work, return_when=FIRST_COMPLETED).done:
                order, process = at_work.pop(done)
                with _not_killed(order):
                    outcomes[order.export.path] = done.result()
                idle.append(process)

        largest_first = sorted(orders, key=lambda each: -sizes[each.export.path])
        for number, order in enumerate(largest_first):
            if not idle:
                collect()
            on_file(order.name)
            process = idle.pop()
            with _not_killed(order):
                future = process.submit(_land, order, scratch / str(number), count)
            at_work[future] = order, process
        while at_work:
            collect()
    return outcomes


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # what is the matter with it is told where it is read


def _count(sizes: Collection[int]) -> int:
    """How many processes land files of these sizes, in bytes, soonest."""
    if sum(sizes) < MUCH:
        return 1
    # With more of them all others would only wait for the one that has the largest file.
    return min(_most(), round(sum(sizes) / max(sizes)))


def _most() -> int:
    told = os.environ.get(LIMIT) or str(cpu_count())
    if not told.isdecimal() or int(told) < 1:
        raise LandingError(f"{LIMIT} is {told!r}; make it a number of processes, 1 or more")
    return int(told)


@contextmanager
def _not_killed(order: Order) -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise LandingError(
            f"{order.export.path}: cannot be landed: the process that read it was killed, as "
            "systems do where memory runs out; give the machine more, or set "
            f"{LIMIT}=1, then run again: what has landed is not read again"
        ) from error


def _land(order: Order, scratch: Path, sessions: int) -> Outcome:
    """In a process of its own."""
    scratch.mkdir(parents=True)
    try:
        with connect(scratch, sessions) as connection:
            return land_export(order, connection, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
