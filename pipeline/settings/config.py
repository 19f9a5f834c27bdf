"""vip-sla.yml: which exports there are, as of when they are judged, who is written to."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Self, get_args

from pydantic import Field, field_validator, model_validator

from pipeline.landing.entities import SeverityMark
from pipeline.landing.mapping import SourceMapping
from pipeline.landing.sources import KINDS
from pipeline.settings.fetch import Fetch
from pipeline.settings.levels import Level, unknown_level
from pipeline.settings.mail import Alerts, Mail, Reports
from pipeline.settings.mapping import (
    Accounts,
    Columns,
    Encoding,
    TimeFormat,
    Values,
    mapping_mistakes,
    source_mapping,
)
from pipeline.settings.model import Mistake, NotEmpty, Settings, Text, entries, from_text, part
from pipeline.settings.moments import TimeZone, parse_instant
from pipeline.settings.retention import RetentionText
from pipeline.settings.ticket_url import parse_ticket_url
from pipeline.settings.yaml_file import load_yaml
from pipeline.wording.languages import LANGUAGES, SpokenLanguage

NAMED_MOMENTS = ("now", "latest")
"""What `as_of` may be besides a timestamp: the run's start, or the newest event."""
RESERVED_NAMES = ("manifests", "policy", "register")

SEVERITIES = "severities"
"""Of the policy, in the context of validation."""


def parse_as_of(text: str) -> str | datetime:
    """`now`, `latest`, or the instant that the text names, in UTC. Raises ValueError."""
    word = text.strip()
    if word in NAMED_MOMENTS:
        return word
    if not any(character.isdigit() for character in word):
        raise ValueError(f"{text!r} is not a moment; write now, latest or a timestamp")
    return parse_instant(word)


def _parse_name(text: str) -> str:
    if text.strip() in RESERVED_NAMES:
        raise ValueError(f"{text!r} is a folder of landing itself; choose another name")
    if re.fullmatch("[A-Za-z0-9_-]+", text.strip()):
        return text.strip()
    raise ValueError(f"{text!r} cannot begin an id; write letters, digits, '-' and '_' only")


def _parse_kind(text: str) -> str:
    if text.strip() in KINDS:
        return text.strip()
    raise ValueError(f"{text!r} is not known; write {' or '.join(map(repr, KINDS))}")


def _parse_tier(text: str) -> int:
    if re.fullmatch("[1-9][0-9]?", text.strip()):
        return int(text)
    raise ValueError(f"{text!r} is not a support tier; write a number from 1")


class SeverityRule(Settings):
    """Gives a ticket its severity: a tag, a department, or a field with a value means `level`.

    An empty value is what an empty field holds; `default` is for all that no rule matches.
    """

    tag: Text | None = None
    department: Text | None = None
    field: Text | None = None
    value: str | None = None
    level: Level | None = Field(
        default=None, description="write the number of the severity that this means"
    )
    default: Level | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> Self:
        has_field = self.field is not None or self.value is not None
        conditions = [self.tag is not None, self.department is not None, has_field]
        if self.default is not None:
            if any(conditions) or self.level is not None:
                raise ValueError("a default stands alone, e.g. {default: 3}")
            return self
        if sum(conditions) != 1:
            raise ValueError("needs exactly one of tag, department, or field with value")
        if (self.field is None) != (self.value is None):
            raise ValueError("field and value go together, e.g. {field: severity, value: high, …}")
        return self

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """A rule without its level, or with one that policy.yml does not have."""
        if isinstance(data, Mapping) and "default" not in data and "level" not in data:
            yield ("level",), "is missing; write the number of the severity that this means"
        for key in ("level", "default"):
            if mistake := unknown_level(part(data, key), context.get(SEVERITIES, ())):
                yield (key,), mistake

    @property
    def severity(self) -> int:
        """The severity that it gives."""
        given = self.level if self.default is None else self.default
        assert given is not None
        return given


