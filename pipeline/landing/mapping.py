"""How exports in a help desk's own words become ours: headers, words, times, accounts.

A mapping is part of a source's settings. It is applied to the texts of a file before they are
typed, so that whoever reads the file, DuckDB or the slow reader, gives the same rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pipeline.landing.entities import Column, Entity, SourceKind
from pipeline.landing.files import UnreadableFileError
from pipeline.quoted import literal, words

Way = Literal["column", "domain_of"]

CONTRADICTION = '", which are one column; leave the one that is right'
"""How the reason ends where a row says two things in one column."""

BLANK = "' ' || chr(9) || chr(10) || chr(13)"
"""SQL for what is trimmed off a text."""

FREE_MAIL = (
    *("aol.com", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net"),
    *("googlemail.com", "hotmail.com", "hotmail.de", "icloud.com", "live.com", "live.de"),
    *("mail.de", "mail.ru", "me.com", "msn.com", "outlook.com", "outlook.de", "posteo.de"),
    *("proton.me", "protonmail.com", "t-online.de", "web.de", "yahoo.com", "yahoo.de"),
)
"""Domains whose addresses are persons, not companies: there the whole address is the account."""


@dataclass(frozen=True)
class Renaming:
    """Under which headers a column of ours stands; the first that a file has counts."""

    column: str
    headers: tuple[str, ...]  # as written
    entity: str | None = None  # None: of every entity that has the column


@dataclass(frozen=True)
class Word:
    """One word of theirs and ours for it."""

    vocabulary: str
    theirs: str  # in lower case; empty where an empty value means `ours`
    ours: str


@dataclass(frozen=True)
class Account:
    """One way to a ticket's account: what a column says, or the domain of an address in it."""

    way: Way
    header: str


@dataclass(frozen=True)
class SourceMapping:
    """What vip-sla.yml says about how to read one source's exports."""

    columns: tuple[Renaming, ...] = ()
    values: tuple[Word, ...] = ()
    time_format: str | None = None  # of strptime, `unix_seconds` or `unix_milliseconds`
    account: tuple[Account, ...] = ()  # the first that gives one counts
    encoding: str | None = None  # a codec's name; None: UTF-8, or cp1252 where it is that

    def settings(self) -> dict[str, Any]:
        """What of it decides about landed rows, for JSON; empty where nothing is mapped."""
        told: dict[str, Any] = {
            "columns": [[each.entity, each.column, *each.headers] for each in self.columns],
            "values": [[each.vocabulary, each.theirs, each.ours] for each in self.values],
            "time_format": self.time_format,
            "account": [[each.way, each.header] for each in self.account],
            "encoding": self.encoding,
        }
        return {name: value for name, value in told.items() if value}


AS_IT_IS = SourceMapping()
"""Exports that speak our words already."""


def vocabularies(kind: SourceKind) -> dict[str, tuple[str, ...]]:
    """The words that a kind's columns may hold, by the name under which they can be mapped."""
    found: dict[str, tuple[str, ...]] = {}
    for entity in kind.entities:
        for column in entity.columns:
            if column.allowed:
                found[column.name] = column.allowed
        for rule in entity.rules:
            if rule.column not in found:
                found[rule.when_value] = rule.allowed
    return found


@dataclass(frozen=True)
class Found:
    """Where a file keeps the columns of its entity."""

    headers: Mapping[str, tuple[str, ...]]  # by our column: those that the file has
    absent: Mapping[str, str]  # by our column: what the file lacks, as a sentence

    @property
    def used(self) -> list[str]:
        """Every header that is read, once."""
        return list(dict.fromkeys(header for each in self.headers.values() for header in each))


