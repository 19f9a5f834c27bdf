"""The door to made-up exports: tell a story, give it a help desk's shape, write its files."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import duckdb

from pipeline.errors import VipSlaError
from pipeline.quoted import literal
from pipeline.sample.cast import WRITTEN, Cast
from pipeline.sample.relations import relate
from pipeline.sample.story import tell
from pipeline.workspace import TEMPLATE, Workspace

Kind = Literal["generic", "liveagent"]
Format = Literal["csv", "ndjson", "ndjson.gz", "parquet"]
ENTITIES: dict[Kind, tuple[str, ...]] = {
    "generic": ("tickets", "events", "agents", "customers"),
    "liveagent": (
        "tickets", "tickets-earlier", "messages", "history", "agents", "contacts", "companies",
        "tags", "departments", "calls", "sla_log",
    ),
}  # fmt: skip
BOOKS = ("customers", "accounts", "roster", "absences", "waivers", "meetings")
# What a workspace calls the source.
SOURCES: dict[Kind, str] = {"generic": "helpdesk", "liveagent": "liveagent"}
# A Friday morning in Berlin, so that what is owed at the end is alive.
ENDS_AT = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)
TIME_ZONE = "America/Phoenix"  # a LiveAgent account tells the time of its own zone
DEMO_TICKETS, DEMO_SEED = 2_600, 20


@dataclass(frozen=True)
class SampleSummary:
    """What was written."""

    tickets: int
    events: int
    accounts: int
    agents: int
    ends_at: datetime  # the newest event, unless the sample is tiny
    files: tuple[Path, ...]  # exports first


def write_sample(
    out: Path,
    tickets: int,
    seed: int,
    ends_at: datetime = ENDS_AT,
    *,
    kind: Kind = "generic",
    file_format: Format = "csv",
    time_zone: str = TIME_ZONE,
    root: Path | None = None,
) -> SampleSummary:
    """Write made-up exports of so many tickets into `out`, and the register that goes with them.

    The same arguments write the same bytes (with the same versions of the libraries): twelve months
    and the one that `ends_at` is in, up to it. The register goes, always as CSV, into the workspace
    `root`, with what is said of a customer's last full month; without one, beside the exports.
    `time_zone` is that of a LiveAgent account. What its exports cannot tell (bots, tiers, which tag
    is which severity) goes into a whole vip-sla.yml beside the register's folder.

    Raises `VipSlaError` where there are such files already: exports are never written over.
    """
    workspace, source, is_liveagent = Workspace(root or out), SOURCES[kind], kind == "liveagent"
    settings = (workspace.config_file.name,) if is_liveagent else ()
    places = (out, ENTITIES[kind]), (workspace.register, BOOKS), (workspace.root, settings)
    for folder, stem in ((folder, stem) for folder, stems in places for stem in stems):
        for found in sorted(folder.glob(f"{stem}*")):
            raise VipSlaError(
                f"{found} exists, and a sample is never mixed with other files: "
                "choose an empty folder with --out, or delete what is there"
            )
    story = tell(tickets, seed, ends_at)
    timeline = story.cast.timeline
    views = {f'exports."{name}"': out / f"{name}.{file_format}" for name in ENTITIES[kind]}
    views |= {f"register.{name}": workspace.register / f"{name}.csv" for name in BOOKS}
    variables = {"source": source, "time_zone": time_zone, "ends_at": timeline.end}
    with relate(story) as database:
        for name, value in variables.items():
            database.execute(f"set variable {name} = $1", [value])
        for name in ("shared", kind):
            database.execute(Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8"))
        files = [path for view, path in views.items() if _write(database, view, path, kind)]
        worst = database.execute("select ticket_number(ticket) from breaches where reason is null")
        numbers = [number for (number,) in worst.fetchall()]
    if root:
        files.append(_write_note(workspace.reports / f"notes/{timeline.month(1):%Y-%m}", numbers))
    if is_liveagent:
        # Settings beside the exports are to be copied to where such exports belong.
        path = out.relative_to(root) if root else Path("exports", source)
        text = _liveagent_settings(story.cast, path.as_posix(), time_zone)
        workspace.config_file.write_text(text, encoding="utf-8", newline="\n")
        files.append(workspace.config_file)
    return SampleSummary(
        tickets=len(story.tickets) - 1,
        events=len(story.events),
        accounts=len(story.cast.accounts),
        agents=len(story.cast.agents),
        ends_at=datetime.fromtimestamp(int(story.events.moment.max()), UTC),
        files=tuple(files),
    )


def _write(database: duckdb.DuckDBPyConnection, view: str, path: Path, kind: Kind) -> bool:
    """Write a view into a new file. LiveAgent's JSON has no keys of empty fields, nor empty files.

    Whether there is a file.
    """
    rows, moments = f"from {view}", "timestampformat '%Y-%m-%dT%H:%M:%SZ'"
    tables = {".parquet": "format parquet", ".csv": f"format csv, header, {moments}"}
    options = tables.get(path.suffix, f"format json, {moments}")
    if kind == "liveagent" and path.suffix not in tables:
        rows = f"select json_merge_patch('{{}}', to_json(row)) from {view} as row"
        options = "format csv, header false, quote '', escape '', delimiter '\x01'"
    if kind == "liveagent" and view.startswith("exports"):
        options += ", write_empty_file false"
    path.parent.mkdir(parents=True, exist_ok=True)
    database.execute(f"copy ({rows}) to {literal(path)} ({options})")
    return path.exists()


def _write_note(folder: Path, numbers: Sequence[str]) -> Path:
    """Write what is said of a month into a folder; it names these tickets, the worst first."""
    note = WRITTEN["note"]
    lines = ["# Kommentar", note["comment"], "", "# Ursachen und Maßnahmen"]
    for number, said in zip(numbers, note["measures"], strict=False):  # a quiet month has fewer
        lines += [f"## {number}", f"Ursache: {said['cause']}", f"Maßnahme: {said['measure']}"]
    lines += ["", "# Nächste Schritte", *(f"- {step}" for step in note["next_steps"])]
    file = folder / f"{note['customer']}.md"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return file


def _liveagent_settings(cast: Cast, path: str, time_zone: str) -> str:
    """A whole vip-sla.yml for exports in the folder `path` of its workspace."""
    ids = [[one["agent_id"] for one in cast.agents if one["tier"] == tier] for tier in range(4)]
    tiers = [", ".join(each) for each in ids]
    severity = "\n".join(f"      - {{tag: SEV-{each}, level: {each}}}" for each in range(1, 6))
    return f"""\
