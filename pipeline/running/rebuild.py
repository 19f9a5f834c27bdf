"""A past run's marts, made again from landing alone, as its manifest tells."""

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import LandingError
from pipeline.landing import seals
from pipeline.landing.manifests import Manifest, landing_hash, read_manifest
from pipeline.running import dbt
from pipeline.running.warehouse import Run, create_build_file
from pipeline.workspace import Workspace


def rebuild(
    workspace: Workspace,
    run_id: str,
    folder: Path,
    on_model: Callable[[dbt.Progress], None] | None = None,
) -> Path:
    """Build the marts of a past run in `folder` and return their file; nothing is published.

    Same landing, same as_of, policy and reading; the models are those of the software at hand.
    Raises LandingError where the manifest or anything that it names is gone.
    """
    manifest, run = what_was_read(workspace, run_id)
    create_build_file(workspace, folder / dbt.BUILD_FILE, manifest.files, manifest.tables, run)
    dbt.build(folder, kept=folder, as_of=run.as_of, reading=run.reading, on_progress=on_model)
    return folder / dbt.MARTS_FILE


def what_was_read(workspace: Workspace, run_id: str) -> tuple[Manifest, Run]:
    """What a run read, all of it still there and unchanged, and how it judged.

    Raises LandingError where the manifest or anything that it names is gone.
    """
    manifest = read_manifest(workspace, run_id)
    run = _run(workspace, manifest)
    _check(workspace, manifest)
    return manifest, run


def _run(workspace: Workspace, manifest: Manifest) -> Run:
    try:
        return Run.from_settings(manifest.settings)
    except KeyError as error:
        raise LandingError(
            f"{workspace.manifests / manifest.run_id}.json: does not tell {error}; it was written "
            "by a version of the software too old to be made again by this one"
        ) from error


def _check(workspace: Workspace, manifest: Manifest) -> None:
    if landing_hash(manifest.files, manifest.tables) != manifest.landing_hash:
        raise LandingError(
            f"{workspace.manifests / manifest.run_id}.json: what it lists is not what its "
            "landing_hash stands for; bring it back from a copy of the workspace"
        )
    seals.check(workspace, seals.seals_of(manifest.files, manifest.tables))
    places = [place for file in manifest.files for place in (file.rows_path, file.rejected_path)]
    for place in [*places, *(table.path for table in manifest.tables)]:  # older than seals are
        if place and not (workspace.landing / place).exists():
            raise LandingError(
                f"{workspace.landing / place}: is gone; bring it back from a copy of the workspace"
            )