@dataclass(frozen=True)
class Names:
    """Under which headers a file of an entity may keep its columns; case makes no difference."""

    entity: Entity
    mapping: SourceMapping = AS_IT_IS

    @cached_property
    def _named(self) -> dict[str, tuple[str, ...]]:
        """The headers that `columns` in vip-sla.yml names, by our column, as written."""
        columns = {column.name for column in self.entity.columns}
        return {
            each.column: each.headers
            for entity in (None, self.entity.name)  # what is said of the entity goes before
            for each in self.mapping.columns
            if each.entity == entity and each.column in columns
        }

    @cached_property
    def _mapped(self) -> dict[str, tuple[str, ...]]:
        """The same with those of a ticket's account."""
        if not self.account_column:
            return self._named
        headers = (header for _, header in self._ways)
        return self._named | {self.account_column: tuple(headers)}

    @property
    def _ways(self) -> Iterator[tuple[Way, str]]:
        """Ways to a ticket's account; each may go by our name of a column, too."""
        for each in self.mapping.account:
            for header in self._named.get(each.header, (each.header,)):
                yield each.way, header

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """Columns that may stand under our own name."""
        named = {each.column for each in self.mapping.columns if each.entity == self.entity.name}
        return frozenset(
            column.name
            for column in self.entity.columns
            if column.name not in named and column.name != self.account_column
        )

    @property
    def account_column(self) -> str | None:
        """Our column that holds a ticket's account, where the mapping says what it is."""
        if self.mapping.account and self.entity.name == "tickets":
            for column in self.entity.columns:
                if column.landed_name == "account_id":
                    return column.name
        return None

    def find(self, present: Sequence[str], needed: Literal["required", "filled"]) -> Found:
        """Where the columns stand among the headers of a file, all needed ones among them.

        A mapped header goes before our own name. Raises UnreadableFileError if a header is there
        twice, or a needed column not at all.
        """
        found = self.look_for(present)
        if twice := sorted({name for name in found.used if present.count(name) > 1}):
            raise UnreadableFileError(
                f"has more than one column {', '.join(twice)}; rename all but one (case makes no "
                "difference) and export again"
            )
        lacking = [
            column.name
            for column in self.entity.columns
            if getattr(column, needed)
            and column.name not in found.headers
            and not self._has_word_for_empty(column.name)
        ]
        for name in lacking:
            if name in found.absent:
                raise UnreadableFileError(found.absent[name])
        if lacking:
            raise UnreadableFileError(
                f"has no column {', '.join(lacking)}; "
                + ((self.entity.lacking if needed == "required" else "") or _remedy(present))
            )
        return found

    def look_for(self, present: Sequence[str]) -> Found:
        """Where the columns stand among the headers of a file, as far as it has them."""
        named: dict[str, list[str]] = {}
        for header in present:
            named.setdefault(header.strip().lower(), []).append(header)
        ours = self.entity.spellings(present)
        headers: dict[str, tuple[str, ...]] = {}
        absent: dict[str, str] = {}
        for column in self.entity.columns:
            mapped = self._mapped.get(column.name, ())
            found = [named[name] for each in mapped if (name := each.strip().lower()) in named]
            if mapped and not found:
                absent[column.name] = (
                    f"has no column {_either(mapped)}, which `{self._key(column.name)}` in "
                    f"vip-sla.yml names; its columns are {_shown(present)}"
                )
            if column.name == self.account_column:
                headers[column.name] = tuple(name for each in found for name in each)
            elif found:
                headers[column.name] = tuple(found[0])  # the first that the file has
            elif column.name in self._own_names and column.name in ours:
                headers[column.name] = tuple(ours[column.name])
        return Found({name: each for name, each in headers.items() if each}, absent)

    def _has_word_for_empty(self, column: str) -> bool:
        """Whether an empty value means something, so that the column itself may be absent."""
        return any(each.vocabulary == column and not each.theirs for each in self.mapping.values)

    def _key(self, column: str) -> str:
        return "account" if column == self.account_column else f"columns.{column}"

    def texts(self, found: Found, text_of: Mapping[str, str]) -> tuple[dict[str, str], str]:
        """SQL for the text of each column that is there, and for why a row contradicts itself.

        `text_of` is SQL by header. Where a file has a column under several spellings, the declared
        one wins, another fills it where it is empty, and a row that says two things is none.
        """
        texts: dict[str, str] = {}
        contradictions: list[str] = []
        for column, names in found.headers.items():
            if column == self.account_column:
                texts[column] = self._account(names, text_of)
                continue
            filled = [f"nullif(trim({text_of[name]}, {BLANK}), '')" for name in names]
            several = f"coalesce({', '.join(filled)})"
            texts[column] = several if len(names) > 1 else text_of[names[0]]
            for name, text in zip(names[1:], filled[1:], strict=True):
                says, other = literal(f'says {column} "'), literal(f'" and {name} "')
                contradictions.append(
                    f"when {texts[column]} <> {text} then {says} || left({texts[column]}, 60) "
                    f"|| {other} || left({text}, 60) || {literal(CONTRADICTION)}"
                )
        return texts, f"case {' '.join(contradictions)} end" if contradictions else "null"

    def _account(self, present: Sequence[str], text_of: Mapping[str, str]) -> str:
        ways = []
        for way, header in self._ways:
            for name in present:
                if name.strip().lower() == header.strip().lower():
                    text = text_of[name] if way == "column" else domain_sql(text_of[name])
                    ways.append(f"nullif(trim({text}, {BLANK}), '')")
        return f"coalesce({', '.join(ways)})"

    def mapped_sql(self, step: str, text_name: Callable[[Column], str]) -> str:
        """The query `step` with their words replaced by ours, column by column."""
        direct: list[str] = []
        conditional: list[str] = []
        columns = {column.name: column for column in self.entity.columns}
        for column in self.entity.columns:
            text = text_name(column)
            if said := self._words(column.name):
                direct.append(f"{_translated(text, said)} as {text}")
        for rule in self.entity.rules:
            said = self._words(rule.when_value)
            if columns[rule.column].allowed or not said:
                continue
            when = f"lower({text_name(columns[rule.when_column])}) = {literal(rule.when_value)}"
            before = f"previous_{rule.column}"
            for name, its_words in (
                (rule.column, said),
                (before, [each for each in said if each.theirs]),
            ):
                if name in columns and its_words:
                    text = text_name(columns[name])
                    conditional.append(
                        f"case when {when} then {_translated(text, its_words)} "
                        f"else {text} end as {text}"
                    )
        for replaced in (direct, conditional):
            if replaced:
                step = f"select * replace ({', '.join(replaced)}) from ({step})"
        return step

    def _words(self, vocabulary: str) -> list[Word]:
        return [each for each in self.mapping.values if each.vocabulary == vocabulary]


def domain_sql(text: str) -> str:
    """SQL for the domain of an e-mail address; of a free-mail address the whole of it.

    Null where there is no domain. `Max <max@acme.example>` is an address, too.
    """
    address = f"regexp_extract(lower({text}), '([^\\s<>,;\"]+@[^\\s<>@,;\"]+)', 1)"
    domain = f"rtrim(split_part({address}, '@', -1), '.')"
    return f"case when {domain} in {words(FREE_MAIL)} then {address} else nullif({domain}, '') end"


def _translated(text: str, said: Iterable[Word]) -> str:
    cases = " ".join(
        f"when {text} is null then {literal(each.ours)}"
        if not each.theirs
        else f"when lower({text}) = {literal(each.theirs)} then {literal(each.ours)}"
        for each in said
    )
    return f"case {cases} else {text} end"


def _either(headers: Sequence[str]) -> str:
    return " or ".join(f'"{header}"' for header in headers)


def _shown(present: Sequence[str]) -> str:
    shown = ", ".join(list(present)[:30])[:400]
    return shown or "none"


def _remedy(present: Sequence[str]) -> str:
    return (
        f"its columns are {_shown(present)}; name the right one under `columns` in vip-sla.yml, "
        "rename it there, or export it too"
    )
