"""`vip-sla export`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, cast, get_args
from zoneinfo import ZoneInfo

import pandas as pd
import typer

from pipeline import marts
from pipeline.alone import Failed, alone
from pipeline.cli.console import (
    DEMO_WORKSPACE,
    SOMETHING_TO_LOOK_AT,
    JsonOption,
    WorkspaceOption,
    known_customer,
    known_language,
    known_month,
    output,
    print_json,
    workspace_at,
)
from pipeline.cli.failure import failed_record, print_failed
from pipeline.cli.to_file import file_at, form_of
from pipeline.exporting import pages
from pipeline.exporting.files import Form, one_file, page_files, save
from pipeline.marts.periods import Period, containing
from pipeline.marts.provenance import Run, run_of
from pipeline.marts.selection import Selection
from pipeline.reports.deck import deck_bytes
from pipeline.reports.gather import gather
from pipeline.reports.months import last_full_month, window_around
from pipeline.reports.render import file_name
from pipeline.wording.catalogues import LANGUAGES, Language

DECK = "pptx"
FORMS = (*get_args(Form), DECK)

File = tuple[str, Callable[[], bytes]]
"""A file's name, and what makes its content."""


@dataclass(frozen=True)
class Wanted:
    """What a call asks for."""

    snapshot: Path
    run: Run
    language: Language
    customer_id: str | None
    month: date | None

    @property
    def shown_month(self) -> date:
        """The month asked for, else the last full one."""
        return self.month or last_full_month(self.snapshot)

    @property
    def period(self) -> Period:
        """The month as a period."""
        return containing(self.shown_month, "month")

    @property
    def year(self) -> Period:
        """The twelve months as a period."""
        return Period(self.window[0], containing(self.window[-1], "month").last)

    @property
    def selection(self) -> Selection:
        """Every response of the month, or the customer's."""
        return Selection.of(self.period, {"customer": filter(None, (self.customer_id,))})

    @property
    def customer(self) -> str:
        """The customer asked for; without one it is a usage error."""
        if self.customer_id is None:
            raise typer.BadParameter("is needed for this", param_hint="--customer")
        return self.customer_id

    @property
    def window(self) -> list[date]:
        """The twelve months that a page shows around the month."""
        today = self.run.as_of.astimezone(ZoneInfo(self.run.default_time_zone)).date()
        return window_around(today.replace(day=1), self.shown_month)

    def answer(self, asked: pages.Asked) -> pd.DataFrame:
        """A question's answer; whoever calls a command may see everybody."""
        return asked.question(marts.EVERYBODY, self.snapshot, *asked.arguments)


PAGES: Mapping[str, Callable[[Wanted], pages.Page]] = {
    "overview": lambda wanted: pages.overview(wanted.period, wanted.period.before()),
    "at_risk": lambda wanted: pages.at_risk(wanted.customer_id),
    "responses": lambda wanted: pages.responses(wanted.selection),
    "customer": lambda wanted: pages.customer(
        wanted.customer, wanted.period, wanted.shown_month, wanted.period.before()
    ),
    "contract": lambda wanted: pages.contract(
        wanted.shown_month, wanted.window, wanted.customer_id
    ),
    "team": lambda wanted: pages.team(
        wanted.period, wanted.year, [wanted.shown_month], wanted.customer_id
    ),
    "data_health": lambda wanted: pages.data_health(_all_files(wanted.snapshot)),
}


