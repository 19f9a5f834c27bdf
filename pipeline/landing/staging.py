"""From text to typed columns, and why a row is no good: one query over the raw rows of a file.

Everything streams and keeps the order of the rows. The query's steps, each a subquery of the next:
`t_…` the trimmed texts, then their words as ours; `w_…` the wall clock of times, `v_…` the values,
then the reason.
"""

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.landing.entities import Column, Entity
from pipeline.landing.mapping import AS_IT_IS, BLANK, Names, SourceMapping
from pipeline.landing.raw_rows import RawRows
from pipeline.landing.reasons import (
    NO_DAY,
    Span,
    reasons,
    text_name,
    too_new,
    value_name,
    wall_name,
)
from pipeline.landing.written_times import utc_offset, wall_clock
from pipeline.quoted import identifier, json_path, literal, words

LONGEST_ROW_TEXT = 10_000
"""Characters of a rejected row that are kept."""

_TRUE = ("true", "t", "yes", "y", "1", "1.0", "ja", "j")
_FALSE = ("false", "f", "no", "n", "0", "0.0", "nein")
_POINT_ZERO = r"\d+\.0"


@dataclass(frozen=True)
class Zone:
    """How the times of a source are written."""

    time_zone: str  # of those without an offset
    time_format: str | None = None  # None: year first


def staging_sql(
    rows: RawRows,
    entity: Entity,
    zone: Zone,
    span: Span,
    mapping: SourceMapping = AS_IT_IS,
    whole_numbers: Collection[str] = (),
) -> str:
    """A query for the landed columns of `rows`, and `reason`, `row_text`, `line`, `lines`.

    `reason`, `row_text` and `too_new_until` are null in good rows; `line` is null where the
    position tells it; `lines` is how many lines of the file the row takes. The columns
    `whole_numbers` lose the `.0` that something wrote behind each of their values.
    """
    columns = entity.columns
    times = [column for column in columns if column.type == "timestamp"]
    texts = [
        f"{_trimmed(column, rows, whole_numbers)} as {text_name(column)}" for column in columns
    ]
    walls = [
        f"{wall_clock(text_name(column), zone.time_format)} as {wall_name(column)}"
        for column in times
    ]
    values = [f"{_typed(column, entity, zone)} as {value_name(column)}" for column in columns]
    why = " ".join(
        f"when {condition} then {reason}"
        for condition, reason in reasons(rows.broken, entity, span, zone.time_format)
    )
    landed = [f"{value_name(c)} as {identifier(c.landed_name)}" for c in columns]
    step = f"select *, {', '.join(texts)} from {rows.scan}"
    step = Names(entity, mapping).mapped_sql(step, text_name)
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


def whole_numbers_sql(entity: Entity, staged: str) -> str:
    """A query over staged rows for the columns whose every value is a whole number with `.0`.

    So data frames write numbers beside gaps. It is decided for a column of a file as a whole, for
    an id `1.0` among `1.1` means what it says.
    """
    columns = [c for c in entity.columns if c.type == "text" and not c.is_free_text]
    found = (
        f"select {literal(column.name)} as name, count({value}) as filled, "
        f"count(case when {value} like '%.0' and regexp_full_match({value}, '{_POINT_ZERO}') "
        f"then 1 end) as whole from {staged}"
        for column in columns
        for value in [identifier(column.landed_name)]
    )
    return f"select name from ({' union all '.join(found)}) where filled > 0 and filled = whole"


def _trimmed(column: Column, rows: RawRows, whole_numbers: Collection[str]) -> str:
    if column.name not in rows.texts:
        return "null::varchar"
    text = rows.texts[column.name]
    # Trimming eight million clean values costs more than all the rest, so look first.
    trimmed = f"nullif(trim({text}, {BLANK}), '')"
    is_none = f"when starts_with({text}, {literal(NO_DAY)}) then null "
    empty = is_none if column.type == "timestamp" else ""
    clean = f"case {empty}when {text} < '!' or ({text})[-1] < '!' then {trimmed} else {text} end"
    return f"regexp_replace({clean}, '\\.0$', '')" if column.name in whole_numbers else clean


def _typed(column: Column, entity: Entity, zone: Zone) -> str:
    text = text_name(column)
    match column.type:
        case "timestamp":
            wall = wall_name(column)
            offset = utc_offset(text, wall, zone.time_zone, zone.time_format)
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
            return _found(text, "[", "$[0]")
        case "text":
            return (
                _found(text, "{", json_path(column.path))
                if column.path
                else _lowered(column, entity)
            )


def _found(text: str, sign: str, path: str) -> str:
    """What lies at a path of JSON; what looks like JSON by its first sign, and is none, stays."""
    is_json = f"case when starts_with({text}, '{sign}') then json_valid({text}) else false end"
    found = f"nullif(json_extract_string({text}, {literal(path)}), '')"
    return f"case when {is_json} then {found} else {text} end"


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
