"""What is asked for item by item, by several workers that share one budget."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor

from pipeline.fetching.desk import Work

WORKERS = 4
"""How many ask at the same time, so that slow answers do not waste the budget."""


def bring_each(
    work: Work, name: str, items: Collection[str], bring: Callable[[str], None], done: int
) -> None:
    """Bring each item; `done` of them were brought before. The first trouble ends it."""
    work.on_progress(name, done, len(items))
    with ThreadPoolExecutor(WORKERS) as workers:
        try:
            for number, _ in enumerate(workers.map(bring, items), start=1):
                work.on_progress(name, max(done, number), len(items))
        except BaseException:
            workers.shutdown(cancel_futures=True)
            raise
