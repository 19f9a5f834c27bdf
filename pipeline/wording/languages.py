"""The languages that are spoken, on pages, in reports, mails and commands.

A further one is an entry in SPOKEN and, beside each catalogue's folder `de`, a folder of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, NewType

from pydantic import AfterValidator

Language = NewType("Language", str)


@dataclass(frozen=True)
class Patterns:
    """How a language writes dates (Unicode's date patterns) and the units of durations."""

    month: str
    short_month: str
    short_month_year: str
    day: str
    short_day: str
    moment: str
    full_moment: str
    exact_moment: str
    hours: str
    minutes: str
    seconds: str
    working_days: Mapping[str, str]
    """By grammatical number."""


@dataclass(frozen=True)
class Spoken:
    """A language's name for itself, and how it writes numbers and dates."""

    name: str
    locale: str
    patterns: Patterns


SPOKEN: Mapping[Language, Spoken] = {
    Language("de"): Spoken(
        "Deutsch",
        "de_DE",
        Patterns(
            month="LLLL y",
            short_month="LLL",
            short_month_year="MMM y",
            day="d. MMM y",
            short_day="EE, d. MMM",
            moment="EE, d. MMM, HH:mm",
            full_moment="EEEE, d. MMMM y, HH:mm",
            exact_moment="EE, d. MMM y, HH:mm:ss",
            hours="Std.",
            minutes="Min.",
            seconds="Sek.",
            working_days={"one": "Werktag", "other": "Werktage"},
        ),
    ),
    Language("en"): Spoken(
        "English",
        "en_GB",
        Patterns(
            month="LLLL y",
            short_month="LLL",
            short_month_year="MMM y",
            day="d MMM y",
            short_day="EE d MMM",
            moment="EE d MMM, HH:mm",
            full_moment="EEEE d MMMM y, HH:mm",
            exact_moment="EE d MMM y, HH:mm:ss",
            hours="h",
            minutes="min",
            seconds="s",
            working_days={"one": "working day", "other": "working days"},
        ),
    ),
}
LANGUAGES = tuple(SPOKEN)
LOCALES: Mapping[Language, str] = {language: spoken.locale for language, spoken in SPOKEN.items()}
PATTERNS: Mapping[str, Patterns] = {spoken.locale: spoken.patterns for spoken in SPOKEN.values()}
"""By locale."""

WRITTEN = (Language("de"), Language("en"))
"""What people write for others to read, names of severities, is there in these; see `written`."""


def written(record: object, name: str, language: Language) -> str:
    """A record's `name_de` or `name_en`, the latter for whoever speaks neither."""
    text: str = getattr(record, f"{name}_{language if language in WRITTEN else WRITTEN[-1]}")
    return text


def _spoken(language: str) -> Language:
    if language in LANGUAGES:
        return Language(language)
    raise ValueError(f"{language!r} is not known; write {' or '.join(map(repr, LANGUAGES))}")


SpokenLanguage = Annotated[Language, AfterValidator(_spoken)]
"""A language in settings."""
