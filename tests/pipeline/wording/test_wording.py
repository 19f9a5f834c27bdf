"""The catalogues say the same things in every language, all of them and nothing else."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from pipeline.wording.catalogues import (
    LANGUAGES,
    LOCALES,
    SHARED,
    Entry,
    Language,
    Wording,
    entries,
)

REPOSITORY = Path(__file__).parents[3]
PACKAGES = ("pipeline", "dashboards")
CATALOGUES = [folder for name in PACKAGES for folder in (REPOSITORY / name).rglob("catalogue")]
OWN = [folder for folder in CATALOGUES if folder != SHARED]
FILES = [file for name in PACKAGES for file in sorted((REPOSITORY / name).rglob("*.py"))]
SAYERS = {"say", "_say"}


def catalogue(language: Language) -> Mapping[str, Entry]:
    """All that is said anywhere."""
    return entries(language, *CATALOGUES)


def phrases(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def names(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def keys_said() -> Iterator[tuple[str, str]]:
    """Where something is said, and which keys: a pattern for those that are put together."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called == "filled":  # filled(say, key, …): a phrase with markup in it
                for pattern in patterns(node.args[1]):
                    yield f"{file.name}:{node.lineno}", pattern
            if called in SAYERS:
                for pattern in patterns(node.args[0]):
                    yield f"{file.name}:{node.lineno}", pattern
        yield from constants(file)


def patterns(key: ast.expr) -> list[str]:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return [re.escape(key.value)]
    if isinstance(key, ast.JoinedStr):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
            for part in key.values
        ]
        return ["".join(parts)]
    return []


def constants(file: Path) -> Iterator[tuple[str, str]]:
    """Whole keys named anywhere, as where a choice between two is made first."""
    known = catalogue("de")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in known and "." in str(node.value):
            yield f"{file.name}:{node.lineno}", re.escape(str(node.value))


def test_every_language_has_the_same_keys() -> None:
    first, *others = (catalogue(language) for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)


def test_nothing_is_said_that_the_catalogue_does_not_have() -> None:
    known = catalogue("de")
    # address.say(name, value) writes into the address
    missing = [
        (place, pattern)
        for place, pattern in keys_said()
        if not any(re.fullmatch(pattern, key) for key in known)
        and pattern not in {"lang", "period", "customer", "scenario"}
    ]
    assert missing == []


def test_the_catalogue_has_nothing_that_is_never_said() -> None:
    said = re.compile("|".join(f"(?:{pattern})" for pattern in {key for _, key in keys_said()}))
    assert [key for key in catalogue("de") if not said.fullmatch(key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_by_number_have_every_number_of_the_language(language: Language) -> None:
    numbers = {str(Locale.parse(LOCALES[language]).plural_form(count)) for count in range(101)}
    for key, entry in catalogue(language).items():
        if isinstance(entry, dict):
            assert set(entry) == numbers, key
            assert all("count" in names(phrase) for phrase in entry.values()), key


def test_the_same_values_are_filled_in_everywhere() -> None:
    for key, entry in catalogue("de").items():
        expected = set().union(*(names(phrase) for phrase in phrases(entry)))
        for language in LANGUAGES:
            for phrase in phrases(catalogue(language)[key]):
                assert names(phrase) == expected, f"{language}: {key}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_tidy(language: Language) -> None:
    for key, entry in catalogue(language).items():
        for phrase in phrases(entry):
            assert phrase == phrase.strip(), key
            assert "  " not in phrase, key


def test_grammatical_number() -> None:
    say = Wording("de", *OWN)
    assert say("group.overdue", count=1) == "Überfällig: 1 Kunde"
    assert say("group.overdue", count=1_200) == "Überfällig: 1.200 Kunden"


def test_unknown_keys_and_values_are_mistakes() -> None:
    say = Wording("en", *OWN)
    with pytest.raises(KeyError):
        say("no.such.key")
    with pytest.raises(KeyError):
        say("share.of", part="1")
    with pytest.raises(KeyError, match="needs a count"):
        say("group.overdue")


OUT: Mapping[Language, tuple[str, ...]] = {
    Language("de"): (
        *("mitnehmen", "datenlage", r"klar (unter|darunter)", "überzeit", "drüber", "wessen"),
        *("kennung", r"vom zugeordneten", r"nachts recht", "fristgerecht", r"fassung der zusage"),
        *(
            r"hält nie an",
            "schranke",
            "lesart",
            r"binnen\b",
            r"zum lesen",
            r"zugesagt und erreicht",
        ),
        *(
            r"brächten?\b",
            r"kam(en)? (rechtzeitig|zu spät)",
            r"automatische antworten zählen nicht",
        ),
    ),
    Language("en"): (
        *(r"take away", r"usual reading", r"strict bound", r"longest by", "reckon"),
        *(r"promised and reached", r"chance may do", r"less follows", "whenever", r"on the right"),
        *(r"nobody.s yet", r"deeper the tone", r"\bin time\b", r"responses that count"),
        *(r"judged responses came", r"automatic replies do not count\."),
    ),
}
"""Words that people stumbled over, and sentences that were not true; what is said is better."""
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\(unknown\)|(Schweregrad|severity) 0\b|\b[0-9a-f]{64}\b")
"""What programs call something."""
COMMANDS = re.compile(
    r"\b(booked_at|held_at|time_format|grouped_by|compliance_monthly|group_status)\b"
)
"""Columns of a register, settings, tables: told where somebody is to find or correct them."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_out_do_not_come_back(language: Language) -> None:
    found = [
        (key, word)
        for key, entry in catalogue(language).items()
        for phrase in phrases(entry)
        for word in OUT[language]
        if re.search(word, phrase, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_as_programs_call_it(language: Language) -> None:
    found = [
        (key, raw[0])
        for key, entry in catalogue(language).items()
        for phrase in phrases(entry)
        for raw in [RAW.search(COMMANDS.sub("", re.sub(r"\{[^}]*\}|\w+\.(csv|yml)", "", phrase)))]
        if raw
    ]
    assert found == []


def test_a_german_phrase_is_not_the_english_one() -> None:
    """Names, numbers and the like are the same in both; a sentence is not."""
    english = catalogue(Language("en"))
    same = [
        key
        for key, entry in catalogue(Language("de")).items()
        for german in phrases(entry)
        if german in phrases(english[key]) and len(re.sub(r"\{[^}]*\}", "", german).split()) > 2
    ]
    assert same == []
