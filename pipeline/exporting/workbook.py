"""A page's answers as a workbook in the reader's language: a sheet each, and one about the data."""

from collections.abc import Mapping

import pandas as pd

from pipeline.exporting.columns import CATALOGUE, told_columns
from pipeline.marts.provenance import Run
from pipeline.spreadsheets import xlsx_bytes
from pipeline.wording.catalogues import Language, Wording
from pipeline.wording.formatting import Formatting

ABOUT = "about"


def workbook(frames: Mapping[str, pd.DataFrame], run: Run, language: Language) -> bytes:
    """Answers of `pages`, by their keys; the same answers of one run give the same bytes.

    A key that is no sheet's of ours, as the name of a mart, stays as it is.
    """
    say = words(language)
    show = Formatting(say.locale, run.default_time_zone)
    sheets = {sheet_name(key, say): told_columns(frame, say, show) for key, frame in frames.items()}
    about = told_columns(_about(run, say, show), say, show)
    created = run.as_of.replace(tzinfo=None)
    return xlsx_bytes({**sheets, sheet_name(ABOUT, say): about}, run.default_time_zone, created)


def words(language: Language) -> Wording:
    """What sheets and columns are called."""
    return Wording(language, CATALOGUE)


def sheet_name(key: str, say: Wording) -> str:
    """What the answer to a question is called."""
    try:
        return say(f"page_sheet.{key}")
    except KeyError:
        return key


def _about(run: Run, say: Wording, show: Formatting) -> pd.DataFrame:
    """What a file should say of itself: which moment its figures are of, and which run's."""
    said = {
        say("about.as_of"): f"{show.full_moment(run.as_of)} ({run.default_time_zone})",
        say("about.run"): run.run_id,
        say("about.reading"): run.reading,
    }
    return pd.DataFrame(list(said.items()), columns=[say("about.item"), say("about.value")])