class Source(Settings):
    """One folder of exports, and how to read them."""

    name: Annotated[Text, from_text(_parse_name)] = Field(
        description="it becomes the prefix of ids, e.g. helpdesk"
    )
    kind: Annotated[Text, from_text(_parse_kind)] = Field(
        description=f"write what exported it; {', '.join(KINDS)} are known"
    )
    path: Text = Field(description="write the folder of its exports, e.g. exports/helpdesk")
    time_zone: TimeZone = Field(
        description="a timestamp without an offset would be guesswork; write the zone in which "
        "the exports tell time, e.g. Europe/Berlin or UTC"
    )
    severity: tuple[SeverityRule, ...] = ()
    bots: tuple[Text, ...] = ()
    tiers: dict[Annotated[int, from_text(_parse_tier), Field(ge=1)], tuple[Text, ...]] = Field(
        default_factory=dict
    )
    ticket_url: Annotated[Text, from_text(parse_ticket_url)] | None = None
    columns: Columns = Field(default_factory=dict)
    values: Values = Field(default_factory=dict)
    time_format: TimeFormat | None = None
    account: Accounts = ()
    encoding: Encoding | None = None
    fetch: Fetch | None = None

    @property
    def mapping(self) -> SourceMapping:
        """How its exports' own headers, words and times become ours."""
        return source_mapping(
            self.columns, self.values, self.time_format, self.account, self.encoding
        )

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Rules that this kind of exports cannot meet, and agents on two tiers."""
        yield from mapping_mistakes(data)
        rules = list(entries(part(data, "severity")))
        for position, rule in rules[:-1]:
            if part(rule, "default") is not None:
                yield ("severity", position), "a default is the last rule; move it to the end"
        if kind := KINDS.get(str(part(data, "kind"))):
            if part(data, "fetch") is not None and not kind.has_api:
                yield ("fetch",), f"exports of kind {kind.name} come from no API; leave this out"
            for position, rule in rules:
                marks = [mark for mark in get_args(SeverityMark) if part(rule, mark) is not None]
                mistakes = (kind.severity_mistake(mark, part(rule, "field")) for mark in marks)
                if mistake := next(filter(None, mistakes), None):
                    yield ("severity", position), mistake
        tier_of: dict[object, object] = {}
        for tier, agents in entries(part(data, "tiers")):
            for position, agent in entries(agents):
                if agent in tier_of:
                    yield (
                        ("tiers", tier, position),
                        f"{agent!r} is on tier {tier_of[agent]} already; an agent has one tier",
                    )
                tier_of.setdefault(agent, tier)


class Config(Settings):
    """The whole of vip-sla.yml."""

    as_of: str = "now"
    language: SpokenLanguage = LANGUAGES[0]
    sources: Annotated[tuple[Source, ...], NotEmpty] = Field(
        description="name at least one folder of exports"
    )
    mail: Mail | None = None
    reports: Reports = Reports()
    alerts: Alerts = Alerts()
    retention: RetentionText | None = None

    @field_validator("as_of")
    @classmethod
    def _a_moment(cls, as_of: str) -> str:
        parse_as_of(as_of)
        return as_of

    @classmethod
    def cross_mistakes(cls, data: object, context: Mapping[str, Any]) -> Iterator[Mistake]:
        """Names of sources that are taken."""
        names: set[object] = set()
        for position, source in entries(part(data, "sources")):
            name = part(source, "name")
            if name is not None and name in names:
                yield (
                    ("sources", position, "name"),
                    f"{name!r} is taken by another source; ids would clash",
                )
            names.add(name)


def load_config(path: Path, severities: Collection[int] = ()) -> Config:
    """Reads vip-sla.yml, whose levels must be among the severities of the policy, where given.

    Raises SettingsError, which tells every mistake with its line.
    """
    return load_yaml(path, Config, {SEVERITIES: severities})