def export(
    to: Annotated[Path, typer.Option("--to", help="A file, or a folder for several.")],
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=f"A page ({', '.join(PAGES)}), PAGE.QUESTION (customer.late), or a published "
            "table; left out: every published table, or the deck.",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"One of {', '.join(FORMS)}; else the file's ending tells it, of a folder xlsx.",
        ),
    ] = None,
    customer: Annotated[str | None, typer.Option(metavar="ID", help="One customer.")] = None,
    month: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Of pages the last full one, if left out.")
    ] = None,
    lang: Annotated[
        Language | None,
        typer.Option(
            parser=known_language,
            metavar="|".join(LANGUAGES),
            help="Of workbooks and decks; else the workspace's, or the customer's.",
        ),
    ] = None,
    workspace: WorkspaceOption = DEMO_WORKSPACE,
    as_json: JsonOption = False,
) -> None:
    """Write what a page shows, or published tables, as files; pptx: a customer's month as slides.

    Example: vip-sla export customer --customer K-1001 --month 2026-09 --to k-1001.xlsx
    """
    if form is not None and form not in FORMS:
        raise typer.BadParameter(
            f"{form!r} is no format; choose from {', '.join(FORMS)}", param_hint="--format"
        )
    form = form_of(to, form, FORMS) if _is_one_file(to) else form or "xlsx"
    snapshot = marts.newest_snapshot(workspace_at(workspace))
    if customer is not None:
        known_customer(snapshot, customer)
    run = run_of(snapshot)
    wanted = Wanted(
        snapshot,
        run,
        lang or cast("Language", run.language),
        customer,
        known_month(month) if month else None,
    )
    if form == DECK:
        files = [_deck(wanted, name, lang)]
    else:
        files = list(_files(wanted, name, cast("Form", form)))
    places = dict(zip(_places(to, [each for each, _ in files]), files, strict=True))
    failed: list[Failed] = []
    for place, (each, make) in places.items():
        with alone(each, failed):
            save(make(), place)
    if len(failed) == len(files):
        raise failed[0].error
    names = {each.name for each in failed}
    written = [place for place, (each, _) in places.items() if each not in names]
    if as_json:
        print_json({"files": [str(place) for place in written], "failed": failed_record(failed)})
    else:
        output.print(*(str(place) for place in written))
        print_failed("not written", failed)
    if failed:
        raise typer.Exit(SOMETHING_TO_LOOK_AT)


def _files(wanted: Wanted, name: str | None, form: Form) -> Iterator[File]:
    page_name, _, question = (name or "").partition(".")
    if page_name in PAGES:
        page = PAGES[page_name](wanted)
        if question and question not in page:
            raise typer.BadParameter(
                f"{page_name} has no question {question!r}; it has {', '.join(page)}",
                param_hint="NAME",
            )
        chosen = {question: page[question]} if question else page
        frames = {key: wanted.answer(asked) for key, asked in chosen.items()}
        given = (form, wanted.snapshot, wanted.run, wanted.language)
        for file, content in page_files(frames, question or page_name, *given):
            yield file, lambda content=content: content  # type: ignore[misc]
        return
    tables = list(marts.tables(wanted.snapshot)["table"])
    if name is not None and name not in tables:
        raise typer.BadParameter(
            f"{name!r} is neither a page ({', '.join(PAGES)}) nor a published table; "
            "`vip-sla sql` lists the tables",
            param_hint="NAME",
        )
    for table in [name] if name else tables:
        yield f"{table}.{form}", lambda table=table: _table(wanted, table, form)  # type: ignore[misc]


def _table(wanted: Wanted, name: str, form: Form) -> bytes:
    frame = marts.whole_table(
        marts.EVERYBODY, wanted.snapshot, name, wanted.customer_id, wanted.month
    )
    return one_file(frame, name, form, wanted.snapshot, wanted.run, wanted.language)


def _deck(wanted: Wanted, name: str | None, language: Language | None) -> File:
    if name is not None:
        raise typer.BadParameter(
            "a deck is of a customer's month; leave this out", param_hint="NAME"
        )
    report = gather(wanted.snapshot, wanted.customer, wanted.shown_month)
    return f"{file_name(report)}.pptx", lambda: deck_bytes(report, language)


def _places(to: Path, names: list[str]) -> list[Path]:
    """Where files go: into a folder, or a single one to the very file that is named."""
    if len(names) == 1 and _is_one_file(to):
        return [file_at(to)]
    if _is_one_file(to):
        raise typer.BadParameter(
            f"{to} is a file, and there are {len(names)} to write; name a folder",
            param_hint="--to",
        )
    return [file_at(to / name) for name in names]


def _is_one_file(to: Path) -> bool:
    """Whether it names a file, there or to be made, and no folder."""
    return not to.is_dir() and (to.exists() or bool(to.suffix))


def _all_files(snapshot: Path) -> int:
    return len(marts.whole_table(marts.EVERYBODY, snapshot, "load_files"))
