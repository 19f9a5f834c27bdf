"""Why a row is no good, as SQL over its texts (`t_…`) and typed values (`v_…`).

A reason names the column, shows the value, and tells what to write instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.landing.database import identifier, literal, words
from pipeline.landing.entities import Column, Entity

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing is measured before this instant."""


@dataclass(frozen=True)
class Span:
    """Between which instants (both included) a bounded time must lie."""

    first: datetime
    last: datetime

    @classmethod
    def of_run(cls, started_at: datetime) -> "Span":
        """From 2000 to one day after the run's start."""
        return cls(EARLIEST, started_at + timedelta(days=1))


def text_name(column: Column) -> str:
    """The subquery's name for the trimmed text."""
    return identifier(f"t_{column.name}")


def wall_name(column: Column) -> str:
    """The subquery's name for the time as written."""
    return identifier(f"w_{column.name}")


def value_name(column: Column) -> str:
    """The subquery's name for the typed value."""
    return identifier(f"v_{column.name}")


def reasons(broken: str, entity: Entity, span: Span) -> Iterator[tuple[str, str]]:
    """Condition and reason, both SQL, in the order in which a row is judged.

    `broken` is SQL for the reader's own reason, null in rows that could be read.
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
                yield from _time_reasons(column, span)
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
            case "text":
                if column.allowed:
                    yield (
                        f"{value} not in {words(column.allowed)}",
                        _says(column, f"is not known; write {_either(column.allowed)}"),
                    )
    for rule in entity.rules:
        text, value = text_name(by_name[rule.column]), value_name(by_name[rule.column])
        applies = f"{value_name(by_name[rule.when_column])} = {literal(rule.when_value)}"
        where = f"where {rule.when_column} is {rule.when_value}"
        remedy = f"write {_either(rule.allowed)}"
        yield f"{applies} and {text} is null", literal(f"{rule.column} is empty {where}; {remedy}")
        yield (
            f"{applies} and {value} not in {words(rule.allowed)}",
            _says(by_name[rule.column], f"is not known {where}; {remedy}"),
        )


def _time_reasons(column: Column, span: Span) -> Iterator[tuple[str, str]]:
    text, value = text_name(column), value_name(column)
    form = "write YYYY-MM-DD HH:MM:SS, with Z or an offset unless it is local time"
    unknown = f"{text} is not null and {value} is null"
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
            _says(column, "is more than a day after this run; correct it"),
        )


def _says(column: Column, what: str) -> str:
    shown = f"left({text_name(column)}, 60)"
    before, behind = literal(f'{column.name} "'), literal(f'" {what}')
    return f"{before} || {shown} || {behind}"


def _instant(moment: datetime) -> str:
    return f"timestamptz '{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00'"


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
