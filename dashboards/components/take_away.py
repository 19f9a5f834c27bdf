"""What is on the page, to take away: CSV, XLSX, and the SQL behind it."""

import re
from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from dashboards import snapshot
from dashboards.markdown import literal
from dashboards.view import View
from pipeline.spreadsheets import csv_bytes, xlsx_bytes

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


NAMED = {
    "at_risk": "page.at_risk",
    "by_the_wall": "column.wall",
    "calls": "service.calls",
    "contacts": "column.contacts",
    "contested": "contest.title",
    "events": "completeness.event",
    "files": "data_health.file_count",
    "findings": "data_health.findings",
    "hours": "contract.calendar_hours",
    "late": "reckoning.breached",
    "owed": "column.owed",
    "promise": "column.promise",
    "rejected": "data_health.rows_rejected",
    "responses": "completeness.response",
    "segments": "column.state",
    "silences": "column.silence",
    "updates": "column.gaps",
}
"""Tables that are called as something else on the pages."""


def take_away(view: View, name: str, frames: Mapping[str, pd.DataFrame]) -> None:
    """A quiet button that opens to files and SQL. Nothing is made before it is asked for.

    `name` says what it is of, e.g. `promise K-1001 2026-10`, and names the files; `frames` are
    answers of `view.frame`, by the key that `take_away.table` names them with.
    """
    tables = {_table_name(view, key): frame for key, frame in frames.items()}
    file_name, zone = _file_name(view, name), view.run.default_time_zone
    with st.popover(view.say("take_away.label"), type="tertiary", key=_key("take-away", name)):
        sheets = {**tables, view.say("column.resolved"): about(view)}
        as_book = partial(xlsx_bytes, sheets, zone)
        _download(view.say("take_away.xlsx"), as_book, f"{file_name}.xlsx", SPREADSHEET)
        for part, (key, frame) in zip(st.tabs(list(tables)), frames.items(), strict=True):
            with part:
                as_csv = partial(csv_bytes, frame, zone)
                _download(view.say("take_away.csv"), as_csv, f"{file_name}_{key}.csv", "text/csv")
                said = view.say("take_away.sql", file=snapshot.workspace().published.name)
                st.caption(literal(said))
                st.code(frame.attrs["sql"], language="sql", height=240)


def _table_name(view: View, key: str) -> str:
    return view.say(NAMED[key]) if key in NAMED else view.say(f"take_away.table.{key}")


def about(view: View) -> pd.DataFrame:
    """What a file should say of itself: which moment its figures are of, and which run's."""
    run = view.run
    said = {
        view.say("column.as_of"): f"{view.show.full_moment(run.as_of)} ({run.default_time_zone})",
        "run_id": run.run_id,
        "reading": run.reading,
    }
    columns = view.say("take_away.item"), view.say("column.figure")
    return pd.DataFrame(list(said.items()), columns=list(columns))


def _download(label: str, make: Callable[[], bytes], file_name: str, mime: str) -> None:
    key = _key("file", file_name)
    st.download_button(label, make, file_name, mime, key=key, on_click="ignore")


def _file_name(view: View, name: str) -> str:
    return f"vip-sla_{_plain(name)}_{view.run.as_of:%Y%m%dT%H%MZ}"


def _plain(name: str) -> str:
    """Letters, digits, dots and dashes: what any file system takes."""
    return re.sub(r"[^\w.~-]+", "_", name).strip("_.") or "vip-sla"


def _key(*parts: str) -> str:
    return "-".join(re.sub(r"\W+", "-", part) for part in parts)
