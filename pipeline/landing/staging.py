"""From text to typed columns, and why a row is no good: one query over the raw rows of a file.

Everything streams and keeps the order of the rows. The query's steps, each a subquery of the next:
`t_…` the trimmed texts, `w_…` the wall clock of times, `v_…` the values, then the reason.
"""

from pipeline.landing.database import identifier, literal, words
from pipeline.landing.entities import Column, Entity
from pipeline.landing.local_time import offset_sql
from pipeline.landing.readers import RawRows
from pipeline.landing.reasons import (
    NO_DAY,
    TIME,
    Span,
    reasons,
    text_name,
    too_new,
    value_name,
    wall_name,
)

LONGEST_ROW_TEXT = 10_000
"""Characters of a rejected row that are kept."""

_BLANK = "' ' || chr(9) || chr(10) || chr(13)"
_USUAL_TIME = "____-__-__T__:__:__Z"
_OFFSET = r"([+-])(\d\d):?(\d\d)?$"
_TRUE, _FALSE = ("true", "t", "yes", "y", "1", "ja", "j"), ("false", "f", "no", "n", "0", "nein")


def staging_sql(rows: RawRows, entity: Entity, time_zone: str, span: Span) -> str:
    """A query for the landed columns of `rows`, and `reason`, `row_text`, `line`, `lines`.

    `reason`, `row_text` and `too_new_until` are null in good rows; `line` is null where the
    position tells it; `lines` is how many lines of the file the row takes.
    """
    columns = entity.columns
    times = [column for column in columns if column.type == "timestamp"]
    texts = [f"{_trimmed(column, rows)} as {text_name(column)}" for column in columns]
    walls = [f"{_wall_clock(text_name(column))} as {wall_name(column)}" for column in times]
    values = [f"{_typed(column, entity, time_zone)} as {value_name(column)}" for column in columns]
    why = " ".join(
        f"when {condition} then {reason}"
        for condition, reason in reasons(rows.broken, entity, span)
    )
    landed = [f"{value_name(c)} as {identifier(c.landed_name)}" for c in columns]
    step = f"select *, {', '.join(texts)} from {rows.scan}"
    step = f"select *{''.join(f', {wall}' for wall in walls)} from ({step})"
    step = f"select *, {', '.join(values)} from ({step})"
    step = f"select *, case {why} end as why from ({step})"
    return (
        f"select {', '.join(landed)}, why as reason, "
        f"case when why is not null then left({rows.row_text}, {LONGEST_ROW_TEXT}) end "
        f"as row_text, case when why is not null then {too_new(entity, span)} end "
        "as too_new_until, "
        f"({rows.line})::bigint as line, ({rows.lines})::bigint as lines from ({step})"
    )


def _trimmed(column: Column, rows: RawRows) -> str:
    if column.name not in rows.texts:
        return "null::varchar"
    text = rows.texts[column.name]
    # Trimming eight million clean values costs more than all the rest, so look first.
    trimmed = f"nullif(trim({text}, {_BLANK}), '')"
    if column.type == "timestamp":
        empty = f"when starts_with({text}, {literal(NO_DAY)}) then null "
        return f"case {empty}when {text} < '!' or ({text})[-1] < '!' then {trimmed} else {text} end"
    return f"case when {text} < '!' or ({text})[-1] < '!' then {trimmed} else {text} end"


def _wall_clock(text: str) -> str:
    """The time as written, cut to seconds, whatever offset stands behind it."""
    return (
        f"case when {text} like '{_USUAL_TIME}' then try_cast({text} as timestamp) "
        f"when regexp_full_match({text}, '{TIME}') "
        f"then try_cast(left({text}, 19) as timestamp) end"
    )


def _typed(column: Column, entity: Entity, time_zone: str) -> str:
    text = text_name(column)
    match column.type:
        case "timestamp":
            wall = wall_name(column)
            written = (
                f"(case regexp_extract({text}, '{_OFFSET}', 1) when '-' then -1 else 1 end "
                f"* (3600 * regexp_extract({text}, '{_OFFSET}', 2)::integer "
                f"+ 60 * coalesce(try_cast(regexp_extract({text}, '{_OFFSET}', 3) as integer), 0)))"
            )
            offset = (
                f"case when ends_with({text}, 'Z') or ends_with({text}, 'UTC') then 0 "
                f"when length({text}) > 19 and regexp_matches(substr({text}, 20), '{_OFFSET}') "
                f"then {written} else {offset_sql(wall, time_zone)} end"
            )
            return f"({wall} - to_seconds({offset})) at time zone 'UTC'"
        case "integer":
            whole = f"try_cast(split_part({text}, '.', 1) as integer)"
            return f"case when regexp_full_match({text}, '[+-]?\\d+(\\.0*)?') then {whole} end"
        case "boolean":
            return (
                f"case when lower({text}) in {words(_TRUE)} then true "
                f"when lower({text}) in {words(_FALSE)} then false end"
            )
        case "list":
            return text
        case "first_of_list":
            # What looks like a list and is none stays as it is.
            listed = f"case when {text} like '[%' then json_valid({text}) else false end"
            first = f"nullif(json_extract_string({text}, '$[0]'), '')"
            return f"case when {listed} then {first} else {text} end"
        case "text":
            return _lowered(column, entity)


def _lowered(column: Column, entity: Entity) -> str:
    text = text_name(column)
    if column.lower:
        return f"lower({text})"
    kinds = {column.name: column for column in entity.columns}
    cases = "".join(
        f"when lower({text_name(kinds[rule.when_column])}) = {literal(rule.when_value)} "
        f"then lower({text}) "
        for rule in entity.rules
        if rule.column == column.name
    )
    return f"case {cases}else {text} end" if cases else text
