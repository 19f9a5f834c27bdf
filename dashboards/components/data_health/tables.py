"""What came from where: sources, rejected rows, files; and what the snapshot holds."""

from collections.abc import Sequence

import streamlit as st

from dashboards import alone
from dashboards.components.contract.message import reading_name
from dashboards.components.table import Cells, Column, table
from dashboards.health import File, Provenance, RejectedRow, Source, Table
from dashboards.markup import Html, tag, together
from dashboards.view import View

HASH_LENGTH = 12
FOLDED_LENGTH = 60


def sources_table(view: View, sources: Sequence[Source]) -> None:
    """A row per source; nothing where nothing was read."""
    rows = alone.rows(
        view,
        sources,
        lambda each: (
            each.source,
            _number(view, each.file_count),
            _number(view, each.rows_read),
            _number(view, each.rows_landed),
            _refused(view, each.rows_rejected),
            _refused(view, each.unreadable_count),
            view.show.exact_moment(each.newest_file_at) if each.newest_file_at else "–",
            view.show.exact_moment(each.newest_event_at) if each.newest_event_at else "–",
        ),
        8,
    )
    names = (
        *("source", "file_count", "read", "landed", "rejected", "unreadable_files"),
        *("newest_file", "newest"),
    )
    numbers = {"file_count", "read", "landed", "rejected", "unreadable_files"}
    _table(view, "sources", names, rows, numbers)


def rejected_table(view: View, rejected: Sequence[RejectedRow]) -> None:
    """A row per refused row: where it stands, why, and what to do; nothing where there is none."""
    rows = alone.rows(
        view,
        rejected,
        lambda each: (
            together(each.file, tag("span", f"{each.source} · {each.entity}", class_="sla-under")),
            str(each.line),
            _english(each.cause),
            _english(each.remedy),
            _row_text(each.row_text or "–"),
        ),
        5,
    )
    _table(view, "rejected_rows", ("file", "line", "reason", "remedy", "row"), rows, {"line"})


def files_table(view: View, files: Sequence[File]) -> None:
    """A row per file, with what could not be read; nothing where there is none."""
    rows = alone.rows(
        view,
        files,
        lambda each: (
            together(
                each.file,
                tag("span", f"{each.source} · {each.entity}", class_="sla-under"),
                tag("span", each.error, class_="sla-under sla-missed", lang="en")
                if each.error
                else None,
            ),
            view.show.exact_moment(each.file_modified_at) if each.file_modified_at else "–",
            _number(view, each.rows_read),
            _number(view, each.rows_landed),
            _refused(view, each.rows_rejected),
        ),
        5,
    )
    names = ("file", "modified", "read", "landed", "rejected")
    _table(view, "files", names, rows, {"read", "landed", "rejected"})


def run_table(view: View, run: Provenance) -> None:
    """Which run made the snapshot, and what of."""
    show = view.show
    told = {
        "run_id": run.run_id,
        "run_started": show.exact_moment(run.started_at),
        "run_took": show.duration(int((run.finished_at - run.started_at).total_seconds()))
        if run.finished_at
        else "–",
        "run_as_of": show.exact_moment(view.run.as_of),
        "run_reading": reading_name(view, view.run.reading),
        "run_code": run.code_version,
        "run_policy": run.policy_hash[:HASH_LENGTH],
        "run_landing": run.landing_hash[:HASH_LENGTH],
    }
    rows = [
        tag("tr", tag("th", view.say(f"data_health.{name}"), scope="row"), tag("td", value))
        for name, value in told.items()
    ]
    caption = tag("caption", view.say("data_health.run_caption"), class_="sla-hidden")
    st.html(tag("table", caption, tag("tbody", *rows), class_="sla-table sla-run"))


def tables_table(view: View, tables: Sequence[Table]) -> None:
    """What the snapshot holds, table by table."""
    rows = alone.rows(
        view,
        tables,
        lambda each: (
            tag("code", each.table_name),
            "–" if each.row_count is None else _number(view, each.row_count),
            _english((each.description or "–").strip()),
        ),
        3,
    )
    _table(view, "tables", ("table", "rows", "description"), rows, {"rows"})


def _table(
    view: View,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Cells],
    numbers: set[str],
) -> None:
    if rows:
        heads = [Column(view.say(f"data_health.{each}"), each in numbers) for each in columns]
        caption = view.say(f"data_health.{name}_caption")
        st.html(table(caption, heads, rows, f"health sla-health-{name.replace('_', '-')}"))


def _row_text(text: str) -> Html:
    """The row as it was written, folded where it is long."""
    if len(text) <= FOLDED_LENGTH:
        return tag("code", text)
    start = tag("code", f"{text[:FOLDED_LENGTH]} …")
    return tag("details", tag("summary", start), tag("code", text))


def _number(view: View, count: int) -> Html:
    return tag("span", view.show.number(count), class_=None if count else "sla-muted")


def _refused(view: View, count: int) -> Html:
    if not count:
        return tag("span", view.show.number(0), class_="sla-muted")
    mark = tag("span", "◆ ", aria_hidden="true")
    return tag("span", mark, view.show.number(count), class_="sla-missed")


def _english(text: str) -> Html:
    return tag("span", text or "–", lang="en")
