"""policy.yml: what is promised, since when, to whom, and by which clock it is judged."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from pipeline.settings.amounts import Amount, AmountText
from pipeline.settings.calendar import Calendar, CountryHolidays, Holiday, SpecialDay
from pipeline.settings.levels import Level, parse_level, unknown_level
from pipeline.settings.model import (
    Location,
    Mistake,
    NotEmpty,
    Settings,
    Text,
    entries,
    from_text,
    part,
)
from pipeline.settings.moments import Day, repeated_days
from pipeline.settings.opening_hours import Interval
from pipeline.settings.wording import did_you_mean
from pipeline.settings.yaml_file import load_yaml

__all__ = [
    "Amount",
    "Calendar",
    "Clock",
    "CountryHolidays",
    "Holiday",
    "Interval",
    "Metric",
    "Names",
    "Override",
    "Policy",
    "PolicyVersion",
    "Severity",
    "SpecialDay",
    "Status",
    "Targets",
    "load_policy",
]

Metric = Literal["first_response", "follow_up"]
Status = Literal["open", "waiting_customer", "on_hold", "resolved", "deleted"]
Clock = Literal["business", "wall", "wall_from_opening"]

OLD_THREAD_DAYS = 7
"""After how many days a message into a resolved ticket may well be a matter of its own."""

READINGS = ("default", "literal", "strict")
"""The readings of the contract that every policy has; it may have more."""


def _parse_share(text: str) -> float:
    """A share from text; most slips are about per cent."""
    number = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        share = float(number)
    except ValueError:
        raise ValueError(f"{text!r} is not a number; write e.g. 0.95 for 95 %") from None
    if 1 < share <= 100:
        raise ValueError(f"{text} is more than everything; write {share / 100:g} for {share:g} %")
    if "%" in text or "," in text or not 0 < share <= 1:
        raise ValueError(f"{text!r} is not a share; write e.g. 0.95 for 95 %")
    return share


def _parse_days(text: str) -> int:
    """Whole days from text."""
    days = re.fullmatch(r"([0-9]{1,4})(?: days?)?", text.strip())
    if days is None or int(days[1]) == 0:
        raise ValueError(f"{text!r} is not a number of days; write e.g. 7, or null for never")
    return int(days[1])


def _none_for_both(targets: object) -> object:
    return {"first_response": None, "follow_up": None} if targets is None else targets


class Names(Settings):
    """A text in both languages."""

    de: Text = Field(description="write the German text")
    en: Text = Field(description="write the English text")


class Severity(Settings):
    """What a severity is called, and what it means."""

    name: Names = Field(description="write {de: …, en: …}")
    definition: Names = Field(description="write {de: …, en: …}")


class Targets(Settings):
    """What is promised at one severity; None where nothing is."""

    first_response: AmountText | None = None
    follow_up: AmountText | None = None


ByTheWall = dict[Level, AmountText | None]
"""Times by the wall beside first responses' targets: named ones only, None removes the time."""

BY_THE_WALL_HINT = "write e.g. {4: 24 hours, 5: null}, or leave the key out"
BY_THE_WALL: dict[int, Amount | None] = {4: Amount(24, "hour"), 5: Amount(24, "hour")}
"""What the contract says beside its targets, for severities of which a version says nothing."""


class PolicyVersion(Settings):
    """What is promised to everybody from a day on, until the next version."""

    valid_from: Day = Field(description="write the first day, e.g. 2020-01-01")
    calendar: Text = Field(description="write the name of one of the calendars")
    pause_statuses: tuple[Status, ...] = ()
    targets: dict[Level, Annotated[Targets, BeforeValidator(_none_for_both)]] = Field(
        description="write e.g. 1: {first_response: 1 hour, follow_up: 4 hours}"
    )
    by_the_wall: ByTheWall = Field(default_factory=dict, description=BY_THE_WALL_HINT)


OwnTargets = Annotated[dict[Metric, AmountText | None], BeforeValidator(_none_for_both)]
"""An override's targets at one severity: named ones only, None removes the target."""


class Override(Settings):
    """What is different for one customer from a day on; None and absent keys change nothing.

    One that names nothing but its day ends the override before it.
    """

    valid_from: Day = Field(description="write the first day, e.g. 2026-01-01")
    calendar: Text | None = None
    pause_statuses: tuple[Status, ...] | None = None
    targets: dict[Level, OwnTargets] = Field(default_factory=dict)
    by_the_wall: ByTheWall = Field(default_factory=dict, description=BY_THE_WALL_HINT)


Mistakes = Iterator[Mistake]
Dated = TypeVar("Dated", PolicyVersion, Override)
Value = TypeVar("Value")


def _by_day(versions: tuple[Dated, ...]) -> tuple[Dated, ...]:
    return tuple(sorted(versions, key=lambda version: version.valid_from))


def _by_level(of_levels: dict[int, Value]) -> dict[int, Value]:
    return dict(sorted(of_levels.items()))


