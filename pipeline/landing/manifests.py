"""Manifests: what a run read, so that its result can be made again."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.atomic import publish_json
from pipeline.errors import LandingError
from pipeline.landing.receipts import LandedFile, as_json, from_json
from pipeline.landing.tables import LandedTable
from pipeline.workspace import Workspace

RUN_ID = re.compile(r"\d{8}T\d{6}Z(-\d{1,6})?", re.ASCII)
"""What runs are called; the name of their files, so nothing else may be asked for."""


@dataclass(frozen=True)
class Manifest:
    """Everything that a run read, and how it was told to judge it."""

    run_id: str
    landing_hash: str
    settings: Mapping[str, Any]  # whatever decides about the result besides landing; JSON
    files: tuple[LandedFile, ...]
    tables: tuple[LandedTable, ...]


def landing_hash(files: Iterable[LandedFile], tables: Iterable[LandedTable]) -> str:
    """sha256 over the sorted list of what was read: equal where the landed rows are.

    What came again after it had landed, and when, tells which of several rows holds.
    """
    files = [file for file in files if not file.error]
    places = {file.place("") for file in files}
    places |= {
        f"{file.place('')} {sighting.newer_than.isoformat()}"
        for file in files
        for sighting in file.sightings
        if sighting.newer_than != file.file_modified_at
    }
    places |= {table.path.removesuffix(".parquet") for table in tables}
    return hashlib.sha256("\n".join(sorted(places)).encode()).hexdigest()


def write_manifest(
    workspace: Workspace,
    run_id: str,
    settings: Mapping[str, Any],
    files: Iterable[LandedFile],
    tables: Iterable[LandedTable],
) -> Manifest:
    """Write `manifests/<run_id>.json`. `settings` must be what JSON can hold."""
    files, tables = tuple(files), tuple(tables)
    manifest = Manifest(run_id, landing_hash(files, tables), settings, files, tables)
    content = {
        "run_id": run_id,
        "landing_hash": manifest.landing_hash,
        "settings": dict(settings),
        "files": [as_json(file) | {"rows": file.rows_path} for file in files],
        "tables": [asdict(table) | {"path": table.path} for table in tables],
    }
    publish_json(content, workspace.manifests / f"{run_id}.json")
    return manifest


def read_manifest(workspace: Workspace, run_id: str) -> Manifest:
    """The manifest of a run. Raises LandingError if there is none, or `run_id` is no id of one."""
    if not RUN_ID.fullmatch(run_id):
        raise LandingError(
            f"{run_id[:60]!r} is not the id of a run, which looks like 20261105T080000Z; whoever "
            "named it is mistaken, or was changed"
        )
    path = workspace.manifests / f"{run_id}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LandingError(f"{path}: is not there, so there was no such run") from error
    return Manifest(
        run_id=content["run_id"],
        landing_hash=content["landing_hash"],
        settings=content["settings"],
        files=tuple(from_json(_without(file, "rows")) for file in content["files"]),
        tables=tuple(LandedTable(**_without(table, "path")) for table in content["tables"]),
    )


def _without(record: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}
