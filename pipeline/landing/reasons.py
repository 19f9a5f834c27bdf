"""Why a row is no good, as SQL over its texts (`t_…`) and typed values (`v_…`).

A reason names the column, shows the value, and tells what to write instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.landing.entities import Column, Entity, Part
from pipeline.landing.receipts import MOST_AHEAD
from pipeline.landing.written_times import wall_clock
from pipeline.quoted import identifier, literal, words

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is measured before this instant."""


NO_DAY = "0000-00-00"
"""How databases write a time that there is not: it is empty."""


@dataclass(frozen=True)
class Span:
    """Between which instants (both included) a bounded time must lie."""

    first: datetime
    last: datetime

    @classmethod
    def of_run(cls, started_at: datetime) -> "Span":
        """From 2000 to one day after the run's start."""
        return cls(EARLIEST, started_at + MOST_AHEAD)


def text_name(column: Column) -> str:
    """The subquery's name for the trimmed text."""
    return identifier(f"t_{column.name}")


def wall_name(column: Column) -> str:
    """The subquery's name for the time as written."""
    return identifier(f"w_{column.name}")


def value_name(column: Column) -> str:
    """The subquery's name for the typed value."""
    return identifier(f"v_{column.name}")


def reasons(
    broken: str, entity: Entity, span: Span, time_format: str | None = None
) -> Iterator[tuple[str, str]]:
    """Condition and reason, both SQL, in the order in which a row is judged.

    `broken` is SQL for the reader's own reason, null in rows that could be read; `time_format` is
    how vip-sla.yml says that times are written, if it does.
    """
    yield f"({broken}) is not null", broken
    by_name = {column.name: column for column in entity.columns}
    for column in entity.columns:
        text, value = text_name(column), value_name(column)
        if column.filled:
            empty = f"{column.name} is empty; every row needs one"
            yield f"{text} is null", literal(empty)
        match column.type:
            case "timestamp":
                yield from _time_reasons(column, span, time_format)
            case "integer":
                yield (
                    f"{text} is not null and {value} is null",
                    _says(column, "is not a whole number; write digits only"),
                )
            case "boolean":
                yield (
                    f"{text} is not null and {value} is null",
                    _says(column, "is neither true nor false; write one of them"),
                )
            case "list":
                for part in entity.parts:
                    if part.list_column == column.name:
                        yield from _list_reasons(column, part, span)
            case "text":
                if column.allowed:
                    yield (
                        f"{value} not in {words(column.allowed)}",
                        _says(column, f"is not known; {_word_of(column.allowed)}"),
                    )
    for rule in entity.rules:
        text, value = text_name(by_name[rule.column]), value_name(by_name[rule.column])
        applies = f"{value_name(by_name[rule.when_column])} = {literal(rule.when_value)}"
        where = f"where {rule.when_column} is {rule.when_value}"
        remedy = _word_of(rule.allowed)
        yield f"{applies} and {text} is null", literal(f"{rule.column} is empty {where}; {remedy}")
        yield (
            f"{applies} and {value} not in {words(rule.allowed)}",
            _says(by_name[rule.column], f"is not known {where}; {remedy}"),
        )


def _time_reasons(column: Column, span: Span, time_format: str | None) -> Iterator[tuple[str, str]]:
    text, value = text_name(column), value_name(column)
    unknown = f"{text} is not null and {value} is null"
    if time_format:
        form = f"correct it, or `time_format` in vip-sla.yml, which is {time_format}"
    else:
        form = "write YYYY-MM-DD HH:MM:SS, with Z or an offset unless it is local time"
    day_alone = f"regexp_full_match({text}, '\\d{{4}}-\\d\\d-\\d\\d')"
    yield f"{unknown} and {day_alone}", _says(column, f"has no time of day; {form}")
    yield unknown, _says(column, f"is not a time; {form}")
    if column.is_bounded:
        yield (
            f"{value} < {_instant(span.first)}",
            _says(column, f"is before {span.first:%Y-%m-%d}; correct it"),
        )
        yield (
            f"{value} > {_instant(span.last)}",
            _says(
                column,
                "is more than a day after this run; correct it, "
                "or a later run takes it once its time has come",
            ),
        )


def too_new(entity: Entity, span: Span) -> str:
    """SQL for the earliest time of a row that lies behind the span; null where none does."""
    found = ["null::timestamptz"]
    for column in entity.columns:
        value = value_name(column)
        if column.is_bounded:
            found.append(f"case when {value} > {_instant(span.last)} then {value} end")
        for part in entity.parts:
            if part.list_column == column.name:
                found += [
                    _too_new_in_list(column, element, span)
                    for element in part.columns
                    if element.type == "timestamp"
                ]
    return f"least({', '.join([*found, found[0]])})"


def _too_new_in_list(column: Column, element: Column, span: Span) -> str:
    text, path = text_name(column), literal(f"$[*].{element.name}")
    times = (
        f"list_transform(json_extract_string({text}, {path}), "
        "lambda x: try_cast(left(x, 19) as timestamp))"
    )
    last = f"timestamp '{span.last.astimezone(UTC):%Y-%m-%d %H:%M:%S}'"
    late = f"list_min(list_filter({times}, lambda x: x > {last}))"
    return f"case when json_valid({text}) then {late} end at time zone 'UTC'"


def _list_reasons(column: Column, part: Part, span: Span) -> Iterator[tuple[str, str]]:
    """A list is good or bad as a whole, and its row with it."""
    text = text_name(column)
    is_list = f"coalesce(case when json_valid({text}) then json_type({text}) end = 'ARRAY', false)"
    yield (
        f"{text} is not null and not {is_list}",
        _says(column, "is not a JSON list; write it like the API does, [] if it is empty"),
    )

    def any_of(path: str, condition: str) -> str:
        found = f"list_filter(json_extract_string({text}, {literal(path)}), lambda x: {condition})"
        return f"case when {is_list} then len({found}) > 0 else false end"

    if part.is_of_objects:
        yield (
            any_of("$[*]", "x is null or left(x, 1) <> '{'"),
            _says(column, "holds something else than objects; write them like the API does"),
        )
    for element in part.columns:
        if element.type == "timestamp":
            # Roughly, as the offset is not known here; a day more or less spoils nothing.
            day = timedelta(days=1)
            first, last = (
                f"timestamp '{t:%Y-%m-%d %H:%M:%S}'" for t in (span.first - day, span.last)
            )
            is_time = f"{wall_clock('x', None)} between {first} and {last}"
            is_none = f"trim(x) = '' or starts_with(x, '{NO_DAY}')"
            for key in element.keys or (element.name,):
                yield (
                    any_of(f'$[*]."{key}"', f"not ({is_none}) and not coalesce({is_time}, false)"),
                    _says(column, f"holds a {key} that is no time since 2000; correct it"),
                )


def _says(column: Column, what: str) -> str:
    shown = f"left({text_name(column)}, 60)"
    before, behind = literal(f'{column.name} "'), literal(f'" {what}')
    return f"{before} || {shown} || {behind}"


def _instant(moment: datetime) -> str:
    return f"timestamptz '{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00'"


def _word_of(vocabulary: tuple[str, ...]) -> str:
    return f"write {_either(vocabulary)}, or map it under `values` in vip-sla.yml"


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
