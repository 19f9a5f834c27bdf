"""Answers as files: Parquet and CSV for programs, under the columns' own names; XLSX for people.

A file is there whole or not at all, and for its owner and group alone.
"""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal

import pandas as pd
import pyarrow.parquet

from pipeline.atomic import publish
from pipeline.exporting.workbook import workbook
from pipeline.marts.provenance import Run
from pipeline.marts.snapshot import exactly
from pipeline.spreadsheets import csv_bytes
from pipeline.wording.catalogues import Language

Form = Literal["parquet", "csv", "xlsx"]

MODE = 0o640


def one_file(
    frame: pd.DataFrame, key: str, form: Form, snapshot: Path, run: Run, language: Language
) -> bytes:
    """One answer as a file of its own."""
    if form == "parquet":
        return parquet_bytes(frame, snapshot)
    if form == "csv":
        return csv_bytes(frame, run.default_time_zone)
    return workbook({key: frame}, run, language)


def page_files(
    frames: Mapping[str, pd.DataFrame],
    name: str,
    form: Form,
    snapshot: Path,
    run: Run,
    language: Language,
) -> Iterator[tuple[str, bytes]]:
    """A page's answers by the names of their files: one workbook, or a file of each."""
    if form == "xlsx":
        yield f"{name}.xlsx", workbook(frames, run, language)
        return
    for key, frame in frames.items():
        yield f"{key}.{form}", one_file(frame, key, form, snapshot, run, language)


def parquet_bytes(frame: pd.DataFrame, snapshot: Path) -> bytes:
    """The answer asked once more, as the snapshot types it: a day is a day, a whole number one."""
    file = io.BytesIO()
    pyarrow.parquet.write_table(exactly(snapshot, frame.attrs["sql"]), file, compression="zstd")
    return file.getvalue()


def save(content: bytes, place: Path) -> None:
    """Write a file in one step, over an earlier one. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as aside:
        try:
            aside.write(content)
            aside.flush()
            Path(aside.name).chmod(MODE)
            publish(Path(aside.name), place)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