# The settings of made-up exports of a LiveAgent account, over a year of them.

# What is owed is judged as of the newest event, so that it stays alive on any day.
as_of: latest

language: de

sources:
  - name: {SOURCES["liveagent"]}
    kind: liveagent
    path: {path}
    time_zone: {time_zone}  # of the account: its timestamps carry no offset
    severity:                   # LiveAgent has no severities: here they are tags
{severity}
    # Users that are programs: what they write answers nobody.
    bots: [{tiers[0]}]
    # Where the help desk shows a ticket.
    ticket_url: "https://acme.example/agent/#/tickets/{{id}}"
    # The support tiers of agents.
    tiers:
      1: [{tiers[1]}]
      2: [{tiers[2]}]
      3: [{tiers[3]}]
"""


def write_demo(root: Path, ends_at: datetime = ENDS_AT) -> SampleSummary:
    """Write the demo's exports, register, settings and note into a workspace without any of them.

    The exports are compressed: the names of their keys are most of what they hold.
    """
    out, policy = root / "exports" / SOURCES["liveagent"], Workspace(root).policy_file
    summary = write_sample(
        out, DEMO_TICKETS, DEMO_SEED, ends_at, kind="liveagent", file_format="ndjson.gz", root=root
    )
    if not policy.exists():
        shutil.copyfile(TEMPLATE / policy.name, policy)
    return summary
