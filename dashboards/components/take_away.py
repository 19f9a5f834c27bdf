"""What is on the page, to take away: CSV, XLSX, and the SQL behind it."""

import re
from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from dashboards import snapshot
from dashboards.markdown import literal
from dashboards.view import View
from pipeline.exporting.pages import Asked, Page
from pipeline.exporting.workbook import sheet_name, words, workbook
from pipeline.spreadsheets import csv_bytes

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_away(
    view: View, name: str, page: Page, shown: Mapping[str, pd.DataFrame] | None = None
) -> None:
    """A quiet button that opens to files and SQL. Nothing is made before it is asked for.

    `name` says what it is of, e.g. `promise K-1001 2026-10`, and names the files. Of what is too
    much to be asked for before, `shown` is a part, whose SQL stands here.
    """
    shown = shown or {key: view.frame(each.question, *each.arguments) for key, each in page.items()}
    tables = [sheet_name(key, words(view.say.language)) for key in page]
    file_name, zone = _file_name(view, name), view.run.default_time_zone
    with st.popover(view.say("take_away.label"), type="tertiary", key=_key("take-away", name)):
        as_book = partial(_workbook, view, page)
        _download(view.say("take_away.xlsx"), as_book, f"{file_name}.xlsx", SPREADSHEET)
        for part, (key, asked) in zip(st.tabs(tables), page.items(), strict=True):
            with part:
                as_csv = partial(_csv, view, asked, zone)
                _download(view.say("take_away.csv"), as_csv, f"{file_name}_{key}.csv", "text/csv")
                said = view.say("take_away.sql", file=snapshot.workspace().published.name)
                st.caption(literal(said))
                st.code(shown[key].attrs["sql"], language="sql", height=240)


def _workbook(view: View, page: Page) -> bytes:
    frames = {key: _asked(view, each) for key, each in page.items()}
    return workbook(frames, view.run, view.say.language)


def _csv(view: View, asked: Asked, zone: str) -> bytes:
    return csv_bytes(_asked(view, asked), zone)


def _asked(view: View, asked: Asked) -> pd.DataFrame:
    """The whole answer, kept for nobody: it may be very long."""
    return asked.question(view.scope, view.snapshot, *asked.arguments)


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
