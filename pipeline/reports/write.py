"""Report files in a workspace, each there whole or not at all.

`reports/<month>/<customer_id>/vip-sla-<month>-<customer_id>.<language>.pdf` and so on. A file whose
bytes would be the same is left as it is.
"""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from pipeline import marts
from pipeline.alone import Failed, alone
from pipeline.atomic import publish_bytes
from pipeline.processes import worker_processes
from pipeline.reports.content import Report
from pipeline.reports.gather import gather, gather_portfolio
from pipeline.reports.render import FORMS, PORTFOLIO, Form, folder_name, rendered
from pipeline.reports.signing import signed
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

    @property
    def name(self) -> str:
        """Whose report of which month."""
        return f"{self.customer_id or PORTFOLIO}, {self.month.isoformat()[:7]}"


@dataclass(frozen=True)
class Written:
    """Report files in the order asked for, and the reports that could not be made."""

    files: tuple[Path, ...]
    failed: tuple[Failed, ...] = ()


def write_report(workspace: Workspace, order: Order) -> tuple[Path, ...]:
    """Make one report's files and return them. Raises ReportError where there is none to make."""
    customer_ids = everybody(order.snapshot) if order.customer_id else ()
    report = signed(workspace, order.report())
    return write_files(workspace, report, order.forms, order.language, customer_ids)


@lru_cache(maxsize=4)
def everybody(snapshot: Path) -> tuple[str, ...]:
    """The ids of all customers that may have reports."""
    return tuple(marts.customers(marts.EVERYBODY, snapshot)["customer_id"])


def write_files(
    workspace: Workspace,
    report: Report,
    forms: Sequence[Form] = FORMS,
    language: Language | None = None,
    customer_ids: Collection[str] = (),
) -> tuple[Path, ...]:
    """Write what a report says into its forms' files and return them.

    Only once all of them are made: of one that fails nothing is written. `customer_ids` are those
    that have folders beside it.
    """
    month = f"{report.period.month:%Y-%m}"
    folder = workspace.reports / month / folder_name(report, customer_ids)
    written = []
    for name, content in list(rendered(report, forms, language)):
        file = folder / name
        if not file.exists() or file.read_bytes() != content:
            publish_bytes(content, file)
        written.append(file)
    return tuple(written)


def write_reports(
    workspace: Workspace,
    orders: Sequence[Order],
    on_report: Callable[[Order], None] = lambda _: None,
) -> Written:
    """Make many reports' files, on all cores; one that fails is named, and the others are made.

    `on_report` is told of each that is done. Raises what would fail all of them: no space, say.
    """
    files: dict[Order, tuple[Path, ...]] = {}
    failed: list[Failed] = []

    def done(order: Order, make: Callable[[], tuple[Path, ...]]) -> None:
        with alone(order.name, failed):
            files[order] = make()
        on_report(order)

    if len(orders) <= FEW:
        for order in orders:
            done(order, partial(write_report, workspace, order))
    else:
        with worker_processes() as processes:
            waiting = {processes.submit(write_report, workspace, order): order for order in orders}
            for made in as_completed(waiting):
                done(waiting[made], made.result)
    in_order = (file for order in orders for file in files.get(order, ()))
    return Written(tuple(in_order), tuple(sorted(failed, key=lambda each: each.name)))
