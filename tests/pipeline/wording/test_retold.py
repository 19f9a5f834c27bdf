"""What runs publish in English is told in other languages, exactly or not at all."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY
from pipeline.running.dbt import PROJECT
from pipeline.wording.catalogues import LANGUAGES, LOCALES, SHARED, Language, Wording, entries
from pipeline.wording.formatting import Formatting
from pipeline.wording.retold import ENGLISH, LONGEST, recognised, retold
from pipeline.workspace import Workspace
from tests.retelling import phrases, rendered, untold

SAMPLES = {
    "count": "12",
    "row": "1234",
    "share": "33.4 %",
    "date": "2000-01-01",
    "month": "2026-03",
    "at": "2026-03-02 10:00:00+00",
}
KEYS = [key for key in entries(ENGLISH, SHARED) if key.startswith("retold.")]
GROUPS = {key.split(".")[1] for key in KEYS}
FINDINGS = sorted((PROJECT / "models" / "intermediate" / "findings").glob("*.sql"))


def told(text: str, language: Language = LANGUAGES[0]) -> str | None:
    return retold(Wording(language), Formatting(LOCALES[language], "Europe/Berlin"), text)


def examples(group: str) -> Iterator[tuple[str, str]]:
    """Each phrase of a group with values, and with every phrase of its parts: variant, text."""
    for key in KEYS:
        if key.startswith(f"retold.{group}."):
            for phrase in phrases(key):
                names = list(dict.fromkeys(n for _, n, *_ in Formatter().parse(phrase) if n))
                for values in product(*map(values_of, names)):
                    yield key.split(".")[2], phrase.format(**dict(zip(names, values, strict=True)))


def values_of(name: str) -> list[str]:
    if name in GROUPS:
        return [text for _, text in examples(name)]
    return [SAMPLES.get(name.rpartition("_")[2], f"the-{name}")]


@pytest.mark.parametrize("text", [text for _, text in examples("sentence")])
def test_every_sentence_is_known_again_and_none_stands_before_it(text: str) -> None:
    assert untold([text]) == []
    (variant,) = {
        variant for variant, each in examples("sentence") if each == text
    }  # no two phrases say the same
    said = recognised(text)
    assert said
    assert said.variant == variant


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_told_in_every_language(language: Language) -> None:
    for _, text in examples("sentence"):
        assert told(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_row_is_refused_is_a_cause_and_a_remedy(language: Language) -> None:
    for variant, text in examples("row_fault"):
        in_words = told(text, language)
        assert in_words, variant
        assert in_words.count("; ") == 1, variant


def test_numbers_dates_and_grammar_are_the_language_s_own() -> None:
    moved = (
        "{which} moved from A to B between two exports (2026-05-03 10:00 UTC); {stay} behind with "
        "A; if it was no move but a mistake, correct it in the help desk and export again"
    )
    one = told(moved.format(which="ticket T1", stay="no response stays")) or ""
    assert one.startswith("Das Ticket T1 ist zwischen zwei Exporten (Sonntag, 3. Mai 2026, 12:00 ")
    assert "keine Antwort bleibt bei A" in one
    several = moved.format(which="1200 tickets, first T1,", stay="2 responses of March 2026 stay")
    text = told(several) or ""
    assert text.startswith("1.200 Tickets, als erstes T1, sind ")
    assert "2 Antworten aus dem März 2026 bleiben bei A" in text


def test_parts_are_told_too() -> None:
    assert told("desk/a b.csv its header cannot be read: is not UTF-8; save the file as UTF-8") == (
        "desk/a b.csv hat eine unlesbare Kopfzeile: ist nicht in UTF-8; die Datei als UTF-8 "
        "speichern"
    )
    assert "message, status oder severity schreiben" in (
        told(
            'kind "x" is not known; write message, status or severity, or map it under `values` '
            "in vip-sla.yml"
        )
        or ""
    )


def test_text_of_others_stays_as_it_is() -> None:
    assert told('id_count "{0} <b>" is not a whole number; write digits only') == (
        "id_count „{0} <b>“ ist keine ganze Zahl; nur Ziffern schreiben"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Something of a newer version; do this",
        "ID IS EMPTY; every row needs one",
        # two accounts, or one with an odd name?
        "policy.yml has overrides for a, whom the register does not know; correct the id",
        "chat a of ticket b of ticket c came without its lines, so nothing is known of who said "
        "what; export the messages of its group too",
        # no such month
        "1 of 2 events of source s in the month 2026-13 (50.0 %) belong to tickets that never "
        "came; export the tickets of this month again",
        # other than what stands first
        "1 ticket moved from A to B between two exports (2026-05-03 10:00 UTC); no response stays "
        "behind with C; if it was no move but a mistake, correct it in the help desk and export "
        "again",
        f"{'x' * LONGEST} is empty; every row needs one",
        "",
    ],
)
def test_what_no_phrase_fits_in_one_way_alone_is_not_told(text: str) -> None:
    assert told(text) is None


def test_a_phrase_that_only_resembles_is_not_the_same() -> None:
    said = recognised("id is empty; every row needs one")
    assert said
    assert rendered(said) == {"id is empty; every row needs one"}
    assert untold(["id is empty; every row needs two"]) != []


def test_every_finding_of_the_demo_is_told(demo_workspace: Workspace) -> None:
    found = marts.data_findings(EVERYBODY, demo_workspace.published.resolve())
    assert len(found)
    assert untold(found["message"]) == []


@pytest.mark.parametrize("file", FINDINGS, ids=[file.stem for file in FINDINGS])
def test_every_word_of_a_finding_stands_in_the_catalogue(file: Path) -> None:
    """Of those, too, that no made-up world holds."""
    known = "\n".join(phrase for key in KEYS for phrase in phrases(key))
    fragments = words_of(file.read_text(encoding="utf-8"))
    assert [each for each in fragments if each not in known] == []


def words_of(sql: str) -> list[str]:
    """What stands in quotes and holds a blank: parts of a message."""
    without_comments = re.sub(r"--[^\n]*|\{#.*?#\}", "", sql, flags=re.DOTALL)
    without_keys = re.sub(r"'[^']*'\s+as\s+finding_key", "", without_comments)
    quoted = re.findall(r"'((?:[^']|'')*)'|\"([^\"\n]*)\"", without_keys)
    texts = [(one or other).replace("''", "'") for one, other in quoted]
    is_sql = re.compile(r"\w\(|\{\{| \+ ")
    return [
        each
        for each in texts
        if " " in each.strip() and re.search("[a-z]{2}", each) and not is_sql.search(each)
    ]
