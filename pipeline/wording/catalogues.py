"""Everything said to people in their own language, from catalogues of phrases.

A catalogue is a folder with a folder per language, whose files hold phrases by key. The one beside
this file has what is said everywhere; pages, explanations and reports each bring their own.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.numbers import format_decimal

from pipeline.wording.languages import LANGUAGES, LOCALES, Language

__all__ = ["LANGUAGES", "LOCALES", "SHARED", "Entry", "Language", "Wording", "entries"]

SHARED = Path(__file__).parent / "catalogue"
"""What is said everywhere."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe one that is written in C, ten times as quick, wherever PyYAML was built with it."""

Entry = str | dict[str, str]
"""A phrase, or a phrase by grammatical number (`one`, `other`)."""


class Wording:
    """Says what a key means, by the shared catalogue and those named."""

    def __init__(self, language: Language, *catalogues: Path) -> None:
        self.language: Language = language
        self.locale = LOCALES[language]
        self._entries = entries(language, SHARED, *catalogues)

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
def entries(language: Language, *catalogues: Path) -> Mapping[str, Entry]:
    """A language's phrases by dotted key. Raises ValueError where a key stands twice."""
    found: dict[str, Entry] = {}
    for file in (file for folder in catalogues for file in sorted((folder / language).glob("*"))):
        for key, entry in _flat(yaml.load(file.read_text(encoding="utf-8"), _LOADER)):
            if key in found:
                raise ValueError(f"{file.name}: {key} is said elsewhere already")
            found[key] = entry
    return found


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
