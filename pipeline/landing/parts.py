"""Lists inside the rows of an export, landed as rows of their own, one per element."""

from pathlib import Path

from pipeline.landing.database import identifier, literal
from pipeline.landing.entities import Entity, Part
from pipeline.landing.readers import RawRows
from pipeline.landing.reasons import Span
from pipeline.landing.staging import staging_sql


def part_sql(part: Part, staged: Path, first_row: int, time_zone: str, span: Span) -> str:
    """A query for the landed columns of a part, and `line`, from the good rows staged in a file."""
    rows = RawRows(
        scan=(
            f"(select *, coalesce(line, file_row_number + {first_row}) as row_of_list, "
            f"unnest(json_extract({identifier(part.list_column)}, '$[*]')) as element "
            f"from read_parquet({literal(staged)}, file_row_number = true) "
            f"where reason is null and {identifier(part.list_column)} is not null)"
        ),
        texts={column.name: identifier(column.name) for column in part.carried}
        | {
            column.name: f"json_extract_string(element, {_path(column.name)})"
            for column in part.columns
        },
        row_text="''",
        first_row=first_row,
        line="row_of_list",
    )
    return staging_sql(rows, Entity(part.name, (*part.carried, *part.columns)), time_zone, span)


def _path(name: str) -> str:
    return literal("$" if name == "$" else f"$.{name}")
