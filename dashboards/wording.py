"""Everything that pages say, in the reader's language, from the catalogues beside this file."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from babel import Locale
from babel.numbers import format_decimal

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALES: Mapping[Language, str] = {"de": "de_DE", "en": "en_GB"}
"""Each language's form of numbers and dates."""

CATALOGUES = Path(__file__).parent / "catalogue"

Entry = str | dict[str, str]
"""A phrase, or a phrase by grammatical number (`one`, `other`)."""


class Wording:
    """Says what a key of the catalogue means."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.locale = LOCALES[language]
        self._entries = catalogue(language)

    def __call__(self, key: str, count: float | None = None, **values: str) -> str:
        """The phrase of a key, its `{names}` filled in.

        `count` chooses the grammatical number and fills `{count}`, formatted.
        Raises KeyError for a key or a name that the catalogue does not have.
        """
        entry = self._entries[key]
        if count is None:
            if not isinstance(entry, str):
                raise KeyError(f"{key}: needs a count")
            return entry.format(**values)
        phrase = entry if isinstance(entry, str) else entry[_number(self.locale, count)]
        return phrase.format(count=format_decimal(count, locale=self.locale), **values)


@lru_cache
def catalogue(language: Language) -> Mapping[str, Entry]:
    """A language's phrases by dotted key."""
    text = (CATALOGUES / f"{language}.yml").read_text(encoding="utf-8")
    return dict(_flat(yaml.safe_load(text)))


def _flat(branch: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Entry]]:
    found: list[tuple[str, Entry]] = []
    for name, value in branch.items():
        key = f"{prefix}{name}"
        if isinstance(value, str) or "other" in value:
            found.append((key, value))
        else:
            found += _flat(value, f"{key}.")
    return found


def _number(locale: str, count: float) -> str:
    return str(Locale.parse(locale).plural_form(count))
