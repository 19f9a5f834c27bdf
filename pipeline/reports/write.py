"""Report files in a workspace, each there whole or not at all.

`reports/<month>/<customer_id>/vip-sla-<month>-<customer_id>.<language>.pdf` and so on. A file whose
bytes would be the same is left as it is.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.landing.atomic import publish
from pipeline.reports.content import Report
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.reports.render import FORMS, Form, rendered, subject
from pipeline.wording.catalogues import Language
from pipeline.workspace import Workspace

FEW = 4
"""So many reports are made sooner than further processes have started."""


@dataclass(frozen=True)
class Order:
    """A report to be made: of which snapshot, about whom, in which forms."""

    snapshot: Path
    month: date
    customer_id: str | None
    """None for all customers together."""
    forms: tuple[Form, ...] = FORMS
    language: Language | None = None
    """None for the customer's own."""
    revision: int = 1

    def report(self) -> Report:
        """Its content. Raises ReportError where there is none."""
        if self.customer_id is None:
            return gather_portfolio(self.snapshot, self.month, self.revision)
        return gather(self.snapshot, self.customer_id, self.month, self.revision)


def write_report(workspace: Workspace, order: Order) -> tuple[Path, ...]:
    """Make one report's files and return them. Raises ReportError where there is none to make."""
    return write_files(workspace, order.report(), order.forms, order.language)


def write_files(
    workspace: Workspace,
    report: Report,
    forms: Sequence[Form] = FORMS,
    language: Language | None = None,
) -> tuple[Path, ...]:
    """Write what a report says into its forms' files and return them."""
    folder = workspace.reports / f"{report.period.month:%Y-%m}" / subject(report)
    written = []
    for name, content in rendered(report, forms, language):
        file = folder / name
        if not file.exists() or file.read_bytes() != content:
            folder.mkdir(parents=True, exist_ok=True)
            aside = folder / f".{name}.aside"
            aside.write_bytes(content)
            publish(aside, file)
        written.append(file)
    return tuple(written)


def write_reports(
    workspace: Workspace,
    orders: Sequence[Order],
    on_report: Callable[[Order], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Make many reports' files, on all cores, and return them in the order asked for.

    `on_report` is told of each that is done.
    """
    if len(orders) <= FEW:
        return tuple(file for order in orders for file in _one(workspace, order, on_report))
    with worker_processes() as processes:
        waiting = {processes.submit(write_report, workspace, order): order for order in orders}
        for done in as_completed(waiting):
            done.result()
            on_report(waiting[done])
        return tuple(file for done in waiting for file in done.result())


def _one(
    workspace: Workspace, order: Order, on_report: Callable[[Order], None]
) -> tuple[Path, ...]:
    files = write_report(workspace, order)
    on_report(order)
    return files


@contextmanager
def worker_processes() -> Iterator[ProcessPoolExecutor]:
    """A process per core, ended with their work undone where something fails."""
    # begun anew, not forked: an open database and a logging thread do not survive that
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(multiprocessing.cpu_count(), mp_context=context) as processes:
        try:
            yield processes
        except BaseException:
            processes.shutdown(cancel_futures=True)
            raise
