"""What runs publish in English, told again in the reader's language.

Models and landing say what is odd once, in English: that sentence is published, and scripts go by
it. The English catalogue has the same sentences with names for what varies in them; a sentence
that is found there is said by its key in the reader's language, and what varies is written as that
language does. What fits no phrase, or fits one in two ways, stays as it was published.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from string import Formatter

from babel import Locale

from pipeline.wording.catalogues import SHARED, Entry, Wording, entries
from pipeline.wording.formatting import Formatting
from pipeline.wording.languages import WRITTEN

ENGLISH = WRITTEN[-1]
SENTENCES = "sentence"
"""The group of what can stand alone; other groups are parts of sentences."""

LONGEST = 2_000
"""Characters of a text that is looked at; what is longer holds more of others than of us."""

_MONTHS = tuple(Locale(ENGLISH).months["format"]["wide"].values())
_TEXT = ".*?"
_FORMS: Mapping[str, str] = {
    "count": r"\d+",
    "row": r"\d+",
    "column": r"\S+",
    "share": r"\d+(?:\.\d+)? %",
    "date": r"\d{4}-\d\d-\d\d",
    "month": r"\d{4}-\d\d|[A-Z][a-z]+ \d{4}",
    "at": r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d+)?\+00| UTC)",
}
"""How what varies is published, by the last word of its name; all else is text."""


@dataclass(frozen=True)
class Said:
    """A phrase that was recognised, and what varies in it: texts, or further phrases."""

    group: str
    variant: str
    values: Mapping[str, "str | Said"]


def retold(say: Wording, show: Formatting, text: str) -> str | None:
    """A published sentence in the reader's language; None where no phrase fits it."""
    said = recognised(text)
    try:
        return _told(say, show, said) if said else None
    except ValueError:  # looks like a time and is none
        return None


@lru_cache(maxsize=10_000)
def recognised(text: str, group: str = SENTENCES) -> Said | None:
    """The first phrase of a group that a text fits in exactly one way."""
    if len(text) > LONGEST:
        return None
    for phrase in _phrases()[group]:
        values = phrase.values_in(text)
        if values is None:
            continue
        parts = {name: _part(name, value) for name, value in values.items()}
        found = {name: part for name, part in parts.items() if part is not None}
        if len(found) == len(parts):
            return Said(group, phrase.variant, found)
    return None


def _part(name: str, value: str) -> "str | Said | None":
    return recognised(value, name) if name in _phrases() else value


@dataclass(frozen=True)
class Phrase:
    """An English phrase as a pattern for what was made of it."""

    variant: str
    text: str

    def values_in(self, text: str) -> Mapping[str, str] | None:
        """What varies, if the text fits; None where it does not, or could be meant in two ways.

        The first way found has the shortest values from left to right, the second the longest:
        where these are the same there is no other.
        """
        if not all(piece in text for piece in self._pieces):
            return None
        shortest, longest = (pattern.fullmatch(text) for pattern in self._patterns)
        if not shortest or not longest or shortest.groups() != longest.groups():
            return None
        return shortest.groupdict()

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return tuple(literal for literal, *_ in Formatter().parse(self.text))

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        shortest = "".join(self._parts(is_named=True))
        longest = shortest.replace(_TEXT, _TEXT.removesuffix("?"))
        return re.compile(shortest, re.DOTALL), re.compile(longest, re.DOTALL)

    def _parts(self, *, is_named: bool) -> Iterator[str]:
        seen: set[str] = set()
        for literal, name, *_ in Formatter().parse(self.text):
            yield re.escape(literal)
            if name in seen:
                yield f"(?P={name})"
            elif name:
                yield f"(?P<{name}>{_form(name)})" if is_named else f"(?:{_form(name)})"
                if is_named:
                    seen.add(name)

    def form(self) -> str:
        """The pattern where the phrase is part of another."""
        return "".join(self._parts(is_named=False))


def _form(name: str) -> str:
    if name in _phrases():
        return "|".join(phrase.form() for phrase in _phrases()[name])
    return _FORMS.get(_last_word(name), _TEXT)


@lru_cache
def _phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Every group's phrases, in the order of the catalogue."""
    found: dict[str, list[Phrase]] = {}
    for key, entry in entries(ENGLISH, SHARED).items():
        if key.startswith("retold."):
            _, group, variant = key.split(".")
            found.setdefault(group, []).extend(Phrase(variant, text) for text in _texts(entry))
    return {group: tuple(phrases) for group, phrases in found.items()}


def _texts(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def _told(say: Wording, show: Formatting, said: Said) -> str:
    values = {
        name: _told(say, show, value) if isinstance(value, Said) else _written(show, name, value)
        for name, value in said.values.items()
        if name != "count"
    }
    count = said.values.get("count")
    number = int(count) if isinstance(count, str) else None
    return say(f"retold.{said.group}.{said.variant}", count=number, **values)


def _written(show: Formatting, name: str, value: str) -> str:
    write = _WRITERS.get(_last_word(name))
    return write(show, value) if write else value


def _last_word(name: str) -> str:
    return name.rpartition("_")[2]


def _month(value: str) -> date:
    if value[0].isdigit():
        return date.fromisoformat(f"{value}-01")
    name, year = value.split()
    return date(int(year), _MONTHS.index(name) + 1, 1)


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value.replace(" UTC", "+00"))


_WRITERS: Mapping[str, Callable[[Formatting, str], str]] = {
    "count": lambda show, value: show.number(int(value)),
    "share": lambda show, value: show.percent(float(value.removesuffix(" %")) / 100),
    "date": lambda show, value: show.day(date.fromisoformat(value)),
    "month": lambda show, value: show.month(_month(value)),
    "at": lambda show, value: show.full_moment(_instant(value)),
}
