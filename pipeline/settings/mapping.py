"""How vip-sla.yml says what a desk's own headers, words and times mean."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from pipeline.landing.encodings import codec_name
from pipeline.landing.mapping import Account, Renaming, SourceMapping, Word, vocabularies
from pipeline.landing.sources import KINDS
from pipeline.landing.written_times import format_mistake
from pipeline.settings.model import Mistake, Settings, Text, entries, from_text, part
from pipeline.settings.wording import did_you_mean

MAPPED_KEYS = ("columns", "values", "time_format", "account")
"""Settings that only a kind whose exports may be anybody's own takes."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | Mapping) else value


def _parse_time_format(text: str) -> str:
    if mistake := format_mistake(text):
        raise ValueError(mistake)
    return text


class AccountRule(Settings):
    """Where a ticket's account is told: a column, or the domain of an address in one."""

    column: Text | None = None
    domain_of: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.column is None) == (self.domain_of is None):
            raise ValueError("needs exactly one of column and domain_of, e.g. {column: Company}")
        return self

    def rule(self) -> Account:
        """The same for landing."""
        if self.column is not None:
            return Account("column", self.column)
        return Account("domain_of", self.domain_of or "")


Headers = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
Columns = dict[Text, Headers | dict[Text, Headers]]
Values = dict[Text, dict[str, Text]]
Accounts = Annotated[tuple[AccountRule, ...], BeforeValidator(_as_list)]
TimeFormat = Annotated[str, from_text(_parse_time_format)]
Encoding = Annotated[str, from_text(codec_name)]


def source_mapping(
    columns: Columns,
    values: Values,
    time_format: str | None,
    account: tuple[AccountRule, ...],
    encoding: str | None,
) -> SourceMapping:
    """What a source's settings say, for landing."""
    return SourceMapping(
        columns=tuple(_renamings(columns)),
        values=tuple(
            Word(vocabulary, theirs.strip().lower(), ours.lower())
            for vocabulary, words in values.items()
            for theirs, ours in words.items()
        ),
        time_format=time_format,
        account=tuple(rule.rule() for rule in account),
        encoding=encoding,
    )


def _renamings(columns: Columns) -> Iterator[Renaming]:
    for name, headers in columns.items():
        if isinstance(headers, dict):
            yield from (Renaming(column, own, name) for column, own in headers.items())
        else:
            yield Renaming(name, headers)


def mapping_mistakes(source: object) -> Iterator[Mistake]:
    """Names of columns and words that the source's kind does not know."""
    name = part(source, "kind")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return
    if not kind.is_mapped:
        for key in MAPPED_KEYS:
            if part(source, key):
                yield (
                    (key,),
                    f"exports of kind {kind.name} bear the vendor's own names and words; leave it "
                    "out, or write kind: generic",
                )
        return
    of_entity = {e.name: sorted(c.name for c in e.columns) for e in kind.entities}
    every = sorted({column for columns in of_entity.values() for column in columns})
    for key, named in entries(part(source, "columns")):
        if isinstance(named, Mapping):
            if key not in of_entity:
                remedy = did_you_mean(str(key), of_entity)
                yield ("columns", key), f"no export is called so; {remedy}"
                continue
            for column, _ in entries(named):
                if column not in of_entity[key]:
                    remedy = did_you_mean(str(column), of_entity[key])
                    yield ("columns", key, column), f"{key} have no such column; {remedy}"
        elif key not in every:
            yield ("columns", key), f"there is no such column; {did_you_mean(str(key), every)}"
    known = vocabularies(kind)
    for vocabulary, words in entries(part(source, "values")):
        if vocabulary not in known:
            remedy = did_you_mean(str(vocabulary), known)
            yield ("values", vocabulary), f"its words are not mapped; {remedy}"
            continue
        yield from _word_mistakes(vocabulary, words, known[vocabulary])


def _word_mistakes(vocabulary: str, words: object, known: tuple[str, ...]) -> Iterator[Mistake]:
    seen: dict[str, Any] = {}
    for theirs, ours in entries(words):
        here = ("values", vocabulary, theirs)
        if isinstance(ours, str) and ours.strip() and ours.strip().lower() not in known:
            yield here, f"{ours!r} is no {vocabulary} of ours; {did_you_mean(ours, known)}"
        if (lower := str(theirs).strip().lower()) in seen:
            yield here, f"is {seen[lower]!r} already, as case makes no difference; keep one"
        seen.setdefault(lower, theirs)
