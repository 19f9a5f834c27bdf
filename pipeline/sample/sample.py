"""The door to made-up exports: tell a story, give it a help desk's shape, write its files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pipeline.errors import VipSlaError
from pipeline.sample.generic import ENTITIES, TICKETS_MOST, generic, ticket_codes
from pipeline.sample.register import BOOKS, register
from pipeline.sample.story import Story, tell
from pipeline.sample.tables import Format, Table, parts, row_count, write

Kind = Literal["generic"]
SHAPES: Mapping[Kind, Callable[[Story], dict[str, Table]]] = {"generic": generic}
# A Friday morning in Berlin, so that what is owed at the end is alive.
ENDS_AT = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)
ROWS_PER_FILE = 2_000_000


@dataclass(frozen=True)
class SampleSummary:
    """What was written."""

    tickets: int
    events: int
    accounts: int
    agents: int
    responses: int
    """Responses owed, as the story has them (the lost ticket's too)."""
    starts_at: datetime
    ends_at: datetime
    """The newest event, unless the sample is tiny."""
    files: tuple[Path, ...]
    """All files, exports first."""


def write_sample(
    out: Path,
    tickets: int,
    seed: int,
    ends_at: datetime = ENDS_AT,
    *,
    kind: Kind = "generic",
    file_format: Format = "csv",
    source: str = "helpdesk",
    register_folder: Path | None = None,
) -> SampleSummary:
    """Write made-up exports of so many tickets into `out`, and the register that goes with them.

    The same arguments write the same bytes (Parquet: with the same version of its library).
    `ends_at` needs a time zone; the story covers the twelve months before its month and that month
    up to it. `source` is what the workspace calls the source: it prefixes the ids of waivers. The
    register goes to `out`/register unless told otherwise, always as CSV. Files of more than two
    million rows are split.

    Raises `VipSlaError` where there are such files already: exports are never written over.
    """
    if not 1 <= tickets <= TICKETS_MOST:
        raise VipSlaError(f"--tickets {tickets}: choose a number from 1 to {TICKETS_MOST:,}")
    if seed < 0:
        raise VipSlaError(f"--seed {seed}: choose a number from 0 upwards")
    if ends_at.tzinfo is None:
        raise VipSlaError(f"end {ends_at.isoformat()}: add a time zone, such as +01:00 or Z")
    register_folder = register_folder or out / "register"
    refuse_to_mix(out, ENTITIES)
    refuse_to_mix(register_folder, BOOKS)
    story = tell(tickets, seed, ends_at)
    exports = SHAPES[kind](story)
    books = register(story, ticket_codes(len(story.tickets)), source, seed)
    files = _write_all(out, exports, file_format) + _write_all(register_folder, books, "csv")
    return SampleSummary(
        tickets=row_count(exports["tickets"]),
        events=len(story.events),
        accounts=len(story.cast.accounts),
        agents=len(story.cast.agents),
        responses=len(story.responses),
        starts_at=datetime.fromtimestamp(int(story.events.at.min()), UTC),
        ends_at=datetime.fromtimestamp(int(story.events.at.max()), UTC),
        files=tuple(files),
    )


def present(folder: Path, entities: Iterable[str]) -> Iterator[Path]:
    """Files in a folder that would be read as one of these entities."""
    for entity in entities:
        yield from sorted(folder.glob(f"{entity}*"))


def refuse_to_mix(folder: Path, entities: Iterable[str]) -> None:
    """Raise `VipSlaError` where files of these entities are in the folder already."""
    found = next(present(folder, entities), None)
    if found is not None:
        raise VipSlaError(
            f"{found} exists, and a sample is never mixed with other files: "
            "choose an empty folder with --out, or delete what is there"
        )


def _write_all(folder: Path, tables: Mapping[str, Table], form: Format) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for entity, table in tables.items():
        is_split = row_count(table) > ROWS_PER_FILE
        for number, piece in enumerate(parts(table, ROWS_PER_FILE), start=1):
            files.append(folder / f"{entity}{f'-{number:02d}' if is_split else ''}.{form}")
            write(piece, files[-1], form)
    return files
