"""Seals: what the bytes of landed files hash to, and whether they still do.

Landing is the only state that matters, so a landed file must be what was landed. Its seal stands in
its receipt and in each manifest that names it.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.atomic import publish_json, remembered_json, sealed
from pipeline.errors import LandingError
from pipeline.landing.files import Stamp
from pipeline.landing.manifests import read_manifest
from pipeline.landing.receipts import LandedFile, read_receipts
from pipeline.landing.tables import LandedTable
from pipeline.workspace import Workspace

Seals = Mapping[str, str]
"""sha256 of a landed file's bytes, by its path relative to landing."""


def seals_of(files: Iterable[LandedFile], tables: Iterable[LandedTable] = ()) -> dict[str, str]:
    """Every seal that is known; what landed before there were seals has none."""
    seals = {place: seal for file in files for place, seal in file.seals.items()}
    return seals | {table.path: table.seal for table in tables if table.seal}


def broken(workspace: Workspace, seals: Seals) -> Iterator[str]:
    """Of each file whose bytes are not what was landed: a sentence, with the remedy."""
    for place, seal in sorted(seals.items()):
        try:
            found = sealed(workspace.landing / place)
        except FileNotFoundError:
            yield f"landing/{place} is gone; bring it back from a copy of the workspace"
            continue
        if found != seal:
            yield (
                f"landing/{place} is not what was landed; bring it back from a copy of the "
                "workspace, or delete it and export that file again"
            )


def check(workspace: Workspace, seals: Seals) -> None:
    """Raises LandingError, naming every file of these that is not what was landed."""
    if found := list(broken(workspace, seals)):
        raise LandingError("\n".join(found))


def all_broken(workspace: Workspace) -> list[str]:
    """The same of everything in landing that has a receipt, or that a manifest names."""
    sources = sorted({path.parts[-3] for path in workspace.landing.glob("*/*/*.json")})
    seals = seals_of(file for source in sources for file in read_receipts(workspace, source))
    for path in sorted(workspace.manifests.glob("*.json")):
        manifest = read_manifest(workspace, path.stem)
        seals |= seals_of(manifest.files, manifest.tables)
    return list(broken(workspace, seals))


def check_changed(workspace: Workspace, seals: Seals, *, is_deep: bool = False) -> None:
    """The same for the files that look new or changed since they were last checked, or for all."""
    remembered = workspace.build / "sealed.json"
    known = remembered_json(remembered)
    now = {place: _stamp(workspace.landing / place) for place in seals}
    changed = {place: seal for place, seal in seals.items() if now[place] != known.get(place)}
    check(workspace, seals if is_deep else changed)
    if now != known:
        publish_json(now, remembered)


def _stamp(path: Path) -> list[int] | None:
    try:
        return Stamp.of(path).plain()
    except FileNotFoundError:
        return None
