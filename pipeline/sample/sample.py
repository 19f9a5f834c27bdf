"""The door to made-up exports: tell a story, give it a help desk's shape, write its files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import VipSlaError
from pipeline.sample import generic, liveagent
from pipeline.sample.liveagent import ENTITIES, liveagent_settings
from pipeline.sample.register import BOOKS, register
from pipeline.sample.story import Story, tell
from pipeline.sample.tables import Format, Table, parts, row_count, write
from pipeline.workspace import Workspace

Kind = Literal["generic", "liveagent"]
# A LiveAgent account tells the time of its own zone.
TIME_ZONE = "America/Phoenix"
SETTINGS = "vip-sla.yml"


@dataclass(frozen=True)
class Shape:
    """What a kind of help desk makes of a story."""

    entities: tuple[str, ...]
    tables: Callable[[Story, str, int], dict[str, Table]]
    """By entity; the text is the account's time zone, the number the seed."""
    ticket_ids: Callable[[int], Any]
    """The ids of so many tickets by position, as an Arrow array."""
    source: str
    """What a workspace calls the source, unless told otherwise."""
    is_sparse: bool


SHAPES: Mapping[Kind, Shape] = {
    "generic": Shape(
        entities=generic.ENTITIES,
        tables=lambda story, time_zone, seed: generic.generic(story),
        ticket_ids=generic.ticket_codes,
        source="helpdesk",
        is_sparse=False,
    ),
    "liveagent": Shape(
        entities=liveagent.ENTITIES,
        tables=liveagent.liveagent,
        ticket_ids=liveagent.ticket_ids,
        source="liveagent",
        is_sparse=True,
    ),
}
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
    source: str | None = None,
    register_folder: Path | None = None,
    time_zone: str = TIME_ZONE,
    settings_file: Path | None = None,
) -> SampleSummary:
    """Write made-up exports of so many tickets into `out`, and the register that goes with them.

    The same arguments write the same bytes (Parquet, and what is compressed: with the same version
    of its library).
    `ends_at` needs a time zone; the story covers the twelve months before its month and that month
    up to it. `source` is what the workspace calls the source: it prefixes the ids of waivers. The
    register goes to `out`/register unless told otherwise, always as CSV. Files of more than two
    million rows are split.

    `time_zone` is that of a LiveAgent account. What its exports cannot tell (bots, tiers, which tag
    is which severity) goes into a whole vip-sla.yml: `out`/vip-sla.yml unless told otherwise.

    Raises `VipSlaError` where there are such files already: exports are never written over.
    """
    if not 1 <= tickets <= generic.TICKETS_MOST:
        raise VipSlaError(
            f"--tickets {tickets}: choose a number from 1 to {generic.TICKETS_MOST:,}"
        )
    if seed < 0:
        raise VipSlaError(f"--seed {seed}: choose a number from 0 upwards")
    if ends_at.tzinfo is None:
        raise VipSlaError(f"end {ends_at.isoformat()}: add a time zone, such as +01:00 or Z")
    register_folder = register_folder or out / "register"
    shape = SHAPES[kind]
    source = source or shape.source
    refuse_to_mix(out, shape.entities)
    refuse_to_mix(register_folder, BOOKS)
    settings_file = settings_file or out / SETTINGS
    refuse_to_mix(settings_file.parent, [SETTINGS] if kind == "liveagent" else [])
    story = tell(tickets, seed, ends_at)
    exports = shape.tables(story, time_zone, seed)
    books = register(story, shape.ticket_ids(len(story.tickets)), source, seed)
    files = _write_all(out, exports, file_format, is_sparse=shape.is_sparse)
    files += _write_all(register_folder, books, "csv")
    if kind == "liveagent":
        # Settings beside the exports are to be copied to where such exports belong.
        is_beside = settings_file.parent == out
        path = Path("exports", source) if is_beside else out.relative_to(settings_file.parent)
        text = liveagent_settings(story.cast, source, path.as_posix(), time_zone)
        settings_file.write_text(text, encoding="utf-8", newline="\n")
        files.append(settings_file)
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


def _write_all(
    folder: Path, tables: Mapping[str, Table], form: Format, *, is_sparse: bool = False
) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for entity, table in tables.items():
        if is_sparse and not row_count(table):
            continue  # a JSON file of nothing looks like a failed export
        is_split = row_count(table) > ROWS_PER_FILE
        for number, piece in enumerate(parts(table, ROWS_PER_FILE), start=1):
            files.append(folder / f"{entity}{f'-{number:02d}' if is_split else ''}.{form}")
            write(piece, files[-1], form, is_sparse=is_sparse)
    return files


DEMO_TICKETS = 2_600
DEMO_SEED = 20
DEMO_SOURCE = "liveagent"


def write_demo(workspace_root: Path) -> SampleSummary:
    """Write the demo's exports, register and vip-sla.yml into a workspace, in place of its own.

    The exports are compressed: the names of their keys are most of what they hold.
    """
    workspace = Workspace(workspace_root)
    exports = workspace.export_folder(f"exports/{DEMO_SOURCE}")
    for old in [*present(exports, ENTITIES), *present(workspace.register, BOOKS)]:
        old.unlink()
    workspace.config_file.unlink(missing_ok=True)
    return write_sample(
        exports,
        DEMO_TICKETS,
        DEMO_SEED,
        kind="liveagent",
        file_format="ndjson.gz",
        source=DEMO_SOURCE,
        register_folder=workspace.register,
        settings_file=workspace.config_file,
    )
