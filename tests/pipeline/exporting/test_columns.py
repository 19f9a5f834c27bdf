"""How a question's columns are told: order, headings, form; the values stay what they are."""

from datetime import date

import pandas as pd
import pytest

from pipeline import marts
from pipeline.cli.export import PAGES, Wanted
from pipeline.exporting import pages
from pipeline.exporting.columns import told_columns
from pipeline.exporting.workbook import sheet_name, words
from pipeline.marts.provenance import run_of
from pipeline.spreadsheets import Told
from pipeline.wording.catalogues import LANGUAGES, LOCALES, Language
from pipeline.wording.formatting import Formatting
from pipeline.workspace import Workspace

SHOW = {language: Formatting(LOCALES[language], "Europe/Berlin") for language in LANGUAGES}


def told(frame: pd.DataFrame, language: Language = "en") -> dict[str, Told]:
    return {each.heading: each for each in told_columns(frame, words(language), SHOW[language])}


def test_a_row_of_a_ticket_begins_with_number_and_subject_and_ends_with_ids() -> None:
    frame = pd.DataFrame(
        {
            "response_id": ["s:1:1"],
            "source": ["s"],
            "ticket_id": ["1"],
            "metric": ["first_response"],
            "subject": ["Down"],
            "code": ["QT-1"],
        }
    )
    assert list(told(frame)) == [
        "Ticket number",
        "Subject",
        "Response",
        "Response ID",
        "Source",
        "Ticket ID",
    ]


def test_words_of_ours_are_in_the_reader_s_language_and_others_stay() -> None:
    frame = pd.DataFrame({"metric": ["first_response"], "channel": ["email"], "outcome": ["odd"]})
    columns = told(frame, "de")
    assert {heading: each.values.tolist() for heading, each in columns.items()} == {
        "Antwort": ["Erste Antwort"],
        "Kanal": ["E-Mail"],
        "Ergebnis": ["odd"],
    }


def test_sentences_of_models_and_landing_are_told_in_the_reader_s_language() -> None:
    frame = pd.DataFrame(
        {
            "reason": ["id is empty; every row needs one", "instant_reply", "=odd"],
            "error": [None, "desk/a.csv is empty; export it again, or delete it", None],
        }
    )
    columns = told(frame, "de")
    assert columns["Grund"].values.tolist() == [
        "id ist leer; jede Zeile braucht einen Wert",
        "Antwort innerhalb von Sekunden (Eingangsbestätigung?)",
        "=odd",
    ]
    assert columns["Fehler"].values.dropna().tolist() == [
        "desk/a.csv ist leer; neu exportieren oder löschen"
    ]


def test_names_in_the_other_language_are_left_out() -> None:
    frame = pd.DataFrame({"severity": [1], "name_de": ["Kritisch"], "name_en": ["Critical"]})
    assert [each.values.tolist() for each in told(frame, "de").values()] == [[1], ["Kritisch"]]
    assert [each.values.tolist() for each in told(frame, "en").values()] == [[1], ["Critical"]]


@pytest.mark.parametrize(
    ("met", "breached", "share"),
    [(9, 0, None), (10, 0, 1.0), (9, 1, 0.9), (1999, 1, 0.999), (0, 12, 0.0), (0, 0, None)],
)
def test_a_share_stands_beside_what_it_is_of_cut_and_from_ten_on(
    met: int, breached: int, share: float | None
) -> None:
    frame = pd.DataFrame({"owed_count": [99], "met_count": [met], "breached_count": [breached]})
    columns = told(frame)
    assert list(columns) == ["Owed", "Counted", "On time", "On time (count)", "Late"]
    assert columns["Counted"].values.tolist() == [met + breached]
    (found,) = columns["On time"].values.tolist()
    assert (None if pd.isna(found) else found) == share
    assert columns["On time"].pattern == "0.0%"


def test_durations_are_parts_of_a_day_and_what_may_be_below_zero_hours() -> None:
    frame = pd.DataFrame({"elapsed_seconds": [5400, None], "left_seconds": [-5400, 7200]})
    columns = told(frame)
    elapsed, left = columns["Counted time"], columns["Time left in hours"]
    assert (elapsed.values.iloc[0], elapsed.pattern) == (0.0625, "[h]:mm:ss")
    assert pd.isna(elapsed.values.iloc[1])
    assert (left.values.tolist(), left.pattern) == ([-1.5, 2.0], "#,##0.00")


def test_a_column_that_nobody_knows_keeps_its_name() -> None:
    assert list(told(pd.DataFrame({"something_new": [1]}))) == ["something_new"]


@pytest.fixture(scope="module")
def everything(demo_workspace: Workspace) -> dict[str, pd.DataFrame]:
    """What all pages give away, by page and question."""
    snapshot = marts.newest_snapshot(demo_workspace)
    wanted = Wanted(snapshot, run_of(snapshot), "de", "K-1001", date(2026, 9, 1))
    found = {
        f"{page} {key}": wanted.answer(asked)
        for page, make in PAGES.items()
        for key, asked in make(wanted).items()
    }
    late = found["customer late"].iloc[0]
    ticket = pages.ticket(late["source"], late["ticket_id"], [late["response_id"]])
    return found | {f"ticket {key}": wanted.answer(asked) for key, asked in ticket.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_sheet_of_every_page_has_a_name(
    everything: dict[str, pd.DataFrame], language: Language
) -> None:
    say = words(language)
    for name, frame in everything.items():
        assert sheet_name(name.split()[1], say) != name.split()[1], name
        headings = [each.heading for each in told_columns(frame, say, SHOW[language])]
        assert not set(headings) & set(frame.columns), name
        assert len(headings) == len(set(headings)), name
