"""Reports made ahead of their turn, on all cores, where there are many."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.processes import worker_processes
from pipeline.reports.content import Report
from pipeline.reports.due.edition import Renderer
from pipeline.reports.due.wanted import Wanted
from pipeline.reports.render import Form
from pipeline.reports.signing import signed
from pipeline.reports.write import FEW, Order
from pipeline.workspace import Workspace

Prepared = tuple[Report, Mapping[str, bytes]]
"""What a report says, and its files."""


@dataclass(frozen=True)
class Maker:
    """Makes reports of a snapshot in some forms, with the notes of a workspace."""

    workspace: Workspace
    snapshot: Path
    forms: Sequence[Form]
    render: Renderer

    def prepare(self, wanted: Wanted, revision: int = 1) -> Prepared:
        """Make a report: what it says, and its files."""
        order = Order(self.snapshot, wanted.month, wanted.customer_id, revision=revision)
        report = signed(self.workspace, order.report())
        return report, dict(self.render(report, self.forms))

    @contextmanager
    def preparing(self, wanted: Mapping[Wanted, int]) -> Iterator[Callable[[Wanted], Prepared]]:
        """Hands out what was made of each, by its revision, as soon as it is asked for."""
        if len(wanted) <= FEW:
            yield lambda each: self.prepare(each, wanted[each])
            return
        with worker_processes() as processes:
            made = {each: processes.submit(self.prepare, each, wanted[each]) for each in wanted}
            yield lambda each: made.pop(each).result()