class Policy(Settings):
    """The whole of policy.yml; versions and overrides ascend by their first day."""

    goal: Annotated[float, from_text(_parse_share), Field(gt=0, le=1)] = 0.95
    severities: Annotated[dict[Level, Severity], AfterValidator(_by_level)] = Field(
        description="write name and definition of each, e.g. of 1 to 5"
    )
    calendars: dict[Text, Calendar] = Field(description="write at least one, with its open hours")
    policies: Annotated[tuple[PolicyVersion, ...], NotEmpty, AfterValidator(_by_day)] = Field(
        description="write at least one version, with its targets"
    )
    phone_channels: tuple[Text, ...] = ("call", "phone", "voicemail")
    chat_channels: tuple[Text, ...] = ("chat",)
    instant_reply_seconds: Annotated[int, Field(ge=0)] = 10
    instant_reply_out_of_hours_seconds: Annotated[int, Field(ge=0)] = 60
    odd_share: Annotated[float, from_text(_parse_share), Field(ge=0, le=1)] = 0.01
    old_thread_days: Annotated[int, from_text(_parse_days), Field(ge=1)] | None = OLD_THREAD_DAYS
    readings: dict[Text, dict[Level, Clock]] = Field(
        description="write at least default, literal and strict, with clocks by severity"
    )
    customers: dict[str, Annotated[tuple[Override, ...], AfterValidator(_by_day)]] = Field(
        default_factory=dict
    )

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """What is named and does not exist, what must exist and is not named."""
        severities = part(data, "severities")
        if severities == {}:
            yield ("severities",), "is empty; write name and definition of at least one"
        yield from _absent(data, "readings", READINGS)
        known = _levels(severities)
        for name, clocks in entries(part(data, "readings")):
            yield from _unknown_levels(clocks, known, ("readings", name))
        for position, version in entries(part(data, "policies")):
            yield from _unknown_levels_of_terms(version, known, ("policies", position))
        yield from _versions(data, part(data, "policies"), ("policies",))
        for customer, overrides in entries(part(data, "customers")):
            place = ("customers", customer)
            yield from _versions(data, overrides, place)
            yield from _overrides_of(customer, overrides, place)
            for position, override in entries(overrides):
                yield from _unknown_levels_of_terms(override, known, (*place, position))


def _absent(data: object, key: str, required: Collection[object]) -> Iterator[Mistake]:
    block = part(data, key)
    named = {str(name) for name, _ in entries(block)}
    absent = [str(name) for name in required if str(name) not in named]
    if absent and isinstance(block, Mapping):
        verb = "is" if len(absent) == 1 else "are"
        yield (key,), f"{', '.join(absent)} {verb} missing; all of {_listed(required)} are needed"


def _levels(severities: object) -> set[int]:
    """The severities that there are, as far as their numbers are ones."""
    known = set()
    for level, _ in entries(severities):
        with suppress(ValueError):
            known.add(parse_level(str(level)))
    return known


def _unknown_levels_of_terms(terms: object, known: Collection[int], place: Location) -> Mistakes:
    for key in ("targets", "by_the_wall"):
        yield from _unknown_levels(part(terms, key), known, (*place, key))


def _unknown_levels(by_level: object, known: Collection[int], place: Location) -> Mistakes:
    if isinstance(by_level, Mapping):
        for level in by_level:
            if mistake := unknown_level(level, known):
                yield (*place, level), mistake


def _listed(names: Collection[object]) -> str:
    *most, last = (str(name) for name in names)
    return f"{', '.join(most)} and {last}"


def _versions(data: object, versions: object, place: Location) -> Iterator[Mistake]:
    """Calendars that do not exist and days that two versions begin on."""
    block = part(data, "calendars")
    calendars = [str(name) for name, _ in entries(block)]
    for position, version in entries(versions):
        name = part(version, "calendar")
        if isinstance(block, Mapping) and isinstance(name, str) and name not in calendars:
            yield (
                (*place, position, "calendar"),
                f"{name!r} is not one of the calendars; {did_you_mean(name, calendars)}",
            )
    yield from repeated_days(versions, "valid_from", place)


def _overrides_of(customer: str, overrides: object, place: Location) -> Iterator[Mistake]:
    if not customer.strip():
        yield place, "names no customer; write a customer_id of the register"
    if isinstance(overrides, list | tuple) and not overrides:
        yield place, "has no override; remove the line, or write '- {valid_from: …, …}' below it"
    for position, override in entries(overrides):
        if isinstance(override, Mapping) and override.get("pause_statuses", ()) is None:
            yield (
                (*place, position, "pause_statuses"),
                "is empty; write [] for no pauses at all, or leave the key out to change nothing",
            )


def load_policy(path: Path) -> Policy:
    """Reads policy.yml. Raises SettingsError, which tells every mistake with its line."""
    return load_yaml(path, Policy)
