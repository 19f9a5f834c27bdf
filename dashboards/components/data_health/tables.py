"""What came from where, whether it is all there, what was refused, what the snapshot holds."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import streamlit as st

from dashboards.components.contract.contract_words import reading_name
from dashboards.components.data_health.findings import published
from dashboards.components.table import Body, Cells, Column, count, rows, show_table, table, under
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.completeness import ODD, SourceMonth, is_odd
from pipeline.marts.health import LoadedFile, PublishedTable, RejectedRow, Source
from pipeline.marts.provenance import Run
from pipeline.wording.retold import retold

HASH_LENGTH = 12
FOLDED_LENGTH = 60
NUMBERS = {"file_count", "read", "landed", "rejected", "unreadable_files", "line", "rows"}

T = TypeVar("T")
COLUMNS = (
    "ticket",
    *ODD[:2],
    "event",
    *ODD[2:4],
    "response",
    *ODD[4:],
)
"""Each whole, and behind it what is odd of it."""


def sources_table(view: View, sources: Sequence[Source]) -> None:
    """A row per source; nothing where nothing was read."""
    names = (
        *("completeness.source", "file_count", "read", "landed", "rejected", "unreadable_files"),
        *("newest_file", "newest"),
    )

    def made(each: Source) -> Cells:
        return (
            each.source,
            count(view, each.file_count),
            count(view, each.rows_read),
            count(view, each.rows_landed),
            _refused(view, each.rows_rejected),
            _refused(view, each.unreadable_count),
            _moment(view, each.newest_file_at),
            _moment(view, each.newest_event_at),
        )

    _show(view, "sources", names, sources, made)


def rejected_table(view: View, rejected: Sequence[RejectedRow]) -> None:
    """A row per refused row: where it stands, why, and what to do; nothing where there is none."""

    def made(each: RejectedRow) -> Cells:
        known = retold(view.say, view.show, each.reason)
        told = each.model_copy(update={"reason": known}) if known else each
        language = None if known else "en"
        return (
            under(each.file, f"{each.source} · {each.entity}"),
            str(each.line),
            tag("span", told.cause, lang=language),
            tag("span", told.remedy or "–", lang=language),
            _row_text(each.row_text or "–"),
        )

    names = ("file", "line", "column.reason", "remedy", "row")
    _show(view, "rejected_rows", names, rejected, made)


def files_table(view: View, files: Sequence[LoadedFile]) -> None:
    """A row per file, with what could not be read; nothing where there is none."""

    def made(each: LoadedFile) -> Cells:
        error = each.error and published(view, each.error, class_="sla-missed")
        return (
            under(each.file, f"{each.source} · {each.entity}", error),
            _moment(view, each.file_modified_at),
            count(view, each.rows_read),
            count(view, each.rows_landed),
            _refused(view, each.rows_rejected),
        )

    _show(view, "files", ("file", "modified", "read", "landed", "rejected"), files, made)


def tables_table(view: View, tables: Sequence[PublishedTable]) -> None:
    """What the snapshot holds, table by table."""

    def made(each: PublishedTable) -> Cells:
        return (
            tag("code", each.table_name),
            "–" if each.row_count is None else count(view, each.row_count),
            _content(view, each),
        )

    _show(view, "tables", ("table", "rows", "description"), tables, made)


def run_table(view: View, run: Run) -> None:
    """Which run made the snapshot, and what of."""
    show = view.show
    told = {
        "report.origin.run": run.run_id,
        "data_health.run_started": show.exact_moment(run.started_at),
        "column.seconds": show.duration(int((run.finished_at - run.started_at).total_seconds()))
        if run.finished_at
        else "–",
        "column.as_of": show.exact_moment(view.run.as_of),
        "column.reading": reading_name(view, view.run.reading),
        "data_health.run_code": run.code_version,
        "data_health.run_policy": run.policy_hash[:HASH_LENGTH],
        "data_health.run_landing": run.landing_hash[:HASH_LENGTH],
    }
    rows = [
        tag("tr", tag("th", view.say(name), scope="row"), tag("td", value))
        for name, value in told.items()
    ]
    caption = tag("caption", view.say("data_health.run_caption"), class_="sla-hidden")
    st.html(tag("table", caption, tag("tbody", *rows), class_="sla-table sla-run"))


def _show(
    view: View,
    name: str,
    names: Sequence[str],
    found: Sequence[T],
    made: Callable[[T], Cells],
) -> None:
    """A table with all of its rows, which were limited when they were asked for."""
    if found:
        columns = [Column(_column_name(view, each), each in NUMBERS) for each in names]
        caption = view.say(f"data_health.{name}_caption")
        bodies = [Body(rows(view, columns, found, made))]
        kind = f"health sla-health-{name.replace('_', '-')}"
        st.html(table(caption, columns, bodies, kind))


def _column_name(view: View, name: str) -> str:
    return view.say(name) if "." in name else view.say(f"data_health.{name}")


def _row_text(text: str) -> Html:
    """The row as it was written, folded where it is long."""
    if len(text) <= FOLDED_LENGTH:
        return tag("code", text)
    start = tag("code", f"{text[:FOLDED_LENGTH]} …")
    return tag("details", tag("summary", start), tag("code", text))


def _moment(view: View, at: datetime | None) -> str:
    return view.show.exact_moment(at) if at else "–"


def _refused(view: View, number: int) -> Html:
    if not number:
        return count(view, 0)
    mark = tag("span", "◆ ", aria_hidden="true")
    return tag("span", mark, view.show.number(number), class_="sla-missed")


def _content(view: View, each: PublishedTable) -> Html:
    """What a table holds; in its own, English words where it is of another version."""
    try:
        return tag("span", view.say(f"published_table.{each.table_name}"))
    except KeyError:
        return tag("span", (each.description or "–").strip(), lang="en")


def completeness_title(view: View, found: Sequence[SourceMonth]) -> str:
    """In how many months something stands out."""
    odd = sum(any(is_odd(each.share(name), view.run.odd_share) for name in ODD) for each in found)
    if not odd:
        return view.say("data_health.completeness_calm")
    return view.say("data_health.completeness_odd", count=len(found), odd=view.show.number(odd))


def completeness_table(view: View, found: Sequence[SourceMonth]) -> None:
    """A row per source and month, the newest first; nothing where there is none."""
    columns = [
        Column(view.say("column.month")),
        *(Column(_completeness_name(view, name), is_number=True) for name in COLUMNS),
    ]
    caption = view.say("completeness.caption")
    show_table(view, "completeness", caption, columns, found, lambda each: _month_row(view, each))


def _completeness_name(view: View, name: str) -> str:
    if name in ODD:
        return view.say(f"data_health.completeness.{name}")
    return view.say(f"completeness.{name}")


def _month_row(view: View, each: SourceMonth) -> Cells:
    month = view.show.short_month_year(each.created_month) if each.created_month else "–"
    return (
        under(month, each.source),
        *(
            _odd_count(view, each, name) if name in ODD else _whole_count(view, each, name)
            for name in COLUMNS
        ),
    )


def _whole_count(view: View, each: SourceMonth, name: str) -> Html:
    return tag("span", view.show.number(each.count(name)), class_="sla-strong")


def _odd_count(view: View, each: SourceMonth, name: str) -> Html:
    """The count, and below it its share; what is more than may be overlooked has a mark."""
    count, share = each.count(name), each.share(name)
    number = view.show.number(count)
    if not count or share is None:
        return tag("span", number, class_="sla-muted")
    told = view.show.at_least(share)
    if not is_odd(share, view.run.odd_share):
        return under(number, told)
    mark = tag("span", "◆ ", role="img", aria_label=view.say("data_health.completeness_mark"))
    return together(
        tag("span", mark, number, class_="sla-unsure"),
        tag("span", told, class_="sla-under sla-unsure"),
    )
