"""Reports made ahead of their turn, on all cores, where there are many."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.reports.content import Report
from pipeline.reports.due.edition import Renderer
from pipeline.reports.due.wanted import Wanted
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.reports.render import Form
from pipeline.reports.write import FEW, worker_processes

Prepared = tuple[Report, Mapping[str, bytes]]
"""What a report says, and its files."""


@contextmanager
def preparing(
    snapshot: Path, wanted: Sequence[Wanted], forms: Sequence[Form], render: Renderer
) -> Iterator[Callable[[Wanted], Prepared]]:
    """Hands out what was made of each, as soon as it is asked for."""
    if len(wanted) <= FEW:
        yield lambda each: prepare(snapshot, each, forms, render)
        return
    with worker_processes() as processes:
        made = {each: processes.submit(prepare, snapshot, each, forms, render) for each in wanted}
        yield lambda each: made.pop(each).result()


def prepare(
    snapshot: Path, wanted: Wanted, forms: Sequence[Form], render: Renderer, revision: int = 1
) -> Prepared:
    """Make a report: what it says, and its files."""
    report: Report
    if wanted.customer_id is None:
        report = gather_portfolio(snapshot, wanted.month, revision)
    else:
        report = gather(snapshot, wanted.customer_id, wanted.month, revision)
    return report, dict(render(report, forms))
